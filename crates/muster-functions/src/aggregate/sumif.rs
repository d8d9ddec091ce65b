//! `sumif(expr, predicate)`

use crate::filtered::Filtered;
use crate::prelude::*;
use crate::total::Sum;

pub(crate) const SUMIF: Aggregate = Aggregate {
    name: "sumif",
    aliases: &[],
    signatures: &["(expr: long|real|decimal|timespan, predicate: bool): typeof(expr)"],
    summary: "Adds the values of each group for which `predicate` is true.",
    notes: &["Nulls are left out. The sum of no values is 0.", "A null predicate counts as false."],
    upstream: "sumif-aggregation-function",
    examples: &[
        Example { call: "sumif(x, x > 1)", input: "datatable(x: long)[1, 2, 3]", result: "5" },
        Example { call: "sumif(x, x > 9)", input: "datatable(x: long)[1, 2, 3]", result: "0" },
    ],
    naming: Naming::Prefix("sumif_"),
    fold: || Filtered::boxed(Sum::default(), 1),
};
