//! `exp10(number)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const EXP10: Scalar = Scalar {
    name: "exp10",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): real"],
    summary: "Returns 10 to the power of `number`.",
    notes: &[],
    upstream: "exp10-function",
    examples: &[eg("exp10(2)", "100.0")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |number| Some(10f64.powf(number)))
}
