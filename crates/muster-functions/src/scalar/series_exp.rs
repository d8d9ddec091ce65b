//! `series_exp(series)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_EXP: Scalar = Scalar {
    name: "series_exp",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic): dynamic"],
    summary: "Returns e to the power of each element of `series`.",
    notes: &["Results are reals, also for whole numbers.", "What is no number becomes null."],
    upstream: "series-exp-function",
    examples: &[eg("series_exp(dynamic([0]))", "[1.0]"), eg("series_exp(dynamic(['a', null]))", "[null,null]")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::each(args, f64::exp)
}
