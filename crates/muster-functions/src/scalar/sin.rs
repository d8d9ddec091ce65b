//! `sin(number)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const SIN: Scalar = Scalar {
    name: "sin",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): real"],
    summary: "Returns the sine of `number`, an angle in radians.",
    notes: &[],
    upstream: "sin-function",
    examples: &[eg("sin(0)", "0.0")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |number| Some(number.sin()))
}
