//! Geohashes: cells of a grid of longitudes and latitudes, halved by turns.

use crate::geo::Point;

const DIGITS: &[u8; 32] = b"0123456789bcdefghjkmnpqrstuvwxyz";
/// The greatest number of characters.
const MAX_LENGTH: usize = 18;

/// The geohash of a point; `None` where there is none of this length.
pub(crate) fn encode(point: Point, length: i64) -> Option<String> {
    let length = usize::try_from(length).ok().filter(|length| (1..=MAX_LENGTH).contains(length))?;
    let mut sides = [(-180.0, 180.0, point.longitude), (-90.0, 90.0, point.latitude)];
    let mut digit = 0;
    let mut text = String::with_capacity(length);
    for bit in 0..length * 5 {
        let (low, high, value) = &mut sides[bit % 2];
        let middle = f64::midpoint(*low, *high);
        digit <<= 1;
        if *value >= middle {
            digit |= 1;
            *low = middle;
        } else {
            *high = middle;
        }
        if bit % 5 == 4 {
            text.push(char::from(DIGITS[digit]));
            digit = 0;
        }
    }
    Some(text)
}

/// West, south, east and north of a geohash, in degrees; `None` where it is none.
pub(crate) fn cell(geohash: &str) -> Option<[f64; 4]> {
    if geohash.is_empty() || geohash.len() > MAX_LENGTH {
        return None;
    }
    let mut sides = [(-180.0, 180.0), (-90.0, 90.0)];
    let mut turn = 0;
    for byte in geohash.bytes() {
        let digit = DIGITS.iter().position(|known| *known == byte)?;
        for bit in (0..5).rev() {
            let (low, high) = &mut sides[turn % 2];
            let middle = f64::midpoint(*low, *high);
            if digit >> bit & 1 == 1 {
                *low = middle;
            } else {
                *high = middle;
            }
            turn += 1;
        }
    }
    let [(west, east), (south, north)] = sides;
    Some([west, south, east, north])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_in_the_cell_of_its_geohash() {
        let point = Point::new(-122.303_404, 47.570_482).unwrap();
        for length in 1..=18 {
            let [west, south, east, north] = cell(&encode(point, length).unwrap()).unwrap();
            assert!((west..=east).contains(&point.longitude) && (south..=north).contains(&point.latitude));
        }
    }

    #[test]
    fn letters_that_are_no_digits_make_no_geohash() {
        assert_eq!((cell("a"), cell("ail"), cell(""), cell(&"s".repeat(19))), (None, None, None, None));
    }
}
