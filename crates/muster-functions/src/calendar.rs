//! Days, weeks, months and years: where they begin and end, and how many lie between two moments.

use chrono::{Datelike, Months, NaiveDate};
use muster_catalog::{Datetime, TICKS_PER_DAY, TICKS_PER_SECOND};
use muster_values::{Answer, Args, Failure};

/// A span of the calendar that a moment lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Span {
    /// From midnight to midnight.
    Day,
    /// From Sunday to Saturday.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Span {
    /// Ticks of the beginning of the span that is `offset` spans after the one of `at`; may lie outside of time.
    fn start_ticks(self, at: Datetime, offset: i64) -> Option<i64> {
        let day = at.0.div_euclid(TICKS_PER_DAY);
        let days = match self {
            Self::Day => day.checked_add(offset)?,
            // Day 0 of time was a Monday.
            Self::Week => (day - (day + 1).rem_euclid(7)).checked_add(offset.checked_mul(7)?)?,
            Self::Month => days_at_month(month_index(at).checked_add(offset)?)?,
            Self::Year => days_at_month(month_index(at).div_euclid(12).checked_add(offset)?.checked_mul(12)?)?,
        };
        days.checked_mul(TICKS_PER_DAY)
    }

    /// The first moment of the span that is `offset` spans after the one of `at`.
    pub(crate) fn start(self, at: Datetime, offset: i64) -> Option<Datetime> {
        self.start_ticks(at, offset).and_then(Datetime::checked)
    }

    /// The last moment of the span that is `offset` spans after the one of `at`.
    pub(crate) fn end(self, at: Datetime, offset: i64) -> Option<Datetime> {
        self.start_ticks(at, offset.checked_add(1)?)?.checked_sub(1).and_then(Datetime::checked)
    }
}

/// `startof…(date [, offset])`
pub(crate) fn start_of(args: &Args<'_>, span: Span) -> Answer {
    let (date, offset) = (args.long(0), args.long(1));
    let given = args.len() > 1;
    args.rows(|row| span.start(date.datetime(row)?, if given { offset.get(row)? } else { 0 }))
}

/// `endof…(date [, offset])`
pub(crate) fn end_of(args: &Args<'_>, span: Span) -> Answer {
    let (date, offset) = (args.long(0), args.long(1));
    let given = args.len() > 1;
    args.rows(|row| span.end(date.datetime(row)?, if given { offset.get(row)? } else { 0 }))
}

/// Months since January of year 0.
fn month_index(at: Datetime) -> i64 {
    let date = at.to_chrono();
    i64::from(date.year()) * 12 + i64::from(date.month0())
}

fn days_at_month(index: i64) -> Option<i64> {
    let year = i32::try_from(index.div_euclid(12)).ok()?;
    let month = u32::try_from(index.rem_euclid(12)).ok()? + 1;
    Some(i64::from(NaiveDate::from_ymd_opt(year, month, 1)?.num_days_from_ce()) - 1)
}

/// A unit that `datetime_add`, `datetime_diff` and `datetime_part` know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A number of months.
    Months(i64),
    /// Weeks, which begin on Sunday.
    Week,
    /// A number of ticks.
    Ticks(i64),
    /// A hundredth of a tick.
    Nanosecond,
}

impl Unit {
    /// The unit of this name, in any case of letters.
    ///
    /// # Errors
    /// A message that names the units.
    pub(crate) fn parse(name: &str) -> Result<Self, Failure> {
        Ok(match name.to_ascii_lowercase().as_str() {
            "year" => Self::Months(12),
            "quarter" => Self::Months(3),
            "month" => Self::Months(1),
            "week" => Self::Week,
            "day" => Self::Ticks(TICKS_PER_DAY),
            "hour" => Self::Ticks(3600 * TICKS_PER_SECOND),
            "minute" => Self::Ticks(60 * TICKS_PER_SECOND),
            "second" => Self::Ticks(TICKS_PER_SECOND),
            "millisecond" => Self::Ticks(10_000),
            "microsecond" => Self::Ticks(10),
            "nanosecond" => Self::Nanosecond,
            _ => {
                return Err(Failure::new(format!(
                    "`{name}` is not a period: use year, quarter, month, week, day, hour, minute, second, millisecond, \
                     microsecond or nanosecond"
                )));
            }
        })
    }

    /// `at` and `amount` units more; the day is cut to the last of a shorter month.
    pub(crate) fn add(self, at: Datetime, amount: i64) -> Option<Datetime> {
        match self {
            Self::Months(months) => {
                let total = amount.checked_mul(months)?;
                let count = Months::new(u32::try_from(total.unsigned_abs()).ok()?);
                let date = at.to_chrono();
                let moved = if total < 0 { date.checked_sub_months(count)? } else { date.checked_add_months(count)? };
                Datetime::from_chrono(moved)
            }
            Self::Week => add_ticks(at, amount.checked_mul(7)?.checked_mul(TICKS_PER_DAY)?),
            Self::Ticks(ticks) => add_ticks(at, amount.checked_mul(ticks)?),
            Self::Nanosecond => add_ticks(at, amount / 100),
        }
    }

    /// How many borders of the unit lie between `earlier` and `later`.
    pub(crate) fn between(self, later: Datetime, earlier: Datetime) -> Option<i64> {
        let count = |at: Datetime| match self {
            Self::Months(months) => month_index(at).div_euclid(months),
            Self::Week => (at.0.div_euclid(TICKS_PER_DAY) + 1).div_euclid(7),
            Self::Ticks(ticks) => at.0.div_euclid(ticks),
            Self::Nanosecond => at.0,
        };
        let difference = count(later) - count(earlier);
        if self == Self::Nanosecond { difference.checked_mul(100) } else { Some(difference) }
    }
}

fn add_ticks(at: Datetime, ticks: i64) -> Option<Datetime> {
    at.0.checked_add(ticks).and_then(Datetime::checked)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn at(text: &str) -> Datetime {
        Datetime::parse(text).unwrap()
    }

    #[rstest]
    #[case(Span::Day, 0, "2017-01-01", "2017-01-01T23:59:59.9999999")]
    #[case(Span::Week, -1, "2016-12-25", "2016-12-31T23:59:59.9999999")]
    #[case(Span::Month, 14, "2018-03-01", "2018-03-31T23:59:59.9999999")]
    #[case(Span::Year, -1, "2016-01-01", "2016-12-31T23:59:59.9999999")]
    fn spans_begin_and_end(#[case] span: Span, #[case] offset: i64, #[case] start: &str, #[case] end: &str) {
        let moment = at("2017-01-01 10:10:17");
        assert_eq!(span.start(moment, offset), Some(at(start)));
        assert_eq!(span.end(moment, offset), Some(at(end)));
    }

    #[test]
    fn the_last_year_of_time_ends_and_has_no_next() {
        assert_eq!(Span::Year.end(Datetime::MAX, 0), Some(Datetime::MAX));
        assert_eq!(Span::Year.end(Datetime::MAX, 1), None);
        assert_eq!(Span::Week.start(Datetime::MIN, 0), None);
        assert_eq!(Span::Month.start(Datetime::MAX, i64::MAX), None);
    }

    #[rstest]
    #[case("year", "2017-01-01", "2000-12-31", 17)]
    #[case("Quarter", "2017-07-01", "2017-03-30", 2)]
    #[case("month", "2017-01-01", "2015-12-30", 13)]
    #[case("week", "2017-10-29 00:00", "2017-09-30 23:59", 5)]
    #[case("day", "2017-10-29 00:00", "2017-09-30 23:59", 29)]
    #[case("hour", "2017-10-31 01:00", "2017-10-30 23:59", 2)]
    #[case("minute", "2017-10-30 23:05:01", "2017-10-30 23:00:59", 5)]
    #[case("second", "2017-10-30 23:00:10.100", "2017-10-30 23:00:00.900", 10)]
    #[case("millisecond", "2017-10-30 23:00:00.200100", "2017-10-30 23:00:00.100900", 100)]
    #[case("nanosecond", "2017-10-30 23:00:00.0000000", "2017-10-30 23:00:00.0000007", -700)]
    fn borders_are_counted(#[case] unit: &str, #[case] later: &str, #[case] earlier: &str, #[case] count: i64) {
        assert_eq!(Unit::parse(unit).unwrap().between(at(later), at(earlier)), Some(count));
    }

    #[test]
    fn months_of_different_length_are_cut() {
        assert_eq!(Unit::Months(1).add(at("2024-01-31"), 1), Some(at("2024-02-29")));
        assert_eq!(Unit::Months(12).add(at("2024-02-29"), -1), Some(at("2023-02-28")));
    }
}
