//! `getyear(date)`

use crate::prelude::*;
use chrono::Datelike;

pub(crate) const GETYEAR: Scalar = Scalar {
    name: "getyear",
    aliases: &[],
    category: Category::Time,
    signatures: &["(date: datetime): long"],
    summary: "Returns the year of `date`.",
    notes: &["Always in UTC."],
    upstream: "getyear-function",
    examples: &[eg("getyear(datetime(2015-10-12))", "2015"), eg("getyear(datetime(null))", "null")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let date = args.long(0);
    args.rows(|row| Some(i64::from(date.datetime(row)?.to_chrono().year())))
}
