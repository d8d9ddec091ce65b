//! `dcountif(expr, predicate [, accuracy])`

use crate::distinct::CountDistinct;
use crate::filtered::Filtered;
use crate::prelude::*;

pub(crate) const DCOUNTIF: Aggregate = Aggregate {
    name: "dcountif",
    aliases: &[],
    signatures: &["(expr: any, predicate: bool, accuracy: const long = 1): long"],
    summary: "Counts the different values of each group for which `predicate` is true.",
    notes: &[
        "Nulls are left out. An empty string is a value.",
        "A null predicate counts as false.",
        "Exact here, where Kusto estimates: Kusto's result may be off by a few per cent for thousands of values, and `accuracy` changes nothing here.",
    ],
    upstream: "dcountif-aggregation-function",
    examples: &[Example { call: "dcountif(x, x > 1)", input: "datatable(x: long)[1, 2, 2, 3]", result: "2" }],
    naming: Naming::Prefix("dcountif_"),
    fold: || Filtered::boxed(CountDistinct::default(), 1),
};
