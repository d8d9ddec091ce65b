//! `beta_pdf(x, alpha, beta)`

use crate::prelude::*;
use crate::{beta, numeric};

pub(crate) const BETA_PDF: Scalar = Scalar {
    name: "beta_pdf",
    aliases: &[],
    category: Category::Math,
    signatures: &["(x: real, alpha: real, beta: real): real"],
    summary: "Returns the density of the beta distribution at `x`.",
    notes: &["`NaN` where `x` is not within 0 and 1, or a parameter is not positive."],
    upstream: "beta-pdf-function",
    examples: &[eg("round(beta_pdf(0.5, 10.0, 20.0), 6)", "0.746176"), eg("beta_pdf(1.5, 10.0, 20.0)", "NaN")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_three_reals(args, |x, alpha, beta| Some(beta::density(x, alpha, beta)))
}
