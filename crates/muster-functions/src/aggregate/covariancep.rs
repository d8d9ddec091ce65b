//! `covariancep(expr1, expr2)`

use crate::prelude::*;
use crate::spread::{Of, Spread};

pub(crate) const COVARIANCEP: Aggregate = Aggregate {
    name: "covariancep",
    aliases: &[],
    signatures: &["(expr1: int|long|real|decimal, expr2: int|long|real|decimal): real"],
    summary: "Returns the covariance of two expressions in each group, taken as a population.",
    notes: &[
        "A row with a null in either is left out. Of too few rows the result is 0.",
        "The column is called after both arguments: `covariancep_x_y`.",
    ],
    upstream: "covariancep-aggregation-function",
    examples: &[Example {
        call: "covariancep(x, y)",
        input: "datatable(x: real, y: real)[1.0, 14.0, 2.0, 10.0, 3.0, 17.0, 4.0, 20.0, 5.0, 50.0]",
        result: "16.4",
    }],
    naming: Naming::PrefixOfTwo("covariancep_"),
    fold: || Box::new(Spread::covariance(Of::Population)),
};
