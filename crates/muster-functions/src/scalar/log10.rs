//! `log10(number)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const LOG10: Scalar = Scalar {
    name: "log10",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): real"],
    summary: "Returns the decimal logarithm of `number`.",
    notes: &["Null for a negative number; minus infinity for zero."],
    upstream: "log10-function",
    examples: &[eg("log10(1000)", "3.0"), eg("log10(-1)", "null"), eg("log10(0)", "-Infinity")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |number| (number >= 0.0 || number.is_nan()).then(|| number.log10()))
}
