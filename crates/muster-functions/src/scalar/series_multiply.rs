//! `series_multiply(series1, series2)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_MULTIPLY: Scalar = Scalar {
    name: "series_multiply",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series1: dynamic, series2: dynamic): dynamic"],
    summary: "Returns the product of the elements of two series at each place.",
    notes: &[
        "What is no number, or has no partner in the other series, becomes null.",
        "Results are longs where all numbers of both series are.",
    ],
    upstream: "series-multiply-function",
    examples: &[
        eg("series_multiply(dynamic([1, 2, 4]), dynamic([4, 2, 1]))", "[4,4,4]"),
        eg("series_multiply(dynamic([1, 2]), dynamic(['a']))", "[null,null]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::arithmetic(args, Some(i64::wrapping_mul), |left, right| left * right)
}
