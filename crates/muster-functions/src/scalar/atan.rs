//! `atan(number)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const ATAN: Scalar = Scalar {
    name: "atan",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): real"],
    summary: "Returns the angle in radians whose tangent is `number`.",
    notes: &[],
    upstream: "atan-function",
    examples: &[eg("atan(0)", "0.0"), eg("round(4 * atan(1), 6)", "3.141593")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |number| Some(number.atan()))
}
