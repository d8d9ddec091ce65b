//! `isfinite(number)`

use crate::prelude::*;

pub(crate) const ISFINITE: Scalar = Scalar {
    name: "isfinite",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): bool"],
    summary: "Tells whether `number` is neither infinite nor `NaN`.",
    notes: &["Null for a null."],
    upstream: "isfinite-function",
    examples: &[eg("isfinite(2.5)", "true"), eg("isfinite(1.0 / 0)", "false"), eg("isfinite(real(null))", "null")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let number = args.real(0);
    args.rows(|row| number.get(row).map(f64::is_finite))
}
