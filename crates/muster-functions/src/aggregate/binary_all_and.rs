//! `binary_all_and(expr)`

use crate::bitwise::Bitwise;
use crate::prelude::*;

pub(crate) const BINARY_ALL_AND: Aggregate = Aggregate {
    name: "binary_all_and",
    aliases: &[],
    signatures: &["(expr: int|long): typeof(expr)"],
    summary: "Combines the bits of the values of each group with AND.",
    notes: &["Nulls are left out. Of no values the result is null."],
    upstream: "binary-all-and-aggregation-function",
    examples: &[Example { call: "binary_all_and(x)", input: "datatable(x: long)[2, 7, long(null)]", result: "2" }],
    naming: Naming::FirstArgument,
    fold: || Bitwise::boxed(|a, b| a & b),
};
