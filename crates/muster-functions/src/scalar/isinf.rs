//! `isinf(number)`

use crate::prelude::*;

pub(crate) const ISINF: Scalar = Scalar {
    name: "isinf",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): bool"],
    summary: "Tells whether `number` is infinite.",
    notes: &["Null for a null."],
    upstream: "isinf-function",
    examples: &[eg("isinf(-1.0 / 0)", "true"), eg("isinf(0.0 / 0)", "false"), eg("isinf(real(null))", "null")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let number = args.real(0);
    args.rows(|row| number.get(row).map(f64::is_infinite))
}
