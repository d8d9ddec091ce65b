//! `series_divide(series1, series2)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_DIVIDE: Scalar = Scalar {
    name: "series_divide",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series1: dynamic, series2: dynamic): dynamic"],
    summary: "Returns the quotient of the elements of two series at each place.",
    notes: &[
        "What is no number, or has no partner in the other series, becomes null.",
        "Results are reals, also for whole numbers.",
    ],
    upstream: "series-divide-function",
    examples: &[
        eg("series_divide(dynamic([1, 2, 4]), dynamic([4, 2, 1]))", "[0.25,1.0,4.0]"),
        eg("series_divide(dynamic([1, 2]), dynamic(['a']))", "[null,null]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::arithmetic(args, None, |left, right| left / right)
}
