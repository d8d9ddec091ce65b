//! `cot(number)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const COT: Scalar = Scalar {
    name: "cot",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): real"],
    summary: "Returns the cotangent of `number`, an angle in radians.",
    notes: &[],
    upstream: "cot-function",
    examples: &[eg("round(cot(1), 6)", "0.642093")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |number| Some(number.tan().recip()))
}
