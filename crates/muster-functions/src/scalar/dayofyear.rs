//! `dayofyear(date)`

use crate::prelude::*;
use chrono::Datelike;

pub(crate) const DAYOFYEAR: Scalar = Scalar {
    name: "dayofyear",
    aliases: &[],
    category: Category::Time,
    signatures: &["(date: datetime): long"],
    summary: "Returns the day of the year of `date`.",
    notes: &["Always in UTC."],
    upstream: "day-of-year-function",
    examples: &[eg("dayofyear(datetime(2015-12-14))", "348"), eg("dayofyear(datetime(null))", "null")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let date = args.long(0);
    args.rows(|row| Some(i64::from(date.datetime(row)?.to_chrono().ordinal())))
}
