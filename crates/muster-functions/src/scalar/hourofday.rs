//! `hourofday(date)`

use crate::prelude::*;
use chrono::Timelike;

pub(crate) const HOUROFDAY: Scalar = Scalar {
    name: "hourofday",
    aliases: &[],
    category: Category::Time,
    signatures: &["(date: datetime): long"],
    summary: "Returns the hour of the day of `date`.",
    notes: &["Always in UTC."],
    upstream: "hour-of-day-function",
    examples: &[eg("hourofday(datetime(2015-12-14 18:54))", "18"), eg("hourofday(datetime(null))", "null")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let date = args.long(0);
    args.rows(|row| Some(i64::from(date.datetime(row)?.to_chrono().hour())))
}
