//! `percentiles_array(expr, percentile [, ...])`

use crate::percentile::{Layout, Percentile};
use crate::prelude::*;

pub(crate) const PERCENTILES_ARRAY: Aggregate = Aggregate {
    name: "percentiles_array",
    aliases: &[],
    signatures: &[
        "(expr: long|real, percentile: const real, percentiles: const real...): dynamic",
        "(expr: long|real, percentiles: const dynamic): dynamic",
    ],
    summary: "Returns several percentiles of each group as an array.",
    notes: &[
        "The nearest rank, exactly: some value of the group, never one between. Kusto estimates it for large groups.",
        "Nulls are left out. Of no values the result is null.",
        "An `int` is taken as `long`.",
    ],
    upstream: "percentiles-aggregation-function",
    examples: &[
        Example { call: "percentiles_array(x, 25, 100)", input: "datatable(x: long)[4, 1, 3, 2]", result: "[1,4]" },
        Example {
            call: "percentiles_array(x, dynamic([25, 100]))",
            input: "datatable(x: long)[4, 1, 3, 2]",
            result: "[1,4]",
        },
    ],
    naming: Naming::Prefix("percentiles_"),
    fold: || Percentile::boxed(Layout { weight: None, percentile: 1, array: true }),
};
