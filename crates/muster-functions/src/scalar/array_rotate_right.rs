//! `array_rotate_right(array, rotate_count)`

use crate::json;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const ARRAY_ROTATE_RIGHT: Scalar = Scalar {
    name: "array_rotate_right",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(array: dynamic, rotate_count: long): dynamic"],
    summary: "Moves the elements of `array` to the right; what leaves at one end enters at the other.",
    notes: &["A negative count moves to the other side."],
    upstream: "array-rotate-right-function",
    examples: &[
        eg("array_rotate_right(dynamic([1, 2, 3, 4, 5]), 2)", "[4,5,1,2,3]"),
        eg("array_rotate_right(dynamic([1, 2, 3, 4, 5]), -2)", "[3,4,5,1,2]"),
        eg("array_rotate_right(dynamic([]), 1)", "[]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (array, count) = (args.json(0), args.long(1));
    args.rows(|row| {
        let mut elements = json::array(&array, row)?;
        let count = count.get(row)?;
        if !elements.is_empty() {
            let places = count.rem_euclid(i64::try_from(elements.len()).ok()?);
            elements.rotate_right(usize::try_from(places).ok()?);
        }
        Some(Json::Array(elements))
    })
}
