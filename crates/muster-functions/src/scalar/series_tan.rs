//! `series_tan(series)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_TAN: Scalar = Scalar {
    name: "series_tan",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic): dynamic"],
    summary: "Returns the tangent of each element of `series`.",
    notes: &["Results are reals, also for whole numbers.", "What is no number becomes null."],
    upstream: "series-tan-function",
    examples: &[eg("series_tan(dynamic([0]))", "[0.0]"), eg("series_tan(dynamic(['a', null]))", "[null,null]")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::each(args, f64::tan)
}
