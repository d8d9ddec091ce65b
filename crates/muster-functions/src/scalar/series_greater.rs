//! `series_greater(series1, series2)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_GREATER: Scalar = Scalar {
    name: "series_greater",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series1: dynamic, series2: dynamic): dynamic"],
    summary: "Tells whether the elements of two series at each place are in descending order.",
    notes: &["What is no number, or has no partner in the other series, becomes null."],
    upstream: "series-greater-function",
    examples: &[
        eg("series_greater(dynamic([1, 2, 4]), dynamic([4, 2, 1]))", "[false,false,true]"),
        eg("series_greater(dynamic([1]), dynamic([]))", "[null]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::comparison(args, |left, right| left > right)
}
