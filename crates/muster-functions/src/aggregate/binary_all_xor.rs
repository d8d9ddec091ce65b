//! `binary_all_xor(expr)`

use crate::bitwise::Bitwise;
use crate::prelude::*;

pub(crate) const BINARY_ALL_XOR: Aggregate = Aggregate {
    name: "binary_all_xor",
    aliases: &[],
    signatures: &["(expr: int|long): typeof(expr)"],
    summary: "Combines the bits of the values of each group with XOR.",
    notes: &["Nulls are left out. Of no values the result is null."],
    upstream: "binary-all-xor-aggregation-function",
    examples: &[Example { call: "binary_all_xor(x)", input: "datatable(x: long)[2, 7, long(null)]", result: "5" }],
    naming: Naming::FirstArgument,
    fold: || Bitwise::boxed(|a, b| a ^ b),
};
