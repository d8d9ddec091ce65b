//! `series_sin(series)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_SIN: Scalar = Scalar {
    name: "series_sin",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic): dynamic"],
    summary: "Returns the sine of each element of `series`.",
    notes: &["Results are reals, also for whole numbers.", "What is no number becomes null."],
    upstream: "series-sin-function",
    examples: &[eg("series_sin(dynamic([0]))", "[0.0]"), eg("series_sin(dynamic(['a', null]))", "[null,null]")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::each(args, f64::sin)
}
