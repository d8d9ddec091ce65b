//! `log2(number)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const LOG2: Scalar = Scalar {
    name: "log2",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): real"],
    summary: "Returns the binary logarithm of `number`.",
    notes: &["Null for a negative number; minus infinity for zero."],
    upstream: "log2-function",
    examples: &[eg("log2(8)", "3.0"), eg("log2(-1)", "null"), eg("log2(0)", "-Infinity")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |number| (number >= 0.0 || number.is_nan()).then(|| number.log2()))
}
