//! `make_set(expr [, maxSize])`

use crate::collection::{MAX_SIZE, Set};
use crate::prelude::*;

pub(crate) const MAKE_SET: Aggregate = Aggregate {
    name: "make_set",
    aliases: &[],
    signatures: &["(expr: any, maxSize: const long = 1048576): dynamic"],
    summary: "Returns an array of the different values of each group.",
    notes: &[
        "Nulls are left out.",
        "A `dynamic` array stands for its elements; a bag is one value.",
        "The order is that of first appearance; Kusto promises none.",
    ],
    upstream: "make-set-aggregation-function",
    examples: &[
        Example { call: "make_set(x)", input: "datatable(x: long)[2, 1, 2, long(null)]", result: "[2,1]" },
        Example {
            call: "make_set(x)",
            input: "datatable(x: dynamic)[dynamic([1, 2]), dynamic([2, 3])]",
            result: "[1,2,3]",
        },
        Example { call: "make_set(x, 2)", input: "datatable(x: long)[1, 2, 3]", result: "[1,2]" },
    ],
    naming: Naming::Prefix("set_"),
    fold: || Box::new(Set::new(MAX_SIZE)),
};
