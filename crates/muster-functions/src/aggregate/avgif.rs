//! `avgif(expr, predicate)`

use crate::filtered::Filtered;
use crate::prelude::*;
use crate::total::Mean;

pub(crate) const AVGIF: Aggregate = Aggregate {
    name: "avgif",
    aliases: &[],
    signatures: &[
        "(expr: long|real, predicate: bool): real",
        "(expr: decimal|timespan|datetime, predicate: bool): typeof(expr)",
    ],
    summary: "Returns the arithmetic mean of the values of each group for which `predicate` is true.",
    notes: &[
        "Nulls are left out. The mean of no values is NaN for numbers, null for `decimal`, `timespan` and `datetime`.",
        "A null predicate counts as false.",
    ],
    upstream: "avgif-aggregation-function",
    examples: &[
        Example { call: "avgif(x, x > 1)", input: "datatable(x: long)[1, 2, 4]", result: "3.0" },
        Example { call: "avgif(x, x > 9)", input: "datatable(x: long)[1]", result: "NaN" },
    ],
    naming: Naming::Prefix("avgif_"),
    fold: || Filtered::boxed(Mean::default(), 1),
};
