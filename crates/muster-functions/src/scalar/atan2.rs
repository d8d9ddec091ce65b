//! `atan2(y, x)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const ATAN2: Scalar = Scalar {
    name: "atan2",
    aliases: &[],
    category: Category::Math,
    signatures: &["(y: real, x: real): real"],
    summary: "Returns the angle in radians between the x axis and the line from the origin to the point `x`, `y`.",
    notes: &["The vertical coordinate comes first."],
    upstream: "atan2-function",
    examples: &[eg("atan2(0, 1)", "0.0"), eg("round(atan2(1, 0), 6)", "1.570796")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_reals(args, |y, x| Some(y.atan2(x)))
}
