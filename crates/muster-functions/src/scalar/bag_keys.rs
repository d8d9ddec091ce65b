//! `bag_keys(object)`

use crate::json;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const BAG_KEYS: Scalar = Scalar {
    name: "bag_keys",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(object: dynamic): dynamic"],
    summary: "Returns the keys of a bag, without those of bags within it.",
    notes: &["Null for what is no bag."],
    upstream: "bag-keys-function",
    examples: &[
        eg("bag_keys(dynamic({'a': 'b', 'c': {'d': 123}}))", "[\"a\",\"c\"]"),
        eg("bag_keys(dynamic([]))", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let object = args.json(0);
    args.rows(|row| Some(json::bag(&object, row)?.into_iter().map(|(key, _)| Json::String(key)).collect::<Json>()))
}
