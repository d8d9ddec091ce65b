//! `make_datetime(year, month, day)`

use crate::numeric::second_ticks;
use crate::prelude::*;
use chrono::NaiveDate;

pub(crate) const MAKE_DATETIME: Scalar = Scalar {
    name: "make_datetime",
    aliases: &[],
    category: Category::Time,
    signatures: &[
        "(year: long, month: long, day: long): datetime",
        "(year: long, month: long, day: long, hour: long, minute: long): datetime",
        "(year: long, month: long, day: long, hour: long, minute: long, second: real): datetime",
    ],
    summary: "Makes a moment of its parts.",
    notes: &["Parts that are no date or time of day give null.", "The second's fraction is cut to 100 ns."],
    upstream: "make-datetime-function",
    examples: &[
        eg("make_datetime(2017, 10, 1)", "2017-10-01T00:00:00.0000000Z"),
        eg("make_datetime(2017, 10, 1, 12, 11, 0.1234567)", "2017-10-01T12:11:00.1234567Z"),
        eg("make_datetime(2017, 2, 29)", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let part = |index: usize| args.long(index);
    let (year, month, day, hour, minute, second) = (part(0), part(1), part(2), part(3), part(4), args.real(5));
    let count = args.len();
    args.rows(|row| {
        let small = |number: i64| u32::try_from(number).ok();
        let date = NaiveDate::from_ymd_opt(
            i32::try_from(year.get(row)?).ok()?,
            small(month.get(row)?)?,
            small(day.get(row)?)?,
        )?;
        let (hour, minute) = if count > 3 { (small(hour.get(row)?)?, small(minute.get(row)?)?) } else { (0, 0) };
        let start = Datetime::from_chrono(date.and_hms_opt(hour, minute, 0)?)?;
        let ticks = if count > 5 { second_ticks(second.get(row)?)? } else { 0 };
        Datetime::checked(start.0 + ticks)
    })
}
