//! `dayofmonth(date)`

use crate::prelude::*;
use chrono::Datelike;

pub(crate) const DAYOFMONTH: Scalar = Scalar {
    name: "dayofmonth",
    aliases: &[],
    category: Category::Time,
    signatures: &["(date: datetime): long"],
    summary: "Returns the day of the month of `date`.",
    notes: &["Always in UTC."],
    upstream: "day-of-month-function",
    examples: &[eg("dayofmonth(datetime(2015-12-14))", "14"), eg("dayofmonth(datetime(null))", "null")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let date = args.long(0);
    args.rows(|row| Some(i64::from(date.datetime(row)?.to_chrono().day())))
}
