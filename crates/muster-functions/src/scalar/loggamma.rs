//! `loggamma(number)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const LOGGAMMA: Scalar = Scalar {
    name: "loggamma",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): real"],
    summary: "Returns the natural logarithm of the absolute value of the gamma function of `number`.",
    notes: &[],
    upstream: "loggamma-function",
    examples: &[eg("loggamma(1)", "0.0"), eg("loggamma(2)", "0.0")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |number| Some(libm::lgamma(number)))
}
