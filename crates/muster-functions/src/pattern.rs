//! Patterns of `format_datetime` and `format_timespan`.

use std::fmt::Write as _;

use chrono::{Datelike, Timelike};
use muster_catalog::{Datetime, TICKS_PER_DAY, TICKS_PER_SECOND, Timespan};
use muster_values::Failure;

/// What a pattern is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    /// A moment.
    Datetime,
    /// A length of time.
    Timespan,
}

/// A part of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// A letter and how often it stands there.
    Field(char, usize),
    /// A character that is printed as it is.
    Delimiter(char),
}

/// Reads a pattern.
///
/// # Errors
/// A message that names the part that is not known.
pub(crate) fn parse(pattern: &str, subject: Subject) -> Result<Vec<Part>, Failure> {
    let mut parts = Vec::new();
    let mut rest = pattern;
    while let Some(letter) = rest.chars().next() {
        let end = rest.find(|c| c != letter).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        let count = run.chars().count();
        let known = match (subject, letter) {
            (_, ' ' | '/' | '-' | ':' | ',' | '.' | '_' | '[' | ']') => {
                parts.extend(run.chars().map(Part::Delimiter));
                rest = after;
                continue;
            }
            (Subject::Datetime, 'd' | 'M') | (_, 'h' | 'H' | 'm' | 's') => count <= 2,
            (Subject::Timespan, 'd') => count <= 8,
            (_, 'f' | 'F') => count <= 7,
            (Subject::Datetime, 'y') => matches!(count, 1 | 2 | 4),
            (Subject::Datetime, 't') => count == 2,
            _ => false,
        };
        if !known {
            return Err(Failure::new(format!("`{run}` is not a part of a format that is supported, in `{pattern}`")));
        }
        parts.push(Part::Field(letter, count));
        rest = after;
    }
    Ok(parts)
}

/// A moment by a pattern.
pub(crate) fn datetime(pattern: &[Part], at: Datetime) -> String {
    let date = at.to_chrono();
    let fraction = at.0.rem_euclid(TICKS_PER_SECOND);
    let mut text = String::new();
    for part in pattern {
        match *part {
            Part::Delimiter(c) => text.push(c),
            Part::Field('d', width) => padded(&mut text, date.day().into(), width),
            Part::Field('M', width) => padded(&mut text, date.month().into(), width),
            Part::Field('y', 4) => padded(&mut text, date.year().into(), 4),
            Part::Field('y', width) => padded(&mut text, i64::from(date.year()) % 100, width),
            Part::Field('H', width) => padded(&mut text, date.hour().into(), width),
            Part::Field('h', width) => padded(&mut text, date.hour12().1.into(), width),
            Part::Field('m', width) => padded(&mut text, date.minute().into(), width),
            Part::Field('s', width) => padded(&mut text, date.second().into(), width),
            Part::Field('t', _) => text.push_str(if date.hour() < 12 { "AM" } else { "PM" }),
            Part::Field(letter, width) => decimals(&mut text, fraction, letter, width),
        }
    }
    text
}

/// A length of time, not negative, by a pattern.
pub(crate) fn timespan(pattern: &[Part], length: Timespan) -> String {
    let seconds = length.0 / TICKS_PER_SECOND;
    let mut text = String::new();
    for part in pattern {
        match *part {
            Part::Delimiter(c) => text.push(c),
            Part::Field('d', width) => padded(&mut text, length.0 / TICKS_PER_DAY, width),
            Part::Field('h' | 'H', width) => padded(&mut text, seconds / 3600 % 24, width),
            Part::Field('m', width) => padded(&mut text, seconds / 60 % 60, width),
            Part::Field('s', width) => padded(&mut text, seconds % 60, width),
            Part::Field(letter, width) => decimals(&mut text, length.0 % TICKS_PER_SECOND, letter, width),
        }
    }
    text
}

fn padded(text: &mut String, number: i64, width: usize) {
    // Writing to a string cannot fail.
    let _ = write!(text, "{number:0width$}");
}

/// The first digits of a second's fraction; `F` leaves out zeros at the end.
fn decimals(text: &mut String, ticks: i64, letter: char, width: usize) {
    let digits = format!("{ticks:07}");
    let digits = &digits[..width.min(7)];
    text.push_str(if letter == 'F' { digits.trim_end_matches('0') } else { digits });
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::letter("yyyy-MM-ddTHH:mm", Subject::Datetime)]
    #[case::name_of_day("dddd", Subject::Datetime)]
    #[case::name_of_month("MMM", Subject::Datetime)]
    #[case::month_of_a_length("MM", Subject::Timespan)]
    fn unknown_parts_are_refused(#[case] pattern: &str, #[case] subject: Subject) {
        assert!(parse(pattern, subject).is_err());
    }

    #[rstest]
    #[case("h tt", "12 AM")]
    #[case("FFFFFFF", "000115")]
    #[case("y yy yyyy", "9 09 2009")]
    fn moments_are_written(#[case] pattern: &str, #[case] text: &str) {
        let at = Datetime::parse("2009-06-15T00:45:30.0001150").unwrap();
        assert_eq!(datetime(&parse(pattern, Subject::Datetime).unwrap(), at), text);
    }
}
