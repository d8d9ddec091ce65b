//! `binary_and(value1, value2)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const BINARY_AND: Scalar = Scalar {
    name: "binary_and",
    aliases: &[],
    category: Category::Binary,
    signatures: &["(value1: long, value2: long): long"],
    summary: "Returns the bitwise and of two numbers.",
    notes: &["The numbers are 64 bits with a sign."],
    upstream: "binary-and-function",
    examples: &[eg("binary_and(6, 3)", "2"), eg("binary_and(-1, 255)", "255")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_longs(args, |first, second| Some(first & second))
}
