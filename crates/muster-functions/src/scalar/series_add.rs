//! `series_add(series1, series2)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_ADD: Scalar = Scalar {
    name: "series_add",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series1: dynamic, series2: dynamic): dynamic"],
    summary: "Returns the sum of the elements of two series at each place.",
    notes: &[
        "What is no number, or has no partner in the other series, becomes null.",
        "Results are longs where all numbers of both series are.",
    ],
    upstream: "series-add-function",
    examples: &[
        eg("series_add(dynamic([1, 2, 4]), dynamic([4, 2, 1]))", "[5,4,5]"),
        eg("series_add(dynamic([1, 2]), dynamic(['a']))", "[null,null]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::arithmetic(args, Some(i64::wrapping_add), |left, right| left + right)
}
