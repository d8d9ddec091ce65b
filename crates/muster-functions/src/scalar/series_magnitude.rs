//! `series_magnitude(series)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_MAGNITUDE: Scalar = Scalar {
    name: "series_magnitude",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic): real"],
    summary: "Returns the square root of the sum of the squares of the elements of `series`.",
    notes: &["Null where an element is no number."],
    upstream: "series-magnitude-function",
    examples: &[eg("series_magnitude(dynamic([3, 4]))", "5.0")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::whole(args, |numbers| Some(series::dot(numbers, numbers).sqrt()))
}
