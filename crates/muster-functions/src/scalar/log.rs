//! `log(number)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const LOG: Scalar = Scalar {
    name: "log",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): real"],
    summary: "Returns the natural logarithm of `number`.",
    notes: &["Null for a negative number; minus infinity for zero.", "To base e, not 10."],
    upstream: "log-function",
    examples: &[eg("log(1)", "0.0"), eg("log(-1)", "null"), eg("log(0)", "-Infinity")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |number| (number >= 0.0 || number.is_nan()).then(|| number.ln()))
}
