//! `series_cos(series)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_COS: Scalar = Scalar {
    name: "series_cos",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic): dynamic"],
    summary: "Returns the cosine of each element of `series`.",
    notes: &["Results are reals, also for whole numbers.", "What is no number becomes null."],
    upstream: "series-cos-function",
    examples: &[eg("series_cos(dynamic([0]))", "[1.0]"), eg("series_cos(dynamic(['a', null]))", "[null,null]")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::each(args, f64::cos)
}
