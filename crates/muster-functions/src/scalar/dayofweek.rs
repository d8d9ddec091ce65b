//! `dayofweek(date)`

use crate::prelude::*;
use chrono::Datelike;

pub(crate) const DAYOFWEEK: Scalar = Scalar {
    name: "dayofweek",
    aliases: &[],
    category: Category::Time,
    signatures: &["(date: datetime): timespan"],
    summary: "Returns how many days have passed since the last Sunday.",
    notes: &["The result is a `timespan`, not a number: compare with `1d`, or divide by it."],
    upstream: "day-of-week-function",
    examples: &[
        eg("dayofweek(datetime(1970-05-11))", "1.00:00:00"),
        eg("dayofweek(datetime(2024-06-02))", "00:00:00"),
        eg("toint(dayofweek(datetime(1970-05-12)) / 1d)", "2"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let date = args.long(0);
    args.rows(|row| {
        let days = date.datetime(row)?.to_chrono().weekday().num_days_from_sunday();
        Some(Timespan(i64::from(days) * TICKS_PER_DAY))
    })
}
