//! `make_bag_if(expr, predicate [, maxSize])`

use crate::collection::Bag;
use crate::filtered::Filtered;
use crate::prelude::*;

pub(crate) const MAKE_BAG_IF: Aggregate = Aggregate {
    name: "make_bag_if",
    aliases: &[],
    signatures: &["(expr: dynamic, predicate: bool, maxSize: const long = 1048576): dynamic"],
    summary: "Returns a bag of the entries of the bags of each group for which `predicate` is true.",
    notes: &[
        "Values that are not bags are left out.",
        "Where a key occurs several times its first value stays; Kusto promises no particular one.",
        "A null predicate counts as false.",
    ],
    upstream: "make-bag-if-aggregation-function",
    examples: &[Example {
        call: "make_bag_if(x, keep)",
        input: "datatable(x: dynamic, keep: bool)[dynamic({'a': 1}), true, dynamic({'b': 2}), false]",
        result: "{\"a\":1}",
    }],
    naming: Naming::Prefix("bag_"),
    fold: || Filtered::boxed(Bag::default(), 1),
};
