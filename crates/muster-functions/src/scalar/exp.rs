//! `exp(number)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const EXP: Scalar = Scalar {
    name: "exp",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): real"],
    summary: "Returns e to the power of `number`.",
    notes: &["Beyond the range of reals the result is infinite."],
    upstream: "exp-function",
    examples: &[eg("exp(0)", "1.0"), eg("exp(1000)", "Infinity")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |number| Some(number.exp()))
}
