//! `monthofyear(date)`

use crate::prelude::*;
use chrono::Datelike;

pub(crate) const MONTHOFYEAR: Scalar = Scalar {
    name: "monthofyear",
    aliases: &[],
    category: Category::Time,
    signatures: &["(date: datetime): long"],
    summary: "Returns the month of the year of `date`.",
    notes: &["Always in UTC."],
    upstream: "month-of-year-function",
    examples: &[eg("monthofyear(datetime(2015-12-14))", "12"), eg("monthofyear(datetime(null))", "null")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let date = args.long(0);
    args.rows(|row| Some(i64::from(date.datetime(row)?.to_chrono().month())))
}
