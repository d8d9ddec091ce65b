//! `make_set_if(expr, predicate [, maxSize])`

use crate::collection::{MAX_SIZE, Set};
use crate::filtered::Filtered;
use crate::prelude::*;

pub(crate) const MAKE_SET_IF: Aggregate = Aggregate {
    name: "make_set_if",
    aliases: &[],
    signatures: &["(expr: any, predicate: bool, maxSize: const long = 1048576): dynamic"],
    summary: "Returns an array of the different values of each group for which `predicate` is true.",
    notes: &[
        "Nulls are left out.",
        "A `dynamic` array stands for its elements; a bag is one value.",
        "The order is that of first appearance; Kusto promises none.",
        "A null predicate counts as false.",
    ],
    upstream: "make-set-if-aggregation-function",
    examples: &[Example { call: "make_set_if(x, x > 1)", input: "datatable(x: long)[3, 1, 2, 3]", result: "[3,2]" }],
    naming: Naming::Prefix("set_"),
    fold: || Filtered::boxed(Set::new(MAX_SIZE), 1),
};
