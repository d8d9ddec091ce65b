//! `cos(number)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const COS: Scalar = Scalar {
    name: "cos",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): real"],
    summary: "Returns the cosine of `number`, an angle in radians.",
    notes: &[],
    upstream: "cos-function",
    examples: &[eg("cos(0)", "1.0")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |number| Some(number.cos()))
}
