//! `erf(number)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const ERF: Scalar = Scalar {
    name: "erf",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): real"],
    summary: "Returns the error function of `number`.",
    notes: &[],
    upstream: "erf-function",
    examples: &[eg("erf(0)", "0.0"), eg("round(erf(1), 6)", "0.842701")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |number| Some(libm::erf(number)))
}
