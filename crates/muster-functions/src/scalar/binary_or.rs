//! `binary_or(value1, value2)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const BINARY_OR: Scalar = Scalar {
    name: "binary_or",
    aliases: &[],
    category: Category::Binary,
    signatures: &["(value1: long, value2: long): long"],
    summary: "Returns the bitwise or of two numbers.",
    notes: &["The numbers are 64 bits with a sign."],
    upstream: "binary-or-function",
    examples: &[eg("binary_or(5, 3)", "7"), eg("binary_or(-1, 255)", "-1")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_longs(args, |first, second| Some(first | second))
}
