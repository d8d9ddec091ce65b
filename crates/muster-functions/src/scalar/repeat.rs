//! `repeat(value, count)`

use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const REPEAT: Scalar = Scalar {
    name: "repeat",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(value: any, count: long): dynamic"],
    summary: "Makes an array of `count` times the same value.",
    notes: &["A count that is not positive gives an empty array.", "More than 1,048,576 elements are refused."],
    upstream: "repeat-function",
    examples: &[eg("repeat(1, 3)", "[1,1,1]"), eg("repeat('x', 0)", "[]")],
    naming: Naming::Prefix("repeat_"),
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let count = args.long(1);
    let rows = if args.all_constant() { 1 } else { args.row_count() };
    if (0..rows).any(|row| count.get(row).is_some_and(|count| count > 1 << 20)) {
        return Err(Failure::new("`repeat` makes at most 1048576 elements"));
    }
    args.rows(|row| {
        let count = usize::try_from(count.get(row)?.max(0)).ok()?;
        Some(Json::Array(vec![to_json(&args.value(0, row)); count]))
    })
}
