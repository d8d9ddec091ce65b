//! `tan(number)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const TAN: Scalar = Scalar {
    name: "tan",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): real"],
    summary: "Returns the tangent of `number`, an angle in radians.",
    notes: &[],
    upstream: "tan-function",
    examples: &[eg("tan(0)", "0.0")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |number| Some(number.tan()))
}
