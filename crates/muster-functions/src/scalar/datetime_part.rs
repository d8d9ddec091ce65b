//! `datetime_part(part, date)`

use crate::prelude::*;
use chrono::{Datelike, NaiveDateTime, Timelike};

pub(crate) const DATETIME_PART: Scalar = Scalar {
    name: "datetime_part",
    aliases: &[],
    category: Category::Time,
    signatures: &["(part: const string, date: datetime): long"],
    summary: "Returns one part of `date` as a number.",
    notes: &[
        "`millisecond`, `microsecond` and `nanosecond` are all of the second's fraction, not its last three digits.",
        "`week_of_year` is the week of ISO 8601. The obsolete `weekofyear` is not supported.",
    ],
    upstream: "datetime-part-function",
    examples: &[
        eg("datetime_part('month', datetime(2017-10-30 01:02:03.7654321))", "10"),
        eg("datetime_part('week_of_year', datetime(2017-10-30 01:02:03.7654321))", "44"),
        eg("datetime_part('dayOfYear', datetime(2017-10-30 01:02:03.7654321))", "303"),
        eg("datetime_part('microsecond', datetime(2017-10-30 01:02:03.7654321))", "765432"),
        eg("datetime_part('nanosecond', datetime(2017-10-30 01:02:03.7654321))", "765432100"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let name = args.constant_text(0).unwrap_or_default();
    let part: fn(NaiveDateTime) -> i64 = match name.to_ascii_lowercase().as_str() {
        "year" => |at| at.year().into(),
        "quarter" => |at| at.quarter().into(),
        "month" => |at| at.month().into(),
        "week_of_year" => |at| at.iso_week().week().into(),
        "day" => |at| at.day().into(),
        "dayofyear" => |at| at.ordinal().into(),
        "hour" => |at| at.hour().into(),
        "minute" => |at| at.minute().into(),
        "second" => |at| at.second().into(),
        "millisecond" => |at| i64::from(at.nanosecond()) / 1_000_000,
        "microsecond" => |at| i64::from(at.nanosecond()) / 1000,
        "nanosecond" => |at| at.nanosecond().into(),
        _ => {
            return Err(Failure::new(format!(
                "`{name}` is not a part of a datetime: use year, quarter, month, week_of_year, day, dayOfYear, hour, minute, \
                 second, millisecond, microsecond or nanosecond"
            )));
        }
    };
    let date = args.long(1);
    args.rows(|row| Some(part(date.datetime(row)?.to_chrono())))
}
