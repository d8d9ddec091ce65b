//! Numbers and times as text, without the formatting machinery: it would take most of the time of writing a row.

use chrono::{Datelike, Timelike};
use muster_catalog::{Datetime, Timespan};
use muster_values::real_text;

/// Appends a whole number.
pub(super) fn push_long(value: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Appends a real as [`real_text`] has it.
pub(super) fn push_real(value: f64, out: &mut Vec<u8>) {
    // Whole numbers of less than 16 digits, which sizes and counts are. A negative zero is none of them.
    if value.fract() == 0.0 && value.abs() < 1e15 && !(value == 0.0 && value.is_sign_negative()) {
        push_long(value as i64, out);
        out.extend_from_slice(b".0");
    } else {
        out.extend_from_slice(real_text(value).as_bytes());
    }
}

/// Appends a moment as its `Display` has it: `2017-10-15T01:02:03.4500000Z`.
pub(super) fn push_datetime(at: Datetime, out: &mut Vec<u8>) {
    let at = at.to_chrono();
    let year = at.year().unsigned_abs() % 10_000;
    let mut text = *b"0000-00-00T00:00:00.0000000Z";
    put(&mut text, 0, 4, year);
    put(&mut text, 5, 2, at.month());
    put(&mut text, 8, 2, at.day());
    put(&mut text, 11, 2, at.hour());
    put(&mut text, 14, 2, at.minute());
    put(&mut text, 17, 2, at.second());
    put(&mut text, 20, 7, at.nanosecond() / 100);
    out.extend_from_slice(&text);
}

/// Appends a length of time as its `Display` has it.
pub(super) fn push_timespan(length: Timespan, out: &mut Vec<u8>) {
    out.extend_from_slice(length.to_string().as_bytes());
}

/// Puts `value` into the `width` places from `start`.
fn put(text: &mut [u8], start: usize, width: usize, mut value: u32) {
    for place in text[start..start + width].iter_mut().rev() {
        *place = b'0' + (value % 10) as u8;
        value /= 10;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(push: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        push(&mut out);
        String::from_utf8(out).unwrap()
    }

    proptest! {
        #[test]
        fn times_are_written_as_they_are_displayed(ticks in 0..=Datetime::MAX.0) {
            prop_assert_eq!(text(|out| push_datetime(Datetime(ticks), out)), Datetime(ticks).to_string());
        }

        #[test]
        fn reals_are_written_as_everywhere(value in prop_oneof![any::<f64>(), (-1_000_000_000i64..1_000_000_000).prop_map(|n| n as f64)]) {
            prop_assert_eq!(text(|out| push_real(value, out)), real_text(value));
        }
    }

    #[test]
    fn the_ends_of_numbers_are_written_as_everywhere() {
        for value in [0.0, -0.0, 1e15, -1e15, 999_999_999_999_999.0, 1e16, f64::NAN, f64::INFINITY, f64::MIN_POSITIVE] {
            assert_eq!(text(|out| push_real(value, out)), real_text(value));
        }
        for ticks in [Datetime::MIN, Datetime::MAX] {
            assert_eq!(text(|out| push_datetime(ticks, out)), ticks.to_string());
        }
    }
}
