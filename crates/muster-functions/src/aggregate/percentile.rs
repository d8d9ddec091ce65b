//! `percentile(expr, percentile)`

use crate::percentile::{Layout, Percentile};
use crate::prelude::*;

pub(crate) const PERCENTILE: Aggregate = Aggregate {
    name: "percentile",
    aliases: &[],
    signatures: &["(expr: long|real|datetime|timespan, percentile: const real): typeof(expr)"],
    summary: "Returns the value that `percentile` per cent of the values of each group do not exceed.",
    notes: &[
        "The nearest rank, exactly: some value of the group, never one between. Kusto estimates it for large groups.",
        "Nulls are left out. Of no values the result is null.",
        "An `int` is taken as `long`.",
        "The column is called after the argument and the percentile: `percentile_x_95`.",
    ],
    upstream: "percentiles-aggregation-function",
    examples: &[
        Example { call: "percentile(x, 50)", input: "datatable(x: long)[4, 1, 3, 2]", result: "2" },
        Example { call: "percentile(x, 51)", input: "datatable(x: long)[4, 1, 3, 2]", result: "3" },
        Example { call: "percentile(x, 50)", input: "datatable(x: long)[]", result: "null" },
    ],
    naming: Naming::Prefix("percentile_"),
    fold: || Percentile::boxed(Layout { weight: None, percentile: 1, array: false }),
};
