//! `pi()`

use crate::prelude::*;

pub(crate) const PI: Scalar = Scalar {
    name: "pi",
    aliases: &[],
    category: Category::Math,
    signatures: &["(): real"],
    summary: "Returns the ratio of a circle's circumference to its diameter.",
    notes: &[],
    upstream: "pi-function",
    examples: &[eg("pi()", "3.141592653589793")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    args.rows(|_| Some(std::f64::consts::PI))
}
