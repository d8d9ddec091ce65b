//! `covarianceif(expr1, expr2, predicate)`

use crate::filtered::Filtered;
use crate::prelude::*;
use crate::spread::{Of, Spread};

pub(crate) const COVARIANCEIF: Aggregate = Aggregate {
    name: "covarianceif",
    aliases: &[],
    signatures: &["(expr1: int|long|real|decimal, expr2: int|long|real|decimal, predicate: bool): real"],
    summary: "Returns the covariance of two expressions in each group over the rows for which `predicate` is true, taken as a sample.",
    notes: &[
        "A row with a null in either is left out. Of too few rows the result is 0.",
        "A null predicate counts as false.",
    ],
    upstream: "covarianceif-aggregation-function",
    examples: &[Example {
        call: "covarianceif(x, y, true)",
        input: "datatable(x: real, y: real)[1.0, 14.0, 2.0, 10.0, 3.0, 17.0, 4.0, 20.0, 5.0, 50.0]",
        result: "20.5",
    }],
    naming: Naming::PrefixOfTwo("covarianceif_"),
    fold: || Filtered::boxed(Spread::covariance(Of::Sample), 2),
};
