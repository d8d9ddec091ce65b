//! `covariancepif(expr1, expr2, predicate)`

use crate::filtered::Filtered;
use crate::prelude::*;
use crate::spread::{Of, Spread};

pub(crate) const COVARIANCEPIF: Aggregate = Aggregate {
    name: "covariancepif",
    aliases: &[],
    signatures: &["(expr1: int|long|real|decimal, expr2: int|long|real|decimal, predicate: bool): real"],
    summary: "Returns the covariance of two expressions in each group over the rows for which `predicate` is true, taken as a population.",
    notes: &[
        "A row with a null in either is left out. Of too few rows the result is 0.",
        "A null predicate counts as false.",
    ],
    upstream: "covariancepif-aggregation-function",
    examples: &[Example {
        call: "covariancepif(x, y, true)",
        input: "datatable(x: real, y: real)[1.0, 14.0, 2.0, 10.0, 3.0, 17.0, 4.0, 20.0, 5.0, 50.0]",
        result: "16.4",
    }],
    naming: Naming::PrefixOfTwo("covariancepif_"),
    fold: || Filtered::boxed(Spread::covariance(Of::Population), 2),
};
