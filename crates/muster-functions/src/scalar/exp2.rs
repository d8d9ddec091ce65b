//! `exp2(number)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const EXP2: Scalar = Scalar {
    name: "exp2",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): real"],
    summary: "Returns 2 to the power of `number`.",
    notes: &[],
    upstream: "exp2-function",
    examples: &[eg("exp2(3)", "8.0"), eg("exp2(-1)", "0.5")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |number| Some(number.exp2()))
}
