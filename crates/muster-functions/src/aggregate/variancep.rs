//! `variancep(expr)`

use crate::prelude::*;
use crate::spread::{Measure, Of, Spread};

pub(crate) const VARIANCEP: Aggregate = Aggregate {
    name: "variancep",
    aliases: &[],
    signatures: &["(expr: int|long|real|decimal): real"],
    summary: "Returns the variance of each group, taken as a population.",
    notes: &["Nulls are left out. Of too few values the result is 0."],
    upstream: "variancep-aggregation-function",
    examples: &[
        Example { call: "variancep(x)", input: "datatable(x: long)[1, 2, 3, 4, 5]", result: "2.0" },
        Example { call: "variancep(x)", input: "datatable(x: long)[]", result: "0.0" },
    ],
    naming: Naming::Prefix("variancep_"),
    fold: || Box::new(Spread::new(Measure::Variance, Of::Population)),
};
