//! `totimespan(value)`

use crate::conversion::to_timespan;
use crate::prelude::*;

pub(crate) const TOTIMESPAN: Scalar = Scalar {
    name: "totimespan",
    aliases: &["totime"],
    category: Category::Conversion,
    signatures: &["(value: int|long|string|timespan|dynamic): timespan"],
    summary: "Converts a value to a `timespan`.",
    notes: &["What cannot be converted is null.", "A number is a count of ticks of 100 ns."],
    upstream: "totimespan-function",
    examples: &[
        eg("totimespan('0.00:01:00')", "00:01:00"),
        eg("totimespan('1.02:03:04.5')", "1.02:03:04.5000000"),
        eg("totimespan(4d)", "4.00:00:00"),
        eg("totimespan('00:01:00 junk')", "null"),
    ],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    args.rows(|row| to_timespan(&args.value(0, row)))
}
