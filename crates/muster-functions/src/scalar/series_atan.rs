//! `series_atan(series)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_ATAN: Scalar = Scalar {
    name: "series_atan",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic): dynamic"],
    summary: "Returns the arctangent of each element of `series`.",
    notes: &["Results are reals, also for whole numbers.", "What is no number becomes null."],
    upstream: "series-atan-function",
    examples: &[eg("series_atan(dynamic([0]))", "[0.0]"), eg("series_atan(dynamic(['a', null]))", "[null,null]")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::each(args, f64::atan)
}
