//! `array_iff(condition_array, when_true, when_false)`

use crate::json;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const ARRAY_IFF: Scalar = Scalar {
    name: "array_iff",
    aliases: &["array_iif"],
    category: Category::Dynamic,
    signatures: &["(condition_array: dynamic, when_true: any, when_false: any): dynamic"],
    summary: "Takes each element from `when_true` or `when_false`, as the element of `condition_array` at its place says.",
    notes: &[
        "A condition is a truth value or a number, which is true unless it is 0; another one gives null.",
        "A value that is no array serves at all places; an array that is too short gives null.",
    ],
    upstream: "array-iff-function",
    examples: &[
        eg("array_iff(dynamic([true, false, true]), dynamic([1, 2, 3]), dynamic([4, 5, 6]))", "[1,5,3]"),
        eg("array_iff(dynamic([1, 0, 50]), 'yes', 'no')", "[\"yes\",\"no\",\"yes\"]"),
        eg("array_iff(dynamic([true, true, true]), dynamic([1, 2]), dynamic([3, 4]))", "[1,2,null]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let conditions = args.json(0);
    args.rows(|row| {
        let conditions = json::array(&conditions, row)?;
        let (when_true, when_false) = (to_json(&args.value(1, row)), to_json(&args.value(2, row)));
        let at = |value: &Json, place: usize| match value {
            Json::Array(elements) => elements.get(place).cloned().unwrap_or(Json::Null),
            one => one.clone(),
        };
        let choose = |(place, condition): (usize, &Json)| match condition {
            Json::Bool(true) => at(&when_true, place),
            Json::Bool(false) => at(&when_false, place),
            Json::Number(number) => at(if number.as_f64() == Some(0.0) { &when_false } else { &when_true }, place),
            _ => Json::Null,
        };
        Some(conditions.iter().enumerate().map(choose).collect::<Json>())
    })
}
