//! `anyif(expr, predicate)`

use crate::filtered::Filtered;
use crate::pick::AnyValue;
use crate::prelude::*;

pub(crate) const ANYIF: Aggregate = Aggregate {
    name: "anyif",
    aliases: &[],
    signatures: &["(expr: any, predicate: bool): typeof(expr)"],
    summary: "Returns the value of some row of each group for which `predicate` is true; deprecated for `take_anyif`.",
    notes: &[
        "Here the first row whose first expression is neither null nor empty, else the first row; Kusto promises no particular row.",
        "A null predicate counts as false.",
    ],
    upstream: "take-anyif-aggregation-function",
    examples: &[Example { call: "anyif(x, x > 2)", input: "datatable(x: long)[1, 2, 3]", result: "3" }],
    naming: Naming::Prefix("anyif_"),
    fold: || Filtered::boxed(AnyValue::default(), 1),
};
