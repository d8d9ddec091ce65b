//! `series_acos(series)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_ACOS: Scalar = Scalar {
    name: "series_acos",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic): dynamic"],
    summary: "Returns the arccosine of each element of `series`.",
    notes: &["Results are reals, also for whole numbers.", "What is no number becomes null."],
    upstream: "series-acos-function",
    examples: &[eg("series_acos(dynamic([1]))", "[0.0]"), eg("series_acos(dynamic(['a', null]))", "[null,null]")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::each(args, f64::acos)
}
