//! `startofyear(date, offset)`

use crate::calendar::{Span, start_of};
use crate::prelude::*;

pub(crate) const STARTOFYEAR: Scalar = Scalar {
    name: "startofyear",
    aliases: &[],
    category: Category::Time,
    signatures: &["(date: datetime, offset: long = 0): datetime"],
    summary: "Returns the first moment of the year that `date` lies in, moved by `offset` years.",
    notes: &[],
    upstream: "startofyear-function",
    examples: &[
        eg("startofyear(datetime(2017-01-01 10:10:17), -1)", "2016-01-01T00:00:00.0000000Z"),
        eg("startofyear(datetime(2017-01-01 10:10:17))", "2017-01-01T00:00:00.0000000Z"),
        eg("startofyear(datetime(null))", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    start_of(args, Span::Year)
}
