//! `make_list_with_nulls(expr)`

use crate::collection::List;
use crate::prelude::*;

pub(crate) const MAKE_LIST_WITH_NULLS: Aggregate = Aggregate {
    name: "make_list_with_nulls",
    aliases: &[],
    signatures: &["(expr: any): dynamic"],
    summary: "Returns an array of the values of each group, nulls included.",
    notes: &["The order is that of the rows.", "At most 1048576 elements."],
    upstream: "make-list-with-nulls-aggregation-function",
    examples: &[Example {
        call: "make_list_with_nulls(x)",
        input: "datatable(x: long)[1, long(null)]",
        result: "[1,null]",
    }],
    naming: Naming::Prefix("list_"),
    fold: || Box::new(List::with_nulls()),
};
