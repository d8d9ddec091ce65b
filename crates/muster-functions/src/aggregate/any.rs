//! `any(expr [, ...])`

use crate::pick::AnyValue;
use crate::prelude::*;

pub(crate) const ANY: Aggregate = Aggregate {
    name: "any",
    aliases: &[],
    signatures: &["(expr: any, others: any...): typeof(expr)"],
    summary: "Returns the values of some row of each group; deprecated for `take_any`.",
    notes: &[
        "Here the first row whose first expression is neither null nor empty, else the first row; Kusto promises no particular row.",
        "One expression gives a column called `any_` and the name of its column, several keep their names.",
    ],
    upstream: "take-any-aggregation-function",
    examples: &[Example { call: "any(x)", input: "datatable(x: long)[long(null), 2, 3]", result: "2" }],
    naming: Naming::Prefix("any_"),
    fold: || Box::new(AnyValue::default()),
};
