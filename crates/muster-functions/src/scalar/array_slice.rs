//! `array_slice(array, start, end)`

use crate::json;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const ARRAY_SLICE: Scalar = Scalar {
    name: "array_slice",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(array: dynamic, start: long, end: long): dynamic"],
    summary: "Returns the elements of `array` from `start` to `end`, both included.",
    notes: &["Negative places count from the end of the array: -1 is the last."],
    upstream: "array-slice-function",
    examples: &[
        eg("array_slice(dynamic([1, 2, 3, 4, 5]), 1, 2)", "[2,3]"),
        eg("array_slice(dynamic([1, 2, 3, 4, 5]), 2, -1)", "[3,4,5]"),
        eg("array_slice(dynamic([1, 2, 3, 4, 5]), -3, -2)", "[3,4]"),
        eg("array_slice(dynamic([1, 2]), 0, 9)", "[1,2]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (array, start, end) = (args.json(0), args.long(1), args.long(2));
    args.rows(|row| {
        let elements = json::array(&array, row)?;
        let length = i64::try_from(elements.len()).ok()?;
        let place = |index: i64| if index < 0 { index.saturating_add(length) } else { index };
        let first = place(start.get(row)?).max(0);
        let last = place(end.get(row)?);
        let slice = elements.into_iter().zip(0i64..).filter(|(_, index)| (first..=last).contains(index));
        Some(slice.map(|(element, _)| element).collect::<Json>())
    })
}
