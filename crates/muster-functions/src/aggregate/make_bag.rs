//! `make_bag(expr [, maxSize])`

use crate::collection::Bag;
use crate::prelude::*;

pub(crate) const MAKE_BAG: Aggregate = Aggregate {
    name: "make_bag",
    aliases: &[],
    signatures: &["(expr: dynamic, maxSize: const long = 1048576): dynamic"],
    summary: "Returns a bag of the entries of all bags of each group.",
    notes: &[
        "Values that are not bags are left out.",
        "Where a key occurs several times its first value stays; Kusto promises no particular one.",
    ],
    upstream: "make-bag-aggregation-function",
    examples: &[
        Example {
            call: "make_bag(x)",
            input: "datatable(x: dynamic)[dynamic({'a': 1}), dynamic({'b': 2, 'a': 3}), dynamic([4])]",
            result: "{\"a\":1,\"b\":2}",
        },
        Example { call: "make_bag(x)", input: "datatable(x: dynamic)[]", result: "{}" },
    ],
    naming: Naming::Prefix("bag_"),
    fold: || Box::new(Bag::default()),
};
