//! `array_sum(array)`

use crate::json;
use crate::prelude::*;

pub(crate) const ARRAY_SUM: Scalar = Scalar {
    name: "array_sum",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(array: dynamic): real"],
    summary: "Returns the sum of the numbers of `array`.",
    notes: &["The result is a `real`, also for whole numbers.", "Null where an element is no number."],
    upstream: "array-sum-function",
    examples: &[
        eg("array_sum(dynamic([1, 2, 3, 4]))", "10.0"),
        eg("array_sum(dynamic([1, 'a']))", "null"),
        eg("array_sum(dynamic([]))", "0.0"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let array = args.json(0);
    // The sum of nothing is -0.0 in Rust.
    args.rows(|row| json::array(&array, row)?.iter().try_fold(0.0, |sum, element| Some(sum + element.as_f64()?)))
}
