//! `array_rotate_left(array, rotate_count)`

use crate::json;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const ARRAY_ROTATE_LEFT: Scalar = Scalar {
    name: "array_rotate_left",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(array: dynamic, rotate_count: long): dynamic"],
    summary: "Moves the elements of `array` to the left; what leaves at one end enters at the other.",
    notes: &["A negative count moves to the other side."],
    upstream: "array-rotate-left-function",
    examples: &[
        eg("array_rotate_left(dynamic([1, 2, 3, 4, 5]), 2)", "[3,4,5,1,2]"),
        eg("array_rotate_left(dynamic([1, 2, 3, 4, 5]), -2)", "[4,5,1,2,3]"),
        eg("array_rotate_left(dynamic([]), 1)", "[]"),
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
            elements.rotate_left(usize::try_from(places).ok()?);
        }
        Some(Json::Array(elements))
    })
}
