//! `isnan(number)`

use crate::prelude::*;

pub(crate) const ISNAN: Scalar = Scalar {
    name: "isnan",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): bool"],
    summary: "Tells whether `number` is not a number (`NaN`).",
    notes: &["Null for a null."],
    upstream: "isnan-function",
    examples: &[eg("isnan(0.0 / 0)", "true"), eg("isnan(1.0 / 0)", "false"), eg("isnan(real(null))", "null")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let number = args.real(0);
    args.rows(|row| number.get(row).map(f64::is_nan))
}
