//! `endofday(date, offset)`

use crate::calendar::{Span, end_of};
use crate::prelude::*;

pub(crate) const ENDOFDAY: Scalar = Scalar {
    name: "endofday",
    aliases: &[],
    category: Category::Time,
    signatures: &["(date: datetime, offset: long = 0): datetime"],
    summary: "Returns the last moment of the day that `date` lies in, moved by `offset` days.",
    notes: &["The last moment is one tick, 100 ns, before the next day."],
    upstream: "endofday-function",
    examples: &[
        eg("endofday(datetime(2017-01-01 10:10:17), -1)", "2016-12-31T23:59:59.9999999Z"),
        eg("endofday(datetime(2017-01-01 10:10:17))", "2017-01-01T23:59:59.9999999Z"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    end_of(args, Span::Day)
}
