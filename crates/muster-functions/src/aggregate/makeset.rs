//! `makeset(expr [, maxSize])`

use crate::collection::{DEPRECATED_MAX_SIZE, Set};
use crate::prelude::*;

pub(crate) const MAKESET: Aggregate = Aggregate {
    name: "makeset",
    aliases: &[],
    signatures: &["(expr: any, maxSize: const long = 128): dynamic"],
    summary: "Returns an array of the different values of each group; deprecated for `make_set`.",
    notes: &[
        "Nulls are left out.",
        "A `dynamic` array stands for its elements; a bag is one value.",
        "The order is that of first appearance; Kusto promises none.",
        "Without `maxSize` the array ends after 128 elements.",
    ],
    upstream: "make-set-aggregation-function",
    examples: &[Example { call: "makeset(x)", input: "datatable(x: long)[2, 1, 2]", result: "[2,1]" }],
    naming: Naming::Prefix("set_"),
    fold: || Box::new(Set::new(DEPRECATED_MAX_SIZE)),
};
