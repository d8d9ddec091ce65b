//! `sqrt(number)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const SQRT: Scalar = Scalar {
    name: "sqrt",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): real"],
    summary: "Returns the square root of `number`.",
    notes: &["Null for a negative number."],
    upstream: "sqrt-function",
    examples: &[eg("sqrt(256)", "16.0"), eg("sqrt(-1)", "null")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |number| (number >= 0.0 || number.is_nan()).then(|| number.sqrt()))
}
