//! `datetime_diff(period, datetime1, datetime2)`

use crate::calendar::Unit;
use crate::prelude::*;

pub(crate) const DATETIME_DIFF: Scalar = Scalar {
    name: "datetime_diff",
    aliases: &[],
    category: Category::Time,
    signatures: &["(period: const string, datetime1: datetime, datetime2: datetime): long"],
    summary: "Counts the borders of calendar periods between `datetime2` and `datetime1`.",
    notes: &[
        "Borders are counted, not full periods: a year's difference may be one second long.",
        "Weeks begin on Sunday.",
        "Negative where `datetime1` is the earlier.",
    ],
    upstream: "datetime-diff-function",
    examples: &[
        eg("datetime_diff('year', datetime(2017-01-01), datetime(2000-12-31))", "17"),
        eg("datetime_diff('hour', datetime(2017-10-31 01:00), datetime(2017-10-30 23:59))", "2"),
        eg("datetime_diff('day', datetime(2020-01-01), datetime(2020-01-03))", "-2"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let unit = Unit::parse(args.constant_text(0).unwrap_or_default())?;
    let (later, earlier) = (args.long(1), args.long(2));
    args.rows(|row| unit.between(later.datetime(row)?, earlier.datetime(row)?))
}
