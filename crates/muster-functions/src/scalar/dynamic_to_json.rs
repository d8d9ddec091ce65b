//! `dynamic_to_json(expr)`

use crate::prelude::*;

pub(crate) const DYNAMIC_TO_JSON: Scalar = Scalar {
    name: "dynamic_to_json",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(expr: any): string"],
    summary: "Writes a value as JSON text whose keys are sorted.",
    notes: &["Equal values have the same text, whatever the order of their keys."],
    upstream: "dynamic-to-json-function",
    examples: &[eg(
        "dynamic_to_json(dynamic({'b': 1, 'a': [2, {'d': 1, 'c': 2}]}))",
        "{\"a\":[2,{\"c\":2,\"d\":1}],\"b\":1}",
    )],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    args.rows(|row| {
        let value = args.value(0, row);
        if value.is_null() {
            return None;
        }
        let mut json = to_json(&value);
        json.sort_all_objects();
        Some(json.to_string())
    })
}
