//! `getmonth(date)`

use crate::prelude::*;
use chrono::Datelike;

pub(crate) const GETMONTH: Scalar = Scalar {
    name: "getmonth",
    aliases: &[],
    category: Category::Time,
    signatures: &["(date: datetime): long"],
    summary: "Returns the month of the year of `date`.",
    notes: &["Always in UTC."],
    upstream: "getmonth-function",
    examples: &[eg("getmonth(datetime(2015-10-12))", "10"), eg("getmonth(datetime(null))", "null")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let date = args.long(0);
    args.rows(|row| Some(i64::from(date.datetime(row)?.to_chrono().month())))
}
