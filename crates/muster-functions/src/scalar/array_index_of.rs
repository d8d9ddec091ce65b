//! `array_index_of(array, value, start, length, occurrence)`

use crate::json;
use crate::prelude::*;

pub(crate) const ARRAY_INDEX_OF: Scalar = Scalar {
    name: "array_index_of",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(array: dynamic, value: any, start: long = 0, length: long = -1, occurrence: const long = 1): long"],
    summary: "Returns the place of `value` in `array`, counted from 0, or -1.",
    notes: &[
        "`start` counts from the end where it is negative.",
        "`length` is how many elements are looked at; -1 is all of them.",
        "Null where `occurrence` is negative, `length` is below -1, or `array` is no array.",
        "Text is compared with its case of letters.",
    ],
    upstream: "array-index-of-function",
    examples: &[
        eg("array_index_of(dynamic(['this', 'is', 'an', 'example', 'an', 'example']), 'an')", "2"),
        eg("array_index_of(dynamic(['this', 'is', 'an', 'example', 'an', 'example']), 'example', 1, 2)", "-1"),
        eg("array_index_of(dynamic(['this', 'is', 'an', 'example', 'an', 'example']), 'an', 1, -1, 2)", "4"),
        eg("array_index_of(dynamic(['this', 'is', 'an', 'example', 'an', 'example']), 'an', -3)", "4"),
        eg("array_index_of(dynamic(['this', 'is', 'an', 'example', 'an', 'example']), 'is', -4)", "-1"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (array, start, length, occurrence) = (args.json(0), args.long(2), args.long(3), args.long(4));
    let count = args.len();
    args.rows(|row| {
        let elements = json::array(&array, row)?;
        let value = to_json(&args.value(1, row));
        let start = if count > 2 { start.get(row)? } else { 0 };
        let length = if count > 3 { length.get(row)? } else { -1 };
        let occurrence = if count > 4 { occurrence.get(row)? } else { 1 };
        if occurrence < 0 || length < -1 {
            return None;
        }
        let size = i64::try_from(elements.len()).ok()?;
        let first = if start < 0 { start.saturating_add(size).max(0) } else { start };
        let end = if length < 0 { size } else { first.saturating_add(length) };
        let places = (0i64..)
            .zip(&elements)
            .filter(|(place, element)| (first..end).contains(place) && json::equal(element, &value));
        let skipped = usize::try_from(occurrence.max(1) - 1).ok()?;
        Some(places.map(|(place, _)| place).nth(skipped).unwrap_or(-1))
    })
}
