//! `series_less_equals(series1, series2)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_LESS_EQUALS: Scalar = Scalar {
    name: "series_less_equals",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series1: dynamic, series2: dynamic): dynamic"],
    summary: "Tells whether the elements of two series at each place are in ascending order or equal.",
    notes: &["What is no number, or has no partner in the other series, becomes null."],
    upstream: "series-less-equals-function",
    examples: &[
        eg("series_less_equals(dynamic([1, 2, 4]), dynamic([4, 2, 1]))", "[true,true,false]"),
        eg("series_less_equals(dynamic([1]), dynamic([]))", "[null]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::comparison(args, |left, right| left <= right)
}
