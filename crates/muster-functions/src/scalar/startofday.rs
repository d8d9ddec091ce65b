//! `startofday(date, offset)`

use crate::calendar::{Span, start_of};
use crate::prelude::*;

pub(crate) const STARTOFDAY: Scalar = Scalar {
    name: "startofday",
    aliases: &[],
    category: Category::Time,
    signatures: &["(date: datetime, offset: long = 0): datetime"],
    summary: "Returns the first moment of the day that `date` lies in, moved by `offset` days.",
    notes: &[],
    upstream: "startofday-function",
    examples: &[
        eg("startofday(datetime(2017-01-01 10:10:17), -1)", "2016-12-31T00:00:00.0000000Z"),
        eg("startofday(datetime(2017-01-01 10:10:17))", "2017-01-01T00:00:00.0000000Z"),
        eg("startofday(datetime(null))", "null"),
    ],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    start_of(args, Span::Day)
}
