//! `series_pow(series1, series2)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_POW: Scalar = Scalar {
    name: "series_pow",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series1: dynamic, series2: dynamic): dynamic"],
    summary: "Returns the power of the elements of two series at each place.",
    notes: &[
        "What is no number, or has no partner in the other series, becomes null.",
        "Results are reals, also for whole numbers.",
    ],
    upstream: "series-pow-function",
    examples: &[
        eg("series_pow(dynamic([1, 2, 4]), dynamic([4, 2, 1]))", "[1.0,4.0,4.0]"),
        eg("series_pow(dynamic([1, 2]), dynamic(['a']))", "[null,null]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::arithmetic(args, None, f64::powf)
}
