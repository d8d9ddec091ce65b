//! Reading moments: `datetime(…)` literals and what `todatetime` takes.

use chrono::{NaiveDate, NaiveTime};

use super::Datetime;
use super::scan::Scan;

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Datetime {
    /// Reads a text as `todatetime` does; `None` where Kusto gives null.
    ///
    /// Taken are ISO 8601 (`2014-05-25T08:20:03.123456Z`; also with a space, without seconds, time or zone; also
    /// `2014-05` and `2014`), month-first dates (`5/25/2014`, `05-25-2014`), and the mail and news forms of RFC 822 and
    /// RFC 850 (`Sat, 8 Nov 14 15:05:02 GMT`, `08-Nov-14 15:05`). A zone is `Z`, `GMT`, `UTC` or an offset, which is
    /// subtracted; without one the time is UTC. Digits after the seventh decimal are cut off.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut scan = Scan::new(text.trim());
        let date = date(&mut scan)?;
        let time = clock(&mut scan)?;
        let offset = if scan.is_done() { 0 } else { zone(&mut scan)? };
        if !scan.is_done() {
            return None;
        }
        let at = Self::from_chrono(date.and_time(NaiveTime::MIN))?;
        Self::checked(at.0 + time - offset)
    }

    /// Reads what stands between the parentheses of a `datetime(…)` literal: what [`Datetime::parse`] takes, also in
    /// quotes, with spaces around the hyphens (`2017 - 08 - 01`), or as numbers with commas (`2025, 6, 14`).
    #[must_use]
    pub fn parse_literal(text: &str) -> Option<Self> {
        let text = text.trim();
        for quote in ['"', '\''] {
            if let Some(inner) = text.strip_prefix(quote).and_then(|t| t.strip_suffix(quote)) {
                return Self::parse(inner);
            }
        }
        if let Some(at) = Self::parse(text) {
            return Some(at);
        }
        if text.contains(',') {
            return from_numbers(text);
        }
        let mut squeezed = String::with_capacity(text.len());
        for (i, part) in text.split('-').enumerate() {
            if i > 0 {
                squeezed.push('-');
            }
            // Spaces around the hyphens of the date only: what follows the third number is a time.
            squeezed.push_str(if i < 2 { part.trim() } else { part.trim_start() });
        }
        Self::parse(&squeezed)
    }
}

fn from_numbers(text: &str) -> Option<Datetime> {
    let numbers =
        text.split(',').map(|n| n.trim().parse::<u32>().ok()).collect::<Option<Vec<_>>>().filter(|n| n.len() <= 6)?;
    let [year, month, day, rest @ ..] = numbers.as_slice() else { return None };
    let date = NaiveDate::from_ymd_opt(i32::try_from(*year).ok()?, *month, *day)?;
    let part = |i: usize| rest.get(i).copied().unwrap_or(0);
    Datetime::from_chrono(date.and_hms_opt(part(0), part(1), part(2))?)
}

/// The date, and the `T` or the spaces after it.
fn date(scan: &mut Scan<'_>) -> Option<NaiveDate> {
    if let Some(word) = scan.word() {
        if !WEEKDAYS.iter().any(|day| is_name(word, day)) {
            return None;
        }
        scan.char(',').then_some(())?;
        scan.spaces();
    }
    let first = scan.digits()?;
    if scan.is_done() {
        return if first.len() == 4 { ymd(first, "1", "1") } else { None };
    }
    let separator = scan.any_of(&['-', '/', ' '])?;
    if separator == ' ' {
        scan.spaces();
    }
    if let Some(word) = scan.word() {
        let month = MONTHS.iter().position(|month| is_name(word, month))? + 1;
        if first.len() > 2 || separator == '/' {
            return None;
        }
        scan.char(separator).then_some(())?;
        scan.spaces();
        let year = full_year(scan.digits()?)?;
        let date = NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, first.parse().ok()?)?;
        between(scan)?;
        return Some(date);
    }
    if separator == ' ' {
        return None;
    }
    let second = scan.digits()?;
    if first.len() == 4 {
        if scan.is_done() && separator == '-' {
            return ymd(first, second, "1");
        }
        scan.char(separator).then_some(())?;
        let day = scan.digits()?;
        between(scan)?;
        return ymd(first, second, day);
    }
    scan.char(separator).then_some(())?;
    let year = scan.digits().filter(|year| year.len() == 4)?;
    between(scan)?;
    ymd(year, first, second)
}

/// What may stand between a date and a time.
fn between(scan: &mut Scan<'_>) -> Option<()> {
    (scan.is_done() || scan.char('T') || scan.char('t') || scan.spaces()).then_some(())
}

fn ymd(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    if month.len() > 2 || day.len() > 2 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// A year of four digits, or of two: 00 to 49 are in this century.
fn full_year(digits: &str) -> Option<i32> {
    let year: i32 = digits.parse().ok()?;
    match (digits.len(), year) {
        (4, year) => Some(year),
        (2, 0..50) => Some(2000 + year),
        (2, year) => Some(1900 + year),
        _ => None,
    }
}

/// `hh:mm[:ss[.f…]] [AM|PM]` in ticks; nothing is midnight.
fn clock(scan: &mut Scan<'_>) -> Option<i64> {
    if scan.is_done() {
        return Some(0);
    }
    let hour = two_digits(scan, 24)?;
    scan.char(':').then_some(())?;
    let minute = two_digits(scan, 60)?;
    let mut seconds = 0;
    let mut fraction = 0;
    if scan.char(':') {
        seconds = two_digits(scan, 60)?;
        if scan.char('.') {
            fraction = super::scan::fraction_ticks(scan.digits()?)?;
        }
    }
    let before = scan.clone();
    scan.spaces();
    let hour = match scan.word() {
        Some(word) if word.eq_ignore_ascii_case("am") && (1..=12).contains(&hour) => hour % 12,
        Some(word) if word.eq_ignore_ascii_case("pm") && (1..=12).contains(&hour) => hour % 12 + 12,
        _ => {
            *scan = before;
            hour
        }
    };
    Some(((hour * 60 + minute) * 60 + seconds) * super::TICKS_PER_SECOND + fraction)
}

/// The offset of a zone from UTC, in ticks.
fn zone(scan: &mut Scan<'_>) -> Option<i64> {
    scan.spaces();
    if let Some(word) = scan.word() {
        return ["z", "gmt", "utc"].iter().any(|zone| word.eq_ignore_ascii_case(zone)).then_some(0);
    }
    let sign = if scan.any_of(&['+', '-'])? == '-' { -1 } else { 1 };
    let digits = scan.digits()?;
    let (hours, minutes) = match digits.len() {
        1 | 2 if scan.char(':') => (digits, scan.digits().filter(|minutes| minutes.len() == 2)?),
        1 | 2 => (digits, "0"),
        4 => digits.split_at(2),
        _ => return None,
    };
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    // .NET's limit, which lies beyond every zone on Earth.
    (minutes < 60 && hours * 60 + minutes <= 14 * 60)
        .then_some(sign * (hours * 60 + minutes) * 60 * super::TICKS_PER_SECOND)
}

fn two_digits(scan: &mut Scan<'_>, limit: i64) -> Option<i64> {
    let digits = scan.digits().filter(|digits| digits.len() <= 2)?;
    digits.parse().ok().filter(|number| *number < limit)
}

/// Whether a word is a name or its first three letters.
fn is_name(word: &str, name: &str) -> bool {
    word.eq_ignore_ascii_case(name) || word.eq_ignore_ascii_case(&name[..3])
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2014-05-25T08:20:03.123456Z", "2014-05-25T08:20:03.1234560Z")]
    #[case("2014-05-25T08:20:03.123456789", "2014-05-25T08:20:03.1234567Z")]
    #[case("2014-05-25T08:20", "2014-05-25T08:20:00.0000000Z")]
    #[case("2014-11-08 15:55:55.5Z", "2014-11-08T15:55:55.5000000Z")]
    #[case("2014-11-08 15:05 GMT", "2014-11-08T15:05:00.0000000Z")]
    #[case(" 2014-11-08 ", "2014-11-08T00:00:00.0000000Z")]
    #[case("2014-1-8", "2014-01-08T00:00:00.0000000Z")]
    #[case("2014-11", "2014-11-01T00:00:00.0000000Z")]
    #[case("2014", "2014-01-01T00:00:00.0000000Z")]
    #[case("2014-11-08T01:00:00+02:00", "2014-11-07T23:00:00.0000000Z")]
    #[case("2014-11-08T01:00:00-0230", "2014-11-08T03:30:00.0000000Z")]
    #[case("12-02-2022", "2022-12-02T00:00:00.0000000Z")]
    #[case("5/25/2014 8:20", "2014-05-25T08:20:00.0000000Z")]
    #[case("5/25/2014 12:20:03 AM", "2014-05-25T00:20:03.0000000Z")]
    #[case("5/25/2014 1:20 pm", "2014-05-25T13:20:00.0000000Z")]
    #[case("2014/05/25 08:20", "2014-05-25T08:20:00.0000000Z")]
    #[case("Sat, 8 Nov 14 15:05:02 GMT", "2014-11-08T15:05:02.0000000Z")]
    #[case("8 Nov 14 15:05", "2014-11-08T15:05:00.0000000Z")]
    #[case("Saturday, 08-Nov-14 15:05:02 GMT", "2014-11-08T15:05:02.0000000Z")]
    #[case("08-Nov-2014 15:05", "2014-11-08T15:05:00.0000000Z")]
    fn moments_are_read(#[case] text: &str, #[case] moment: &str) {
        assert_eq!(Datetime::parse(text).map(|t| t.to_string()).as_deref(), Some(moment));
    }

    #[rstest]
    #[case::nothing("")]
    #[case::day_first("25/12/2014")]
    #[case::no_such_day("2014-02-30")]
    #[case::hour_24("2014-05-25T24:00")]
    #[case::trailing("2014-05-25T08:20:03Z!")]
    #[case::before_the_first_moment("0001-01-01T00:00:00+01:00")]
    #[case::after_the_last_moment("9999-12-31T23:30:00-01:00")]
    #[case::a_number("1546300800000")]
    #[case::no_zone("2014-05-25T08:20 PDT")]
    #[case::pm_of_the_afternoon("5/25/2014 13:20 PM")]
    fn what_is_no_moment_is_refused(#[case] text: &str) {
        assert_eq!(Datetime::parse(text), None);
    }

    #[rstest]
    #[case("\"2015-01-01\"", "2015-01-01T00:00:00.0000000Z")]
    #[case("2017 - 08 - 01", "2017-08-01T00:00:00.0000000Z")]
    #[case("2017 - 08 - 01 10:00", "2017-08-01T10:00:00.0000000Z")]
    #[case("2025, 6, 14", "2025-06-14T00:00:00.0000000Z")]
    #[case("2025,6,14,1,2,3", "2025-06-14T01:02:03.0000000Z")]
    fn literals_may_be_looser(#[case] text: &str, #[case] moment: &str) {
        assert_eq!(Datetime::parse_literal(text).map(|t| t.to_string()).as_deref(), Some(moment));
    }
}
