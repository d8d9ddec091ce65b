//! `variancepif(expr, predicate)`

use crate::filtered::Filtered;
use crate::prelude::*;
use crate::spread::{Measure, Of, Spread};

pub(crate) const VARIANCEPIF: Aggregate = Aggregate {
    name: "variancepif",
    aliases: &[],
    signatures: &["(expr: int|long|real|decimal, predicate: bool): real"],
    summary: "Returns the variance of the values of each group for which `predicate` is true, taken as a population.",
    notes: &["Nulls are left out. Of too few values the result is 0.", "A null predicate counts as false."],
    upstream: "variancepif-aggregation-function",
    examples: &[Example {
        call: "variancepif(x, x < 6)",
        input: "datatable(x: long)[1, 2, 3, 4, 5, 6]",
        result: "2.0",
    }],
    naming: Naming::Prefix("variancepif_"),
    fold: || Filtered::boxed(Spread::new(Measure::Variance, Of::Population), 1),
};
