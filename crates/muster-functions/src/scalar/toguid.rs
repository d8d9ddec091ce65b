//! `toguid(value)`

use crate::conversion::to_guid;
use crate::prelude::*;

pub(crate) const TOGUID: Scalar = Scalar {
    name: "toguid",
    aliases: &[],
    category: Category::Conversion,
    signatures: &["(value: string|guid|dynamic): guid"],
    summary: "Converts a text to a `guid`.",
    notes: &[
        "What cannot be converted is null.",
        "32 hexadecimal digits count; hyphens may be left out or stand anywhere.",
    ],
    upstream: "toguid-function",
    examples: &[
        eg("toguid('70fc66f7-8279-44fc-9092-d364d70fce44')", "70fc66f7-8279-44fc-9092-d364d70fce44"),
        eg("toguid('0123456789ABCDEF0123456789abcdef')", "01234567-89ab-cdef-0123-456789abcdef"),
        eg("toguid('no guid')", "null"),
    ],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    args.rows(|row| to_guid(&args.value(0, row)))
}
