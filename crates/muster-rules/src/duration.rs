//! Durations as rule files write them.

use std::time::Duration;

/// Reads an ISO 8601 duration of weeks, days, hours, minutes and seconds (`PT1H`, `P14D`), a number with a unit
/// (`5d`, `12H`), or `0`. Years and months have no fixed length and are refused.
pub(crate) fn parse(text: &str) -> Option<Duration> {
    let text = text.trim().to_ascii_uppercase();
    if text == "0" {
        return Some(Duration::ZERO);
    }
    let seconds = if let Some(iso) = text.strip_prefix('P') {
        let (date, time) = match iso.split_once('T') {
            Some((_, "")) => return None,
            Some((date, time)) => (date, time),
            None => (iso, ""),
        };
        if date.is_empty() && time.is_empty() {
            return None;
        }
        let date = parts(date, &[('W', 604_800), ('D', 86_400)])?;
        date.checked_add(parts(time, &[('H', 3_600), ('M', 60), ('S', 1)])?)?
    } else {
        let units = [('D', 86_400), ('H', 3_600), ('M', 60), ('S', 1)];
        let one = text.bytes().filter(u8::is_ascii_alphabetic).count() == 1;
        one.then(|| parts(&text, &units)).flatten()?
    };
    Some(Duration::from_secs(seconds))
}

/// Sums numbers that are each followed by a unit, units in the given order and each at most once.
fn parts(mut text: &str, mut units: &[(char, u64)]) -> Option<u64> {
    let mut seconds: u64 = 0;
    while !text.is_empty() {
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number: u64 = text[..digits].parse().ok()?;
        let unit = text[digits..].chars().next()?;
        let at = units.iter().position(|(u, _)| *u == unit)?;
        seconds = seconds.checked_add(number.checked_mul(units[at].1)?)?;
        units = &units[at + 1..];
        text = &text[digits + 1..];
    }
    Some(seconds)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("5d", Some(432_000))]
    #[case("1h", Some(3_600))]
    #[case("12H", Some(43_200))]
    #[case("30m", Some(1_800))]
    #[case("PT5M", Some(300))]
    #[case("P14D", Some(1_209_600))]
    #[case("P1DT2H3M4S", Some(93_784))]
    #[case("P2W", Some(1_209_600))]
    #[case("0", Some(0))]
    #[case("P1M", None)]
    #[case("P1Y", None)]
    #[case("P", None)]
    #[case("PT", None)]
    #[case("P1DT", None)]
    #[case("PT1M1H", None)]
    #[case("1h30m", None)]
    #[case("5", None)]
    #[case("d", None)]
    #[case("five days", None)]
    #[case("99999999999999999999d", None)]
    #[case("9999999999999999999d", None)]
    fn durations_have_units_of_fixed_length(#[case] text: &str, #[case] seconds: Option<u64>) {
        assert_eq!(parse(text).map(|d| d.as_secs()), seconds);
    }
}
