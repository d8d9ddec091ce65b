//! `variance(expr)`

use crate::prelude::*;
use crate::spread::{Measure, Of, Spread};

pub(crate) const VARIANCE: Aggregate = Aggregate {
    name: "variance",
    aliases: &[],
    signatures: &["(expr: int|long|real|decimal): real"],
    summary: "Returns the variance of each group, taken as a sample.",
    notes: &["Nulls are left out. Of too few values the result is 0."],
    upstream: "variance-aggregation-function",
    examples: &[
        Example { call: "variance(x)", input: "datatable(x: long)[1, 2, 3, 4, 5]", result: "2.5" },
        Example { call: "variance(x)", input: "datatable(x: long)[]", result: "0.0" },
    ],
    naming: Naming::Prefix("variance_"),
    fold: || Box::new(Spread::new(Measure::Variance, Of::Sample)),
};
