//! `stdevp(expr)`

use crate::prelude::*;
use crate::spread::{Measure, Of, Spread};

pub(crate) const STDEVP: Aggregate = Aggregate {
    name: "stdevp",
    aliases: &[],
    signatures: &["(expr: int|long|real|decimal): real"],
    summary: "Returns the standard deviation of each group, taken as a population.",
    notes: &["Nulls are left out. Of too few values the result is 0."],
    upstream: "stdevp-aggregation-function",
    examples: &[
        Example { call: "stdevp(x)", input: "datatable(x: long)[1, 2, 3, 4, 5]", result: "1.4142135623730951" },
        Example { call: "stdevp(x)", input: "datatable(x: long)[]", result: "0.0" },
    ],
    naming: Naming::Prefix("stdevp_"),
    fold: || Box::new(Spread::new(Measure::Deviation, Of::Population)),
};
