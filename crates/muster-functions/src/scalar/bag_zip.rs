//! `bag_zip(keys, values)`

use crate::json;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const BAG_ZIP: Scalar = Scalar {
    name: "bag_zip",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(keys: dynamic, values: dynamic): dynamic"],
    summary: "Makes a bag of an array of keys and an array of values.",
    notes: &[
        "Keys that are no strings are left out with their values.",
        "Keys without a value get null; values without a key are left out.",
    ],
    upstream: "bag-zip-function",
    examples: &[
        eg("bag_zip(dynamic(['a', 'b', 'c']), dynamic([1, '2', 3.4]))", "{\"a\":1,\"b\":\"2\",\"c\":3.4}"),
        eg("bag_zip(dynamic(['a', 8, 'b']), dynamic([1, '2']))", "{\"a\":1,\"b\":null}"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (keys, values) = (args.json(0), args.json(1));
    args.rows(|row| {
        let keys = json::array(&keys, row)?;
        let values = json::array(&values, row).unwrap_or_default();
        let mut bag = serde_json::Map::new();
        for (place, key) in keys.into_iter().enumerate() {
            if let Json::String(key) = key {
                bag.insert(key, values.get(place).cloned().unwrap_or(Json::Null));
            }
        }
        Some(Json::Object(bag))
    })
}
