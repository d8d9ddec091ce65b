//! `series_asin(series)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_ASIN: Scalar = Scalar {
    name: "series_asin",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic): dynamic"],
    summary: "Returns the arcsine of each element of `series`.",
    notes: &["Results are reals, also for whole numbers.", "What is no number becomes null."],
    upstream: "series-asin-function",
    examples: &[
        eg("series_asin(dynamic([-1, 0, 1]))", "[-1.5707963267948966,0.0,1.5707963267948966]"),
        eg("series_asin(dynamic(['a', null]))", "[null,null]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::each(args, f64::asin)
}
