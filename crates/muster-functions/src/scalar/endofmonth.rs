//! `endofmonth(date, offset)`

use crate::calendar::{Span, end_of};
use crate::prelude::*;

pub(crate) const ENDOFMONTH: Scalar = Scalar {
    name: "endofmonth",
    aliases: &[],
    category: Category::Time,
    signatures: &["(date: datetime, offset: long = 0): datetime"],
    summary: "Returns the last moment of the month that `date` lies in, moved by `offset` months.",
    notes: &["The last moment is one tick, 100 ns, before the next month."],
    upstream: "endofmonth-function",
    examples: &[
        eg("endofmonth(datetime(2017-01-01 10:10:17), -1)", "2016-12-31T23:59:59.9999999Z"),
        eg("endofmonth(datetime(2017-01-01 10:10:17))", "2017-01-31T23:59:59.9999999Z"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    end_of(args, Span::Month)
}
