//! `percentiles(expr, percentile [, ...])`

use crate::percentile::{Layout, Percentile};
use crate::prelude::*;

pub(crate) const PERCENTILES: Aggregate = Aggregate {
    name: "percentiles",
    aliases: &[],
    signatures: &[
        "(expr: long|real|datetime|timespan, percentile: const real, percentiles: const real...): typeof(expr)",
    ],
    summary: "Returns several percentiles of each group, each in a column of its own.",
    notes: &[
        "The nearest rank, exactly: some value of the group, never one between. Kusto estimates it for large groups.",
        "Nulls are left out. Of no values the result is null.",
        "An `int` is taken as `long`.",
    ],
    upstream: "percentiles-aggregation-function",
    examples: &[Example { call: "percentiles(x, 50)", input: "datatable(x: long)[4, 1, 3, 2]", result: "2" }],
    naming: Naming::Prefix("percentile_"),
    fold: || Percentile::boxed(Layout { weight: None, percentile: 1, array: false }),
};
