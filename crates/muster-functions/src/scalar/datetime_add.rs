//! `datetime_add(period, amount, datetime)`

use crate::calendar::Unit;
use crate::prelude::*;

pub(crate) const DATETIME_ADD: Scalar = Scalar {
    name: "datetime_add",
    aliases: &[],
    category: Category::Time,
    signatures: &["(period: const string, amount: long, datetime: datetime): datetime"],
    summary: "Adds `amount` calendar periods to `datetime`.",
    notes: &["The day is cut to the last one of a shorter month."],
    upstream: "datetime-add-function",
    examples: &[
        eg("datetime_add('month', 1, datetime(2024-01-31))", "2024-02-29T00:00:00.0000000Z"),
        eg("datetime_add('week', 100, datetime(2017-01-01))", "2018-12-02T00:00:00.0000000Z"),
        eg("datetime_add('year', -5, datetime(2017-01-01))", "2012-01-01T00:00:00.0000000Z"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let unit = Unit::parse(args.constant_text(0).unwrap_or_default())?;
    let (amount, date) = (args.long(1), args.long(2));
    args.rows(|row| unit.add(date.datetime(row)?, amount.get(row)?))
}
