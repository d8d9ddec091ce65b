//! `stdevif(expr, predicate)`

use crate::filtered::Filtered;
use crate::prelude::*;
use crate::spread::{Measure, Of, Spread};

pub(crate) const STDEVIF: Aggregate = Aggregate {
    name: "stdevif",
    aliases: &[],
    signatures: &["(expr: int|long|real|decimal, predicate: bool): real"],
    summary: "Returns the standard deviation of the values of each group for which `predicate` is true, taken as a sample.",
    notes: &["Nulls are left out. Of too few values the result is 0.", "A null predicate counts as false."],
    upstream: "stdevif-aggregation-function",
    examples: &[Example {
        call: "stdevif(x, x < 6)",
        input: "datatable(x: long)[1, 2, 3, 4, 5, 6]",
        result: "1.5811388300841898",
    }],
    naming: Naming::Prefix("stdevif_"),
    fold: || Filtered::boxed(Spread::new(Measure::Deviation, Of::Sample), 1),
};
