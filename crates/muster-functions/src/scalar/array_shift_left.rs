//! `array_shift_left(array, shift_count, default_value))`

use crate::json;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const ARRAY_SHIFT_LEFT: Scalar = Scalar {
    name: "array_shift_left",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(array: dynamic, shift_count: long, default_value: any = dynamic(null)): dynamic"],
    summary: "Moves the elements of `array` to the left; what leaves is lost, and `default_value` fills the other end.",
    notes: &["A negative count moves to the other side.", "The length stays the same."],
    upstream: "array-shift-left-function",
    examples: &[
        eg("array_shift_left(dynamic([1, 2, 3, 4, 5]), 2)", "[3,4,5,null,null]"),
        eg("array_shift_left(dynamic([1, 2, 3, 4, 5]), -2, -1)", "[-1,-1,1,2,3]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (array, count) = (args.json(0), args.long(1));
    args.rows(|row| {
        let elements = json::array(&array, row)?;
        let filler = if args.len() > 2 { to_json(&args.value(2, row)) } else { Json::Null };
        let count = count.get(row)?;
        let old = |place: i64| usize::try_from(place.saturating_add(count)).ok().and_then(|old| elements.get(old));
        let length = i64::try_from(elements.len()).ok()?;
        Some((0..length).map(|place| old(place).unwrap_or(&filler).clone()).collect::<Json>())
    })
}
