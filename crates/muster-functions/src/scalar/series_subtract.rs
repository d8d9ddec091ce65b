//! `series_subtract(series1, series2)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_SUBTRACT: Scalar = Scalar {
    name: "series_subtract",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series1: dynamic, series2: dynamic): dynamic"],
    summary: "Returns the difference of the elements of two series at each place.",
    notes: &[
        "What is no number, or has no partner in the other series, becomes null.",
        "Results are longs where all numbers of both series are.",
    ],
    upstream: "series-subtract-function",
    examples: &[
        eg("series_subtract(dynamic([1, 2, 4]), dynamic([4, 2, 1]))", "[-3,0,3]"),
        eg("series_subtract(dynamic([1, 2]), dynamic(['a']))", "[null,null]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::arithmetic(args, Some(i64::wrapping_sub), |left, right| left - right)
}
