//! `erfc(number)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const ERFC: Scalar = Scalar {
    name: "erfc",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): real"],
    summary: "Returns 1 less the error function of `number`.",
    notes: &["Exact also where the error function is close to 1."],
    upstream: "erfc-function",
    examples: &[eg("erfc(0)", "1.0"), eg("erfc(10) > 0", "true")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |number| Some(libm::erfc(number)))
}
