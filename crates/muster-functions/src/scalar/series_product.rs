//! `series_product(series)`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_PRODUCT: Scalar = Scalar {
    name: "series_product",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic): real"],
    summary: "Returns the product of the elements of `series`.",
    notes: &["Null where an element is no number."],
    upstream: "series-product-function",
    examples: &[eg("series_product(dynamic([1, 2, 3, 4]))", "24.0")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::whole(args, |numbers| Some(numbers.iter().product()))
}
