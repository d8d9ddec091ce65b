//! `parse_json(json)`

use crate::prelude::*;
use muster_values::json_text::{JsonText, is_compact};
use serde_json::Value as Json;

use crate::conversion::to_dynamic;

pub(crate) const PARSE_JSON: Scalar = Scalar {
    name: "parse_json",
    aliases: &["todynamic", "toobject", "parsejson"],
    category: Category::Conversion,
    signatures: &["(json: any): dynamic"],
    summary: "Reads JSON into a `dynamic`.",
    notes: &[
        "A text that is not JSON becomes a `dynamic` with that text.",
        "A `dynamic` stays as it is, also one that holds a text: `parse_json(tostring(d))` reads that.",
        "The empty text and `null` give null.",
        "Of equal keys in a bag the last counts.",
    ],
    upstream: "parse-json-function",
    examples: &[
        eg("parse_json('{\"a\": [1, 2.0, null]}')", "{\"a\":[1,2.0,null]}"),
        eg("parse_json('abc')", "abc"),
        eg("parse_json('')", "null"),
        eg("gettype(parse_json(dynamic('[1]')))", "string"),
        eg("parse_json('[1,2')", "[1,2"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    match args.ty(0) {
        Type::Dynamic => args.column(0).map_or_else(|| args.rows(|_| None::<Json>), |column| Ok(column.clone())),
        Type::String => {
            let text = args.text(0);
            args.rows(|row| {
                let text = text.get(row);
                if text.trim().is_empty() {
                    return None;
                }
                if is_compact(text) {
                    return Some(JsonText(text.into()));
                }
                Some(JsonText::of(&serde_json::from_str(text).unwrap_or_else(|_| Json::from(text))))
            })
        }
        _ => args.rows(|row| to_dynamic(&args.value(0, row))),
    }
}
