//! `series_sum(series)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_SUM: Scalar = Scalar {
    name: "series_sum",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic): real"],
    summary: "Returns the sum of the elements of `series`.",
    notes: &["Null where an element is no number."],
    upstream: "series-sum-function",
    examples: &[eg("series_sum(dynamic([1, 2, 3, 4]))", "10.0"), eg("series_sum(dynamic([1, null]))", "null")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::whole(args, |numbers| Some(numbers.iter().sum()))
}
