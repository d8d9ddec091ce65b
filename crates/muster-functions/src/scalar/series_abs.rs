//! `series_abs(series)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_ABS: Scalar = Scalar {
    name: "series_abs",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic): dynamic"],
    summary: "Returns the absolute value of each element of `series`.",
    notes: &["Results are reals, also for whole numbers.", "What is no number becomes null."],
    upstream: "series-abs-function",
    examples: &[
        eg("series_abs(dynamic([-6.5, 0, 8.2]))", "[6.5,0.0,8.2]"),
        eg("series_abs(dynamic(['a', null]))", "[null,null]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::each(args, f64::abs)
}
