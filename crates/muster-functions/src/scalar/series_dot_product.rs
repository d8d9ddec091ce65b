//! `series_dot_product(series1, series2)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_DOT_PRODUCT: Scalar = Scalar {
    name: "series_dot_product",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series1: dynamic, series2: dynamic): real"],
    summary: "Returns the sum of the products of the elements of two series.",
    notes: &["The longer series is cut to the length of the shorter.", "Null where an element is no number."],
    upstream: "series-dot-product-function",
    examples: &[eg("series_dot_product(dynamic([1, 2, 4]), dynamic([4, 2, 1]))", "12.0")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::both(args, |first, second| Some(series::dot(first, second)))
}
