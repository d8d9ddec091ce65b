//! `percentilew(expr, weightExpr, percentile)`

use crate::percentile::{Layout, Percentile};
use crate::prelude::*;

pub(crate) const PERCENTILEW: Aggregate = Aggregate {
    name: "percentilew",
    aliases: &[],
    signatures: &["(expr: long|real|datetime|timespan, weightExpr: long, percentile: const real): typeof(expr)"],
    summary: "Returns the value that `percentile` per cent of the weight of each group does not exceed.",
    notes: &[
        "The nearest rank, exactly: some value of the group, never one between. Kusto estimates it for large groups.",
        "Nulls are left out. Of no values the result is null.",
        "An `int` is taken as `long`.",
        "A value counts as often as its weight says; a weight that is null or not positive leaves the row out.",
    ],
    upstream: "percentilesw-aggregation-function",
    examples: &[Example {
        call: "percentilew(x, weight, 75)",
        input: "datatable(x: long, weight: long)[10, 8, 20, 6, 30, 3, 40, 1]",
        result: "20",
    }],
    naming: Naming::Prefix("percentile_"),
    fold: || Percentile::boxed(Layout { weight: Some(1), percentile: 2, array: false }),
};
