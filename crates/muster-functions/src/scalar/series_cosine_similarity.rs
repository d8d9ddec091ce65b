//! `series_cosine_similarity(series1, series2)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_COSINE_SIMILARITY: Scalar = Scalar {
    name: "series_cosine_similarity",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series1: dynamic, series2: dynamic): real"],
    summary: "Returns the cosine of the angle between two series as vectors.",
    notes: &["Null where the series differ in length.", "Null where an element is no number."],
    upstream: "series-cosine-similarity-function",
    examples: &[
        eg("series_cosine_similarity(dynamic([3, 4]), dynamic([6, 8]))", "1.0"),
        eg("series_cosine_similarity(dynamic([1]), dynamic([1, 2]))", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::both(args, |first, second| {
        let magnitudes = series::dot(first, first).sqrt() * series::dot(second, second).sqrt();
        (first.len() == second.len()).then(|| series::dot(first, second) / magnitudes)
    })
}
