//! `bag_remove_keys(bag, keys)`

use crate::prelude::*;
use crate::{json, json_path};
use serde_json::Value as Json;

pub(crate) const BAG_REMOVE_KEYS: Scalar = Scalar {
    name: "bag_remove_keys",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(bag: dynamic, keys: dynamic): dynamic"],
    summary: "Returns `bag` without some of its keys.",
    notes: &[
        "A key that begins with `$.` is a path to an entry of an inner bag.",
        "Keys are compared with their case of letters.",
    ],
    upstream: "bag-remove-keys-function",
    examples: &[
        eg("bag_remove_keys(dynamic({'key1': 123, 'key2': 'abc'}), dynamic(['key2', 'key4']))", "{\"key1\":123}"),
        eg("bag_remove_keys(dynamic({'a': {'b': 1, 'c': 2}}), dynamic(['$.a.b']))", "{\"a\":{\"c\":2}}"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (bag, keys) = (args.json(0), args.json(1));
    let mut failure = None;
    let answer = args.rows(|row| {
        let mut entries = json::bag(&bag, row)?;
        for key in json::array(&keys, row)? {
            match json_path::key_or_path(&json::text(&key)) {
                Ok(path) => json_path::remove(&mut entries, &path),
                Err(wrong) => failure = Some(wrong),
            }
        }
        Some(Json::Object(entries))
    });
    failure.map_or(answer, Err)
}
