//! `todatetime(value)`

use crate::conversion::to_datetime;
use crate::prelude::*;

pub(crate) const TODATETIME: Scalar = Scalar {
    name: "todatetime",
    aliases: &["todate"],
    category: Category::Conversion,
    signatures: &["(value: int|long|string|datetime|dynamic): datetime"],
    summary: "Converts a value to a `datetime`.",
    notes: &[
        "What cannot be converted is null.",
        "A number is a count of ticks of 100 ns since the year 1.",
        "A text with an offset is brought to UTC.",
    ],
    upstream: "todatetime-function",
    examples: &[
        eg("todatetime('2015-12-31 23:59:59.9')", "2015-12-31T23:59:59.9000000Z"),
        eg("todatetime('2022-12-02T13:45:56+02:00')", "2022-12-02T11:45:56.0000000Z"),
        eg("todatetime('12-02-2022')", "2022-12-02T00:00:00.0000000Z"),
        eg("todatetime('garbage')", "null"),
    ],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    args.rows(|row| to_datetime(&args.value(0, row)))
}
