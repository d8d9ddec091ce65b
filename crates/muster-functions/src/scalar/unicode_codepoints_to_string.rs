//! `unicode_codepoints_to_string(values, …)`

use crate::prelude::*;
use serde_json::Value as Json;

use crate::conversion::to_long;

pub(crate) const UNICODE_CODEPOINTS_TO_STRING: Scalar = Scalar {
    name: "unicode_codepoints_to_string",
    aliases: &["make_string"],
    category: Category::Text,
    signatures: &["(values: int|long|dynamic, others: int|long|dynamic...): string"],
    summary: "Returns the text of these code points.",
    notes: &["Arguments are numbers or arrays of numbers; what is no code point is left out."],
    upstream: "unicode-codepoints-to-string-function",
    examples: &[
        eg("unicode_codepoints_to_string(75, 117, 115, 116, 111)", "Kusto"),
        eg("unicode_codepoints_to_string(dynamic([75, 117, 115]), 116, 111)", "Kusto"),
        eg("unicode_codepoints_to_string(dynamic([128512]))", "😀"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    args.rows(|row| {
        let mut text = String::new();
        for index in 0..args.len() {
            match args.value(index, row) {
                Value::Dynamic(Json::Array(elements)) => {
                    text.extend(elements.iter().filter_map(|e| character(&Value::Dynamic(e.clone()))));
                }
                other => text.extend(character(&other)),
            }
        }
        Some(text)
    })
}

fn character(value: &Value) -> Option<char> {
    to_long(value).and_then(|code| u32::try_from(code).ok()).and_then(char::from_u32)
}
