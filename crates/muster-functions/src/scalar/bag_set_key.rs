//! `bag_set_key(bag, key, value)`

use crate::prelude::*;
use crate::{json, json_path};
use serde_json::Value as Json;

pub(crate) const BAG_SET_KEY: Scalar = Scalar {
    name: "bag_set_key",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(bag: dynamic, key: string, value: any): dynamic"],
    summary: "Returns `bag` with the entry `key` set to `value`.",
    notes: &[
        "A key that begins with `$.` is a path; bags that are missing on the way are made.",
        "Null where `bag` is no bag, or where something else than a bag is on the way.",
    ],
    upstream: "bag-set-key-function",
    examples: &[
        eg("bag_set_key(dynamic({'key1': 1, 'key3': 'abc'}), 'key3', 3)", "{\"key1\":1,\"key3\":3}"),
        eg("bag_set_key(dynamic({'key1': 1}), '$.key2.prop1', 'abc')", "{\"key1\":1,\"key2\":{\"prop1\":\"abc\"}}"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (bag, key) = (args.json(0), args.text(1));
    let mut failure = None;
    let answer = args.rows(|row| {
        let mut entries = json::bag(&bag, row)?;
        match json_path::key_or_path(key.get(row)) {
            Ok(path) => json_path::set(&mut entries, &path, to_json(&args.value(2, row)))?,
            Err(wrong) => failure = Some(wrong),
        }
        Some(Json::Object(entries))
    });
    failure.map_or(answer, Err)
}
