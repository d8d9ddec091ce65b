//! `sum(expr)`

use crate::prelude::*;
use crate::total::Sum;

pub(crate) const SUM: Aggregate = Aggregate {
    name: "sum",
    aliases: &[],
    signatures: &["(expr: long|real|decimal|timespan): typeof(expr)"],
    summary: "Adds the values of each group.",
    notes: &[
        "Nulls are left out. The sum of no values is 0.",
        "An `int` is added as `long`.",
        "A sum beyond the range of its type is refused; Kusto wraps around.",
        "Kusto also accepts `datetime`, whose sums mean nothing; here it is refused.",
    ],
    upstream: "sum-aggregation-function",
    examples: &[
        Example { call: "sum(x)", input: "datatable(x: long)[1, 2, long(null)]", result: "3" },
        Example { call: "sum(x)", input: "datatable(x: long)[]", result: "0" },
        Example { call: "sum(x)", input: "datatable(x: timespan)[1h, 30m]", result: "01:30:00" },
    ],
    naming: Naming::Prefix("sum_"),
    fold: || Box::new(Sum::default()),
};
