//! Instants, lengths of time, and shares, as people write them.

use chrono::DateTime;
use muster_catalog::{Datetime, TICKS_PER_DAY, TICKS_PER_SECOND};
use muster_source::{Diagnostic, Source};
use muster_yaml::Node;

use crate::codes::{DURATION, INSTANT, SHAPE};

/// Ticks in a millisecond.
pub(crate) const MILLISECOND: i64 = TICKS_PER_SECOND / 1000;
/// Ticks in a minute.
pub(crate) const MINUTE: i64 = 60 * TICKS_PER_SECOND;
/// Ticks in an hour.
pub(crate) const HOUR: i64 = 60 * MINUTE;

/// The instant that an ISO 8601 text with a zone names.
pub(crate) fn instant_of(text: &str) -> Option<Datetime> {
    DateTime::parse_from_rfc3339(text).ok().and_then(|at| Datetime::from_chrono(at.naive_utc()))
}

/// The length of time that a text such as `1h30m` names, in ticks: never negative.
pub(crate) fn duration_of(text: &str) -> Option<i64> {
    let mut rest = text.trim();
    let mut total = 0i64;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, tail) = rest.split_at(digits);
        let end = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(end);
        let unit = match unit {
            "ms" => MILLISECOND,
            "s" => TICKS_PER_SECOND,
            "m" => MINUTE,
            "h" => HOUR,
            "d" => TICKS_PER_DAY,
            "w" => 7 * TICKS_PER_DAY,
            _ => return None,
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if whole.is_empty() || fraction.len() > 7 {
            return None;
        }
        let mut ticks = whole.parse::<i64>().ok()?.checked_mul(unit)?;
        if !fraction.is_empty() {
            let scale = 10i64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
            ticks = ticks.checked_add(
                i64::try_from(i128::from(fraction.parse::<i64>().ok()?) * i128::from(unit) / i128::from(scale)).ok()?,
            )?;
        }
        total = total.checked_add(ticks)?;
        rest = tail.trim_start();
    }
    // A century: longer times than any telemetry, and sums of a few of them stay far from the end of 64 bits.
    (total <= 36_525 * TICKS_PER_DAY).then_some(total)
}

/// The fraction that `25%` or `0.25` names, from 0 to 1.
pub(crate) fn share_of(text: &str) -> Option<f64> {
    let share = match text.trim().strip_suffix('%') {
        Some(percent) => percent.trim_end().parse::<f64>().ok()? / 100.0,
        None => text.trim().parse::<f64>().ok()?,
    };
    (0.0..=1.0).contains(&share).then_some(share)
}

/// Reads a length of time; anything else is reported.
pub(crate) fn duration(node: &Node, source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Option<i64> {
    let read = node.text().and_then(duration_of);
    if read.is_none() {
        let message = format!("{} is not a length of time", shown(node));
        diagnostics.push(
            Diagnostic::error(DURATION, message, source, node.span)
                .help("write a number with a unit, such as `90s`, `5m`, `1h30m` or `2d`"),
        );
    }
    read
}

/// Reads one length of time `5m`, or the two ends of a range `20s..30m`.
pub(crate) fn range(node: &Node, source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Option<(i64, i64)> {
    let read = node.text().and_then(|text| match text.split_once("..") {
        Some((low, high)) => duration_of(low).zip(duration_of(high)).filter(|(l, h)| l <= h),
        None => duration_of(text).map(|d| (d, d)),
    });
    if read.is_none() {
        let message = format!("{} is not a length of time or a range of them", shown(node));
        diagnostics.push(
            Diagnostic::error(DURATION, message, source, node.span).help("write `5m`, or a range such as `20s..30m`"),
        );
    }
    read
}

/// Reads an instant; anything else is reported.
pub(crate) fn instant(node: &Node, source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Option<Datetime> {
    let read = node.text().and_then(instant_of);
    if read.is_none() {
        let message = format!("{} is not an instant", shown(node));
        diagnostics.push(
            Diagnostic::error(INSTANT, message, source, node.span)
                .help("write date, time and zone, such as `2026-03-04T18:00:00Z`"),
        );
    }
    read
}

/// Reads a share; anything else is reported.
pub(crate) fn share(node: &Node, source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Option<f64> {
    let read = node.text().and_then(share_of);
    if read.is_none() {
        let message = format!("{} is not a share", shown(node));
        diagnostics.push(
            Diagnostic::error(SHAPE, message, source, node.span)
                .help("write a part of the whole, such as `25%` or `0.25`"),
        );
    }
    read
}

/// A node as messages name it.
pub(crate) fn shown(node: &Node) -> String {
    match node.text() {
        Some(text) if text.chars().count() <= 60 => format!("`{text}`"),
        _ => node.noun().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("90s", Some(90 * TICKS_PER_SECOND))]
    #[case("1h30m", Some(90 * MINUTE))]
    #[case("0.5s", Some(TICKS_PER_SECOND / 2))]
    #[case("250ms", Some(250 * MILLISECOND))]
    #[case("2 d", None)]
    #[case("90", None)]
    #[case("-5m", None)]
    #[case("", None)]
    #[case("5 minutes", None)]
    #[case("99999999999999d", None)]
    fn a_length_of_time_is_numbers_with_units(#[case] text: &str, #[case] ticks: Option<i64>) {
        assert_eq!(duration_of(text), ticks);
    }

    #[test]
    fn an_instant_needs_its_zone() {
        assert_eq!(instant_of("2026-03-04T18:00:00Z"), instant_of("2026-03-04T19:00:00+01:00"));
        assert_eq!(instant_of("2026-03-04T18:00:00"), None);
        assert_eq!(instant_of("2026-02-30T18:00:00Z"), None);
    }

    #[test]
    fn a_share_is_a_part_of_the_whole() {
        assert_eq!(share_of("25%"), Some(0.25));
        assert_eq!(share_of("0.25"), Some(0.25));
        assert_eq!(share_of("250%"), None);
        assert_eq!(share_of("NaN"), None);
    }
}
