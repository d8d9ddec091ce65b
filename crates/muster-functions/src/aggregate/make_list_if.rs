//! `make_list_if(expr, predicate [, maxSize])`

use crate::collection::{List, MAX_SIZE};
use crate::filtered::Filtered;
use crate::prelude::*;

pub(crate) const MAKE_LIST_IF: Aggregate = Aggregate {
    name: "make_list_if",
    aliases: &[],
    signatures: &["(expr: any, predicate: bool, maxSize: const long = 1048576): dynamic"],
    summary: "Returns an array of the values of each group for which `predicate` is true.",
    notes: &[
        "Nulls are left out.",
        "The order is that of the rows.",
        "An array is one element, unlike in `make_set`.",
        "A null predicate counts as false.",
    ],
    upstream: "make-list-if-aggregation-function",
    examples: &[Example { call: "make_list_if(x, x > 1)", input: "datatable(x: long)[3, 1, 2, 3]", result: "[3,2,3]" }],
    naming: Naming::Prefix("list_"),
    fold: || Filtered::boxed(List::new(MAX_SIZE), 1),
};
