//! `startofmonth(date, offset)`

use crate::calendar::{Span, start_of};
use crate::prelude::*;

pub(crate) const STARTOFMONTH: Scalar = Scalar {
    name: "startofmonth",
    aliases: &[],
    category: Category::Time,
    signatures: &["(date: datetime, offset: long = 0): datetime"],
    summary: "Returns the first moment of the month that `date` lies in, moved by `offset` months.",
    notes: &[],
    upstream: "startofmonth-function",
    examples: &[
        eg("startofmonth(datetime(2017-01-01 10:10:17), -1)", "2016-12-01T00:00:00.0000000Z"),
        eg("startofmonth(datetime(2017-01-01 10:10:17))", "2017-01-01T00:00:00.0000000Z"),
        eg("startofmonth(datetime(null))", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    start_of(args, Span::Month)
}
