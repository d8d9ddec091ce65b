//! `series_pearson_correlation(series1, series2)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_PEARSON_CORRELATION: Scalar = Scalar {
    name: "series_pearson_correlation",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series1: dynamic, series2: dynamic): real"],
    summary: "Returns the correlation of two series after Pearson.",
    notes: &["Null where the series differ in length.", "Null where an element is no number."],
    upstream: "series-pearson-correlation-function",
    examples: &[
        eg("round(series_pearson_correlation(dynamic([1, 2, 3, 4, 5]), dynamic([2, 4, 6, 8, 10])), 9)", "1.0"),
        eg("series_pearson_correlation(dynamic([1]), dynamic([1, 2]))", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::both(args, |first, second| {
        if first.len() != second.len() {
            return None;
        }
        let centered = |numbers: &[f64]| {
            let mean = numbers.iter().sum::<f64>() / numbers.len() as f64;
            numbers.iter().map(|number| number - mean).collect::<Vec<_>>()
        };
        let (first, second) = (centered(first), centered(second));
        let spreads = series::dot(&first, &first).sqrt() * series::dot(&second, &second).sqrt();
        Some(series::dot(&first, &second) / spreads)
    })
}
