//! `series_ceiling(series)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_CEILING: Scalar = Scalar {
    name: "series_ceiling",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic): dynamic"],
    summary: "Returns the least whole number that is not less of each element of `series`.",
    notes: &["Results are reals, also for whole numbers.", "What is no number becomes null."],
    upstream: "series-ceiling-function",
    examples: &[
        eg("series_ceiling(dynamic([-1.5, 1, 2.5]))", "[-1.0,1.0,3.0]"),
        eg("series_ceiling(dynamic(['a', null]))", "[null,null]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::each(args, f64::ceil)
}
