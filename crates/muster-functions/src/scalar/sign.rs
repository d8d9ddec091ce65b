//! `sign(number)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const SIGN: Scalar = Scalar {
    name: "sign",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): real"],
    summary: "Returns 1, 0 or -1 by the sign of `number`.",
    notes: &["The result is a `real`."],
    upstream: "sign-function",
    examples: &[eg("sign(-42)", "-1.0"), eg("sign(0)", "0.0"), eg("sign(11.2)", "1.0")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |number| {
        Some(if number > 0.0 {
            1.0
        } else if number < 0.0 {
            -1.0
        } else {
            number.abs()
        })
    })
}
