//! `asin(number)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const ASIN: Scalar = Scalar {
    name: "asin",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): real"],
    summary: "Returns the angle in radians whose sine is `number`.",
    notes: &["Null below -1 and above 1."],
    upstream: "asin-function",
    examples: &[eg("asin(0)", "0.0"), eg("asin(2)", "null")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |number| (number.abs() <= 1.0 || number.is_nan()).then(|| number.asin()))
}
