//! Times as exports write them.

use muster_catalog::{Datetime, TICKS_PER_DAY};

/// Reads a time: what KQL reads, and the portals' `3/4/2026, 5:00:00.000 PM`.
pub(crate) fn parse(text: &str) -> Option<Datetime> {
    let text = text.trim().replace(',', "");
    let upper = text.to_ascii_uppercase();
    let Some((clock, is_afternoon)) =
        upper.strip_suffix("PM").map(|c| (c, true)).or_else(|| upper.strip_suffix("AM").map(|c| (c, false)))
    else {
        return Datetime::parse(&text);
    };
    let (day, clock) = clock.trim().split_once(' ')?;
    let (hour, rest) = clock.trim().split_once(':')?;
    let hour: i64 = hour.parse().ok().filter(|h| (1..=12).contains(h))?;
    let hour = hour % 12 + if is_afternoon { 12 } else { 0 };
    let date = Datetime::parse(day)?;
    let within = Datetime::parse(&format!("2000-01-01T00:{rest}"))?.0 - Datetime::parse("2000-01-01")?.0;
    Datetime::checked(date.0 + hour * (TICKS_PER_DAY / 24) + within)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2026-03-04T17:05:06.7Z", Some("2026-03-04T17:05:06.7000000Z"))]
    #[case("3/4/2026, 5:05:06.700 PM", Some("2026-03-04T17:05:06.7000000Z"))]
    #[case("3/4/2026, 12:05:06.700 AM", Some("2026-03-04T00:05:06.7000000Z"))]
    #[case("3/4/2026 12:05:06 PM", Some("2026-03-04T12:05:06.0000000Z"))]
    #[case("13:00 PM", None)]
    #[case("yesterday", None)]
    fn times_are_read(#[case] text: &str, #[case] time: Option<&str>) {
        assert_eq!(parse(text).map(|t| t.to_string()).as_deref(), time);
    }
}
