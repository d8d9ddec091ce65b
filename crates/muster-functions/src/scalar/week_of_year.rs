//! `week_of_year(date)`

use crate::prelude::*;
use chrono::Datelike;

pub(crate) const WEEK_OF_YEAR: Scalar = Scalar {
    name: "week_of_year",
    aliases: &[],
    category: Category::Time,
    signatures: &["(date: datetime): long"],
    summary: "Returns the number of the week of ISO 8601 that `date` lies in.",
    notes: &[
        "Weeks begin on Monday, unlike those of `startofweek`; the first days of January may belong to the last week of the year before.",
    ],
    upstream: "week-of-year-function",
    examples: &[
        eg("week_of_year(datetime(2020-12-31))", "53"),
        eg("week_of_year(datetime(2000-01-01))", "52"),
        eg("week_of_year(datetime(1970-01-01))", "1"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let date = args.long(0);
    args.rows(|row| Some(i64::from(date.datetime(row)?.to_chrono().iso_week().week())))
}
