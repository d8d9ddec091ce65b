//! `endofyear(date, offset)`

use crate::calendar::{Span, end_of};
use crate::prelude::*;

pub(crate) const ENDOFYEAR: Scalar = Scalar {
    name: "endofyear",
    aliases: &[],
    category: Category::Time,
    signatures: &["(date: datetime, offset: long = 0): datetime"],
    summary: "Returns the last moment of the year that `date` lies in, moved by `offset` years.",
    notes: &["The last moment is one tick, 100 ns, before the next year."],
    upstream: "endofyear-function",
    examples: &[
        eg("endofyear(datetime(2017-01-01 10:10:17), -1)", "2016-12-31T23:59:59.9999999Z"),
        eg("endofyear(datetime(2017-01-01 10:10:17))", "2017-12-31T23:59:59.9999999Z"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    end_of(args, Span::Year)
}
