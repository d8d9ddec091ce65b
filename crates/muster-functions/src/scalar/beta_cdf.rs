//! `beta_cdf(x, alpha, beta)`

use crate::prelude::*;
use crate::{beta, numeric};

pub(crate) const BETA_CDF: Scalar = Scalar {
    name: "beta_cdf",
    aliases: &[],
    category: Category::Math,
    signatures: &["(x: real, alpha: real, beta: real): real"],
    summary: "Returns the cumulative distribution function of the beta distribution.",
    notes: &[
        "`NaN` where `x` is not within 0 and 1.",
        "A parameter that is not positive is refused: Microsoft's page and engine disagree.",
    ],
    upstream: "beta-cdf-function",
    examples: &[eg("round(beta_cdf(0.9, 10.0, 20.0), 6)", "1.0"), eg("beta_cdf(1.5, 10.0, 20.0)", "NaN")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (alpha, beta) = (args.real(1), args.real(2));
    let rows = if args.all_constant() { 1 } else { args.row_count() };
    if (0..rows).any(|row| [alpha.get(row), beta.get(row)].into_iter().flatten().any(|p| p <= 0.0)) {
        return Err(Failure::new("`alpha` and `beta` of `beta_cdf` must be positive"));
    }
    numeric::of_three_reals(args, |x, alpha, beta| Some(beta::cdf(x, alpha, beta)))
}
