//! `binary_all_or(expr)`

use crate::bitwise::Bitwise;
use crate::prelude::*;

pub(crate) const BINARY_ALL_OR: Aggregate = Aggregate {
    name: "binary_all_or",
    aliases: &[],
    signatures: &["(expr: int|long): typeof(expr)"],
    summary: "Combines the bits of the values of each group with OR.",
    notes: &["Nulls are left out. Of no values the result is null."],
    upstream: "binary-all-or-aggregation-function",
    examples: &[Example { call: "binary_all_or(x)", input: "datatable(x: long)[2, 7, long(null)]", result: "7" }],
    naming: Naming::FirstArgument,
    fold: || Bitwise::boxed(|a, b| a | b),
};
