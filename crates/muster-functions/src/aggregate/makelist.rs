//! `makelist(expr [, maxSize])`

use crate::collection::{DEPRECATED_MAX_SIZE, List};
use crate::prelude::*;

pub(crate) const MAKELIST: Aggregate = Aggregate {
    name: "makelist",
    aliases: &[],
    signatures: &["(expr: any, maxSize: const long = 128): dynamic"],
    summary: "Returns an array of the values of each group; deprecated for `make_list`.",
    notes: &[
        "Nulls are left out.",
        "The order is that of the rows.",
        "An array is one element, unlike in `make_set`.",
        "Without `maxSize` the array ends after 128 elements.",
    ],
    upstream: "make-list-aggregation-function",
    examples: &[Example { call: "makelist(x)", input: "datatable(x: long)[2, 1, 2]", result: "[2,1,2]" }],
    naming: Naming::Prefix("list_"),
    fold: || Box::new(List::new(DEPRECATED_MAX_SIZE)),
};
