//! `binary_not(value)`

use crate::prelude::*;

pub(crate) const BINARY_NOT: Scalar = Scalar {
    name: "binary_not",
    aliases: &[],
    category: Category::Binary,
    signatures: &["(value: long): long"],
    summary: "Returns `value` with all its 64 bits turned.",
    notes: &[],
    upstream: "binary-not-function",
    examples: &[eg("binary_not(100)", "-101"), eg("binary_not(-1)", "0")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let value = args.long(0);
    args.rows(|row| value.get(row).map(|value| !value))
}
