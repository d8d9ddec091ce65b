//! `avg(expr)`

use crate::prelude::*;
use crate::total::Mean;

pub(crate) const AVG: Aggregate = Aggregate {
    name: "avg",
    aliases: &[],
    signatures: &["(expr: long|real): real", "(expr: decimal|timespan|datetime): typeof(expr)"],
    summary: "Returns the arithmetic mean of the values of each group.",
    notes: &[
        "Nulls are left out. The mean of no values is NaN for numbers, null for `decimal`, `timespan` and `datetime`.",
        "The mean of whole numbers is a `real`.",
    ],
    upstream: "avg-aggregation-function",
    examples: &[
        Example { call: "avg(x)", input: "datatable(x: long)[1, 2, long(null)]", result: "1.5" },
        Example { call: "avg(x)", input: "datatable(x: long)[]", result: "NaN" },
        Example { call: "avg(x)", input: "datatable(x: timespan)[1h, 2h]", result: "01:30:00" },
    ],
    naming: Naming::Prefix("avg_"),
    fold: || Box::new(Mean::default()),
};
