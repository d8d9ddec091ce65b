//! `series_floor(series)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_FLOOR: Scalar = Scalar {
    name: "series_floor",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic): dynamic"],
    summary: "Returns the greatest whole number that is not greater of each element of `series`.",
    notes: &["Results are reals, also for whole numbers.", "What is no number becomes null."],
    upstream: "series-floor-function",
    examples: &[
        eg("series_floor(dynamic([-1.5, 1, 2.5]))", "[-2.0,1.0,2.0]"),
        eg("series_floor(dynamic(['a', null]))", "[null,null]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::each(args, f64::floor)
}
