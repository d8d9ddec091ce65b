//! Local times of the zones of the IANA database.

use chrono::{NaiveDateTime, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;
use muster_catalog::Datetime;
use muster_values::{Answer, Args, Failure};

/// Converts a column of moments by a column of names of zones.
pub(crate) fn convert(args: &Args<'_>, by: fn(Tz, NaiveDateTime) -> Option<NaiveDateTime>) -> Answer {
    let (from, name) = (args.long(0), args.text(1));
    let mut unknown = None;
    let answer = args.rows(|row| {
        let at = from.datetime(row)?;
        let Ok(zone) = name.get(row).parse::<Tz>() else {
            unknown.get_or_insert_with(|| name.get(row).to_owned());
            return None;
        };
        Datetime::from_chrono(by(zone, at.to_chrono())?)
    });
    match unknown {
        Some(name) => Err(Failure::new(format!("`{name}` is not a time zone of the IANA database"))),
        None => answer,
    }
}

/// The moment in UTC of a local time.
pub(crate) fn to_utc(zone: Tz, local: NaiveDateTime) -> Option<NaiveDateTime> {
    // Offsets before and after a change of clocks near by: where the local time is skipped or repeated, the greater
    // counts, which is what Kusto does with a skipped one.
    let offset = match zone.offset_from_local_datetime(&local) {
        chrono::MappedLocalTime::Single(offset) => offset.fix().local_minus_utc(),
        chrono::MappedLocalTime::Ambiguous(one, other) => {
            one.fix().local_minus_utc().max(other.fix().local_minus_utc())
        }
        chrono::MappedLocalTime::None => {
            let near = |hours| {
                let at = local.checked_add_signed(TimeDelta::hours(hours))?;
                Some(zone.offset_from_utc_datetime(&at).fix().local_minus_utc())
            };
            near(-24)?.max(near(24)?)
        }
    };
    local.checked_sub_signed(TimeDelta::seconds(i64::from(offset)))
}

/// The local time of a moment in UTC.
pub(crate) fn to_local(zone: Tz, utc: NaiveDateTime) -> Option<NaiveDateTime> {
    let offset = zone.offset_from_utc_datetime(&utc).fix().local_minus_utc();
    utc.checked_add_signed(TimeDelta::seconds(i64::from(offset)))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::winter("Europe/Brussels", "2022-03-27 01:00", "2022-03-27 00:00")]
    #[case::skipped("Europe/Brussels", "2022-03-27 02:00", "2022-03-27 00:00")]
    #[case::summer("Europe/Brussels", "2022-03-27 03:00", "2022-03-27 01:00")]
    #[case::repeated("Europe/Brussels", "2022-10-30 02:30", "2022-10-30 00:30")]
    #[case::west("US/Pacific", "2020-02-02 20:02:20", "2020-02-03 04:02:20")]
    fn local_times_have_a_moment(#[case] zone: &str, #[case] local: &str, #[case] utc: &str) {
        let read = |text: &str| Datetime::parse(text).unwrap().to_chrono();
        assert_eq!(to_utc(zone.parse().unwrap(), read(local)), Some(read(utc)));
    }
}
