//! `array_sum(array)`

use crate::json;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const ARRAY_SUM: Scalar = Scalar {
    name: "array_sum",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(array: dynamic): real"],
    summary: "Returns the sum of the numbers of `array`.",
    notes: &["The result is a `real`, also for whole numbers.", "Null where an element is no number."],
    upstream: "array-sum-function",
    examples: &[eg("array_sum(dynamic([1, 2, 3, 4]))", "10.0"), eg("array_sum(dynamic([1, 'a']))", "null")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let array = args.json(0);
    args.rows(|row| json::array(&array, row)?.iter().map(Json::as_f64).sum::<Option<f64>>())
}
