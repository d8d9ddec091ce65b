//! Reading lengths of time: literals and what `totimespan` takes.

use super::scan::{Scan, fraction_ticks};
use super::{TICKS_PER_DAY, TICKS_PER_SECOND, Timespan};

/// Units with their words; a length is in hundredths of a tick, so that a nanosecond is whole.
const UNITS: [(i64, &[&str]); 8] = [
    (TICKS_PER_DAY * 100, &["d", "day", "days"]),
    (3600 * TICKS_PER_SECOND * 100, &["h", "hr", "hrs", "hour", "hours"]),
    (60 * TICKS_PER_SECOND * 100, &["m", "min", "minute", "minutes"]),
    (TICKS_PER_SECOND * 100, &["s", "sec", "second", "seconds"]),
    (TICKS_PER_SECOND / 10, &["ms", "milli", "millis", "millisec", "millisecond", "milliseconds"]),
    (1000, &["micro", "micros", "microsec", "microsecond", "microseconds"]),
    (100, &["tick", "ticks"]),
    (1, &["nano", "nanos", "nanosec", "nanosecond", "nanoseconds"]),
];

impl Timespan {
    /// Reads a length of time: `2d`, `1.5h`, `15 seconds`, `1tick`, `[-][d.]hh:mm[:ss[.fffffff]]`, or a number of days.
    ///
    /// Decimal fractions are exact; what is less than a tick is cut off. `None` where the text is none of these or
    /// where 64 bits of ticks do not suffice.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut scan = Scan::new(text.trim());
        let negative = scan.char('-');
        let first = scan.digits()?;
        let ticks = if scan.char(':') {
            clock(&mut scan, None, first)?
        } else if scan.char('.') {
            let second = scan.digits()?;
            if scan.char(':') { clock(&mut scan, Some(first), second)? } else { units(&mut scan, first, second)? }
        } else if scan.is_done() {
            i128::from(TICKS_PER_DAY).checked_mul(first.parse().ok()?)?
        } else {
            units(&mut scan, first, "")?
        };
        if !scan.is_done() {
            return None;
        }
        i64::try_from(if negative { -ticks } else { ticks }).ok().map(Self)
    }
}

/// A number and the word of a unit.
fn units(scan: &mut Scan<'_>, whole: &str, fraction: &str) -> Option<i128> {
    scan.spaces();
    let word = scan.word()?;
    let (unit, _) = UNITS.iter().find(|(_, words)| words.contains(&word))?;
    let unit = i128::from(*unit);
    let whole: i128 = whole.parse().ok()?;
    // No unit has more than 16 decimal digits of hundredths of ticks: what comes after cannot make one.
    let fraction = &fraction[..fraction.len().min(18)];
    let parts: i128 = if fraction.is_empty() { 0 } else { fraction.parse().ok()? };
    let scale = 10i128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    Some((whole.checked_mul(unit)?.checked_add(parts.checked_mul(unit)? / scale)?) / 100)
}

/// `hh:mm[:ss[.fffffff]]` after the first colon; `d:hh:mm:ss` too.
fn clock(scan: &mut Scan<'_>, days: Option<&str>, first: &str) -> Option<i128> {
    let mut parts = vec![first, scan.digits()?];
    while scan.char(':') {
        parts.push(scan.digits()?);
    }
    let fraction = if parts.len() > 2 && scan.char('.') { fraction_ticks(scan.digits()?)? } else { 0 };
    let (days, hours, minutes, seconds) = match (days, parts.as_slice()) {
        (days, [hours, minutes]) => (days.unwrap_or("0"), *hours, *minutes, "0"),
        (days, [hours, minutes, seconds]) => (days.unwrap_or("0"), *hours, *minutes, *seconds),
        (None, [days, hours, minutes, seconds]) => (*days, *hours, *minutes, *seconds),
        _ => return None,
    };
    let below = |digits: &str, limit: i128| digits.parse::<i128>().ok().filter(|number| *number < limit);
    let days: i128 = days.parse().ok()?;
    let seconds = (below(hours, 24)? * 60 + below(minutes, 60)?) * 60 + below(seconds, 60)?;
    days.checked_mul(TICKS_PER_DAY.into())?.checked_add(seconds * i128::from(TICKS_PER_SECOND) + i128::from(fraction))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2d", "2.00:00:00")]
    #[case("1.5h", "01:30:00")]
    #[case("30m", "00:30:00")]
    #[case("10s", "00:00:10")]
    #[case("0.1s", "00:00:00.1000000")]
    #[case("100ms", "00:00:00.1000000")]
    #[case("10microsecond", "00:00:00.0000100")]
    #[case("1tick", "00:00:00.0000001")]
    #[case("250nanoseconds", "00:00:00.0000002")]
    #[case("15 seconds", "00:00:15")]
    #[case("25min", "00:25:00")]
    #[case("2", "2.00:00:00")]
    #[case("-1.5d", "-1.12:00:00")]
    #[case("0.12:34:56.7", "12:34:56.7000000")]
    #[case("29.09:00:05.12345", "29.09:00:05.1234500")]
    #[case("00:01", "00:01:00")]
    #[case("-00:00:01", "-00:00:01")]
    #[case("1:02:03:04", "1.02:03:04")]
    #[case::no_binary_fraction("0.0000003s", "00:00:00.0000003")]
    fn lengths_are_read(#[case] text: &str, #[case] length: &str) {
        assert_eq!(Timespan::parse(text).map(|t| t.to_string()).as_deref(), Some(length));
    }

    #[rstest]
    #[case::nothing("")]
    #[case::no_unit("2.5")]
    #[case::no_such_unit("2w")]
    #[case::hours_of_more_than_a_day("25:00:00")]
    #[case::too_long("10675200d")]
    #[case::far_too_long("99999999999999999999999999999999999999999d")]
    #[case::trailing("1d2h")]
    fn what_is_no_length_is_refused(#[case] text: &str) {
        assert_eq!(Timespan::parse(text), None);
    }
}
