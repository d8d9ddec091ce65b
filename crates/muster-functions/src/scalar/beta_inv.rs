//! `beta_inv(probability, alpha, beta)`

use crate::prelude::*;
use crate::{beta, numeric};

pub(crate) const BETA_INV: Scalar = Scalar {
    name: "beta_inv",
    aliases: &[],
    category: Category::Math,
    signatures: &["(probability: real, alpha: real, beta: real): real"],
    summary: "Returns the value whose cumulative probability in the beta distribution is `probability`.",
    notes: &["Null where `probability` is not within 0 and 1; `NaN` where a parameter is not positive."],
    upstream: "beta-inv-function",
    examples: &[
        eg("round(beta_inv(0.1, 10.0, 20.0), 6)", "0.226415"),
        eg("beta_inv(1.5, 10.0, 20.0)", "null"),
        eg("beta_inv(0.1, -1.0, 20.0)", "NaN"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_three_reals(args, beta::inverse)
}
