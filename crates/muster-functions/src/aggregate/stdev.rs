//! `stdev(expr)`

use crate::prelude::*;
use crate::spread::{Measure, Of, Spread};

pub(crate) const STDEV: Aggregate = Aggregate {
    name: "stdev",
    aliases: &[],
    signatures: &["(expr: int|long|real|decimal): real"],
    summary: "Returns the standard deviation of each group, taken as a sample.",
    notes: &["Nulls are left out. Of too few values the result is 0."],
    upstream: "stdev-aggregation-function",
    examples: &[
        Example { call: "stdev(x)", input: "datatable(x: long)[1, 2, 3, 4, 5]", result: "1.5811388300841898" },
        Example { call: "stdev(x)", input: "datatable(x: long)[]", result: "0.0" },
    ],
    naming: Naming::Prefix("stdev_"),
    fold: || Box::new(Spread::new(Measure::Deviation, Of::Sample)),
};
