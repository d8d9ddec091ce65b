//! S2 cells: a cube around Earth, each side halved both ways again and again, its cells numbered along a curve.

use crate::geo::{Point, Vector};

const MAX_LEVEL: u32 = 30;
const SIDE: u32 = 1 << MAX_LEVEL;

/// For each orientation of the curve, the quarters by its turn: which quarter comes at which position.
const POSITION_OF_QUARTER: [[u64; 4]; 4] = [[0, 1, 3, 2], [0, 3, 1, 2], [2, 3, 1, 0], [2, 1, 3, 0]];
const QUARTER_AT_POSITION: [[u32; 4]; 4] = [[0, 1, 3, 2], [0, 2, 3, 1], [3, 2, 0, 1], [3, 1, 0, 2]];
/// How the orientation changes in the quarter at a position.
const TURN_AT_POSITION: [usize; 4] = [1, 0, 0, 3];

/// A cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct S2Cell(u64);

impl S2Cell {
    /// The cell of this level that has the point; `None` where there is no such level.
    pub(crate) fn of(point: Point, level: i64) -> Option<Self> {
        let level = u32::try_from(level).ok().filter(|level| *level <= MAX_LEVEL)?;
        let (face, u, v) = face_of(point.vector());
        let leaf = Self::leaf(face, place(u), place(v));
        let last = 1_u64 << (2 * (MAX_LEVEL - level));
        Some(Self(leaf & last.wrapping_neg() | last))
    }

    fn leaf(face: usize, i: u32, j: u32) -> u64 {
        let mut orientation = face & 1;
        let mut position = 0;
        for bit in (0..MAX_LEVEL).rev() {
            let quarter = (i >> bit & 1) << 1 | (j >> bit & 1);
            let at = POSITION_OF_QUARTER[orientation][quarter as usize];
            position = position << 2 | at;
            orientation ^= TURN_AT_POSITION[at as usize];
        }
        (face as u64) << 61 | position << 1 | 1
    }

    /// The cell with this token; `None` where it is none.
    pub(crate) fn read(token: &str) -> Option<Self> {
        if token.is_empty() || token.len() > 16 || !token.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let id = u64::from_str_radix(token, 16).ok()? << (4 * (16 - token.len()));
        let is_valid = id >> 61 < 6 && id != 0 && id.trailing_zeros().is_multiple_of(2) && id.trailing_zeros() <= 60;
        is_valid.then_some(Self(id))
    }

    /// The token: the cell's number in hexadecimal digits without the zeros at its end.
    pub(crate) fn token(self) -> String {
        format!("{:016x}", self.0).trim_end_matches('0').to_owned()
    }

    /// Face, first column, first row and size.
    fn bounds(self) -> (usize, u32, u32, u32) {
        let face = (self.0 >> 61) as usize;
        let mut orientation = face & 1;
        let (mut i, mut j) = (0, 0);
        for bit in (0..MAX_LEVEL).rev() {
            let at = (self.0 >> (2 * bit + 1) & 3) as usize;
            let quarter = QUARTER_AT_POSITION[orientation][at];
            (i, j) = (i << 1 | quarter >> 1, j << 1 | quarter & 1);
            orientation ^= TURN_AT_POSITION[at];
        }
        let size = 1 << (self.0.trailing_zeros() / 2);
        (face, i & !(size - 1), j & !(size - 1), size)
    }

    /// The middle.
    pub(crate) fn center(self) -> Point {
        let (face, i, j, size) = self.bounds();
        let middle = |first: u32| f64::from(2 * first + size) / (2.0 * f64::from(SIDE));
        on_face(face, distance(middle(i)), distance(middle(j)))
    }

    /// The corners, counterclockwise.
    pub(crate) fn corners(self) -> [Point; 4] {
        let (face, i, j, size) = self.bounds();
        let edge = |place: u32| distance(f64::from(place) / f64::from(SIDE));
        let (left, right, bottom, top) = (edge(i), edge(i + size), edge(j), edge(j + size));
        [(left, bottom), (right, bottom), (right, top), (left, top)].map(|(u, v)| on_face(face, u, v))
    }
}

/// The face of the cube that a direction meets, and where on it, from -1 to 1.
fn face_of(direction: Vector) -> (usize, f64, f64) {
    let [x, y, z] = direction.0;
    let axis = match (x.abs() > y.abs(), x.abs() > z.abs(), y.abs() > z.abs()) {
        (true, true, _) => 0,
        (false, _, true) => 1,
        _ => 2,
    };
    let face = if direction.0[axis] < 0.0 { axis + 3 } else { axis };
    let (u, v) = match face {
        0 => (y / x, z / x),
        1 => (-x / y, z / y),
        2 => (-x / z, -y / z),
        3 => (z / x, y / x),
        4 => (z / y, -x / y),
        _ => (-y / z, -x / z),
    };
    (face, u, v)
}

fn on_face(face: usize, u: f64, v: f64) -> Point {
    Vector(match face {
        0 => [1.0, u, v],
        1 => [-u, 1.0, v],
        2 => [-u, -v, 1.0],
        3 => [-1.0, -v, -u],
        4 => [v, -1.0, -u],
        _ => [v, u, -1.0],
    })
    .point()
}

/// The share of a face's side, bent so that cells are of like area, as a distance from its middle.
fn distance(share: f64) -> f64 {
    if share >= 0.5 { (4.0 * share * share - 1.0) / 3.0 } else { (1.0 - 4.0 * (1.0 - share) * (1.0 - share)) / 3.0 }
}

/// The place along a face's side, counted in the least cells, of a distance from its middle.
fn place(distance: f64) -> u32 {
    let share =
        if distance >= 0.0 { 0.5 * (1.0 + 3.0 * distance).sqrt() } else { 1.0 - 0.5 * (1.0 - 3.0 * distance).sqrt() };
    (share * f64::from(SIDE)).floor().clamp(0.0, f64::from(SIDE - 1)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_cell_is_in_it() {
        for (longitude, latitude) in [(0.0, 0.0), (179.0, 10.0), (-120.0, -80.0), (45.0, 89.0), (-90.0, 20.0)] {
            let point = Point::new(longitude, latitude).unwrap();
            for level in 0..=30 {
                let cell = S2Cell::of(point, level).unwrap();
                assert_eq!(S2Cell::of(cell.center(), level), Some(cell));
                assert_eq!(S2Cell::read(&cell.token()), Some(cell));
            }
            assert_eq!(S2Cell::of(point, 31), None);
        }
    }
}
