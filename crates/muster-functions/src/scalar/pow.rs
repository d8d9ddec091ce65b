//! `pow(base, exponent)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const POW: Scalar = Scalar {
    name: "pow",
    aliases: &[],
    category: Category::Math,
    signatures: &["(base: real, exponent: real): real"],
    summary: "Returns `base` to the power of `exponent`.",
    notes: &["The result is a `real`."],
    upstream: "pow-function",
    examples: &[eg("pow(2, 3)", "8.0"), eg("pow(4, 0.5)", "2.0"), eg("pow(2, -1)", "0.5")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_reals(args, |base, exponent| Some(base.powf(exponent)))
}
