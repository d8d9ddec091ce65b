//! `startofweek(date, offset)`

use crate::calendar::{Span, start_of};
use crate::prelude::*;

pub(crate) const STARTOFWEEK: Scalar = Scalar {
    name: "startofweek",
    aliases: &[],
    category: Category::Time,
    signatures: &["(date: datetime, offset: long = 0): datetime"],
    summary: "Returns the first moment of the week (Sunday to Saturday) that `date` lies in, moved by `offset` weeks.",
    notes: &["Weeks begin on Sunday."],
    upstream: "startofweek-function",
    examples: &[
        eg("startofweek(datetime(2017-01-01 10:10:17), -1)", "2016-12-25T00:00:00.0000000Z"),
        eg("startofweek(datetime(2017-01-01 10:10:17))", "2017-01-01T00:00:00.0000000Z"),
        eg("startofweek(datetime(null))", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    start_of(args, Span::Week)
}
