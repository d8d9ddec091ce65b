//! `percentilesw_array(expr, weightExpr, percentile [, ...])`

use crate::percentile::{Layout, Percentile};
use crate::prelude::*;

pub(crate) const PERCENTILESW_ARRAY: Aggregate = Aggregate {
    name: "percentilesw_array",
    aliases: &[],
    signatures: &[
        "(expr: long|real, weightExpr: long, percentile: const real, percentiles: const real...): dynamic",
        "(expr: long|real, weightExpr: long, percentiles: const dynamic): dynamic",
    ],
    summary: "Returns several weighted percentiles of each group as an array.",
    notes: &[
        "The nearest rank, exactly: some value of the group, never one between. Kusto estimates it for large groups.",
        "Nulls are left out. Of no values the result is null.",
        "An `int` is taken as `long`.",
        "A value counts as often as its weight says; a weight that is null or not positive leaves the row out.",
    ],
    upstream: "percentilesw-aggregation-function",
    examples: &[Example {
        call: "percentilesw_array(x, weight, 50, 75, 99.9)",
        input: "datatable(x: long, weight: long)[10, 8, 20, 6, 30, 3, 40, 1]",
        result: "[20,20,40]",
    }],
    naming: Naming::Prefix("percentiles_"),
    fold: || Percentile::boxed(Layout { weight: Some(1), percentile: 2, array: true }),
};
