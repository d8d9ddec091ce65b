//! `make_list(expr [, maxSize])`

use crate::collection::{List, MAX_SIZE};
use crate::prelude::*;

pub(crate) const MAKE_LIST: Aggregate = Aggregate {
    name: "make_list",
    aliases: &[],
    signatures: &["(expr: any, maxSize: const long = 1048576): dynamic"],
    summary: "Returns an array of the values of each group.",
    notes: &["Nulls are left out.", "The order is that of the rows.", "An array is one element, unlike in `make_set`."],
    upstream: "make-list-aggregation-function",
    examples: &[
        Example { call: "make_list(x)", input: "datatable(x: long)[2, 1, 2, long(null)]", result: "[2,1,2]" },
        Example { call: "make_list(x, 2)", input: "datatable(x: long)[1, 2, 3]", result: "[1,2]" },
        Example { call: "make_list(x)", input: "datatable(x: long)[]", result: "[]" },
    ],
    naming: Naming::Prefix("list_"),
    fold: || Box::new(List::new(MAX_SIZE)),
};
