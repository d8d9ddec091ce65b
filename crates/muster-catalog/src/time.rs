//! Moments and lengths of time, in Kusto's unit: ticks of 100 ns.

mod read_datetime;
mod read_timespan;
mod scan;

use std::fmt;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// Ticks in a second.
pub const TICKS_PER_SECOND: i64 = 10_000_000;
/// Ticks in a day.
pub const TICKS_PER_DAY: i64 = 86_400 * TICKS_PER_SECOND;

/// A moment: ticks since 0001-01-01T00:00:00 UTC, from 0 to [`Datetime::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Datetime(pub i64);

/// A length of time in ticks; may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timespan(pub i64);

impl Datetime {
    /// The first moment, `0001-01-01T00:00:00Z`.
    pub const MIN: Self = Self(0);
    /// The last moment, `9999-12-31T23:59:59.9999999Z`.
    pub const MAX: Self = Self(3_155_378_975_999_999_999);
    /// 1970-01-01.
    pub const UNIX_EPOCH: Self = Self(621_355_968_000_000_000);

    /// The moment of a calendar date and time in UTC, if Kusto can express it.
    #[must_use]
    pub fn from_chrono(at: NaiveDateTime) -> Option<Self> {
        let days = i64::from(at.date().num_days_from_ce()) - 1;
        let seconds = i64::from(at.time().num_seconds_from_midnight());
        let fraction = i64::from(at.time().nanosecond()) / 100;
        let ticks = days.checked_mul(TICKS_PER_DAY)?.checked_add(seconds * TICKS_PER_SECOND + fraction)?;
        Self::checked(ticks)
    }

    /// `ticks` as a moment, if it lies within [`Datetime::MIN`] and [`Datetime::MAX`].
    #[must_use]
    pub fn checked(ticks: i64) -> Option<Self> {
        (0..=Self::MAX.0).contains(&ticks).then_some(Self(ticks))
    }

    /// The calendar date and time in UTC.
    #[must_use]
    pub fn to_chrono(self) -> NaiveDateTime {
        let days = self.0.div_euclid(TICKS_PER_DAY);
        let rest = self.0.rem_euclid(TICKS_PER_DAY);
        let date = i32::try_from(days + 1).ok().and_then(NaiveDate::from_num_days_from_ce_opt).unwrap_or_default();
        let seconds = u32::try_from(rest / TICKS_PER_SECOND).unwrap_or(0);
        let nanos = u32::try_from(rest % TICKS_PER_SECOND).unwrap_or(0) * 100;
        let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, nanos).unwrap_or_default();
        NaiveDateTime::new(date, time)
    }

    /// Nanoseconds since 1970, if they fit 64 bits (years 1678 to 2261).
    #[must_use]
    pub fn unix_nanos(self) -> Option<i64> {
        (self.0 - Self::UNIX_EPOCH.0).checked_mul(100)
    }
}

/// `2017-10-15T01:02:03.4500000Z`: seven decimals, always.
impl fmt::Display for Datetime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.to_chrono();
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:07}Z",
            at.year(),
            at.month(),
            at.day(),
            at.hour(),
            at.minute(),
            at.second(),
            at.nanosecond() / 100
        )
    }
}

/// `[-][d.]hh:mm:ss[.fffffff]`: the fraction has seven digits or is left out.
impl fmt::Display for Timespan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ticks = self.0.unsigned_abs();
        let per_second = TICKS_PER_SECOND.unsigned_abs();
        let (seconds, fraction) = (ticks / per_second, ticks % per_second);
        let (days, seconds) = (seconds / 86_400, seconds % 86_400);
        if self.0 < 0 {
            f.write_str("-")?;
        }
        if days > 0 {
            write!(f, "{days}.")?;
        }
        write!(f, "{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)?;
        if fraction > 0 {
            write!(f, ".{fraction:07}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_time_print() {
        assert_eq!(Datetime::MIN.to_string(), "0001-01-01T00:00:00.0000000Z");
        assert_eq!(Datetime::MAX.to_string(), "9999-12-31T23:59:59.9999999Z");
        assert_eq!(Datetime::UNIX_EPOCH.to_string(), "1970-01-01T00:00:00.0000000Z");
    }

    #[test]
    fn timespans_print_days_and_fractions_only_where_there_are_some() {
        assert_eq!(Timespan(TICKS_PER_DAY + 2 * 3600 * TICKS_PER_SECOND + 1).to_string(), "1.02:00:00.0000001");
        assert_eq!(Timespan(-TICKS_PER_SECOND).to_string(), "-00:00:01");
    }
}
