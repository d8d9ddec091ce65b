//! `take_any(expr [, ...])`

use crate::pick::AnyValue;
use crate::prelude::*;

pub(crate) const TAKE_ANY: Aggregate = Aggregate {
    name: "take_any",
    aliases: &[],
    signatures: &["(expr: any, others: any...): typeof(expr)"],
    summary: "Returns the values of some row of each group.",
    notes: &[
        "Here the first row whose first expression is neither null nor empty, else the first row; Kusto promises no particular row.",
        "Several expressions are taken of one row, and each is a column of its own.",
    ],
    upstream: "take-any-aggregation-function",
    examples: &[
        Example { call: "take_any(x)", input: "datatable(x: long)[long(null), 2, 3]", result: "2" },
        Example { call: "take_any(x)", input: "datatable(x: long)[]", result: "null" },
    ],
    naming: Naming::FirstArgument,
    fold: || Box::new(AnyValue::default()),
};
