//! `array_reverse(value)`

use crate::json;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const ARRAY_REVERSE: Scalar = Scalar {
    name: "array_reverse",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(value: dynamic): dynamic"],
    summary: "Returns `value` with its elements in opposite order.",
    notes: &["Null for what is no array."],
    upstream: "array-reverse-function",
    examples: &[eg("array_reverse(dynamic([1, 2, 3]))", "[3,2,1]"), eg("array_reverse(dynamic('abc'))", "null")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let array = args.json(0);
    args.rows(|row| Some(json::array(&array, row)?.into_iter().rev().collect::<Json>()))
}
