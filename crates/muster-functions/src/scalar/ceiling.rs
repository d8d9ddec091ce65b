//! `ceiling(number)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const CEILING: Scalar = Scalar {
    name: "ceiling",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): real"],
    summary: "Returns the least whole number that is not less than `number`.",
    notes: &["The result is a `real`, also for whole numbers."],
    upstream: "ceiling-function",
    examples: &[eg("ceiling(-1.1)", "-1.0"), eg("ceiling(0)", "0.0"), eg("ceiling(0.9)", "1.0")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |number| Some(number.ceil()))
}
