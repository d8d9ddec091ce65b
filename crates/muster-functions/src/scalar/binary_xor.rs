//! `binary_xor(value1, value2)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const BINARY_XOR: Scalar = Scalar {
    name: "binary_xor",
    aliases: &[],
    category: Category::Binary,
    signatures: &["(value1: long, value2: long): long"],
    summary: "Returns the bitwise exclusive or of two numbers.",
    notes: &["The numbers are 64 bits with a sign."],
    upstream: "binary-xor-function",
    examples: &[eg("binary_xor(5, 3)", "6"), eg("binary_xor(-1, 255)", "-256")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_longs(args, |first, second| Some(first ^ second))
}
