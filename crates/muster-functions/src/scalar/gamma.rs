//! `gamma(number)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const GAMMA: Scalar = Scalar {
    name: "gamma",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): real"],
    summary: "Returns the gamma function of `number`.",
    notes: &["`gamma(n + 1)` is the factorial of `n`."],
    upstream: "gamma-function",
    examples: &[eg("gamma(5)", "24.0"), eg("gamma(1)", "1.0")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |number| Some(libm::tgamma(number)))
}
