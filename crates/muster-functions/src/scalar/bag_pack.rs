//! `bag_pack(key, value, others)`

use crate::json;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const BAG_PACK: Scalar = Scalar {
    name: "bag_pack",
    aliases: &["pack", "pack_dictionary"],
    category: Category::Dynamic,
    signatures: &["(key: string, value: any, others: any...): dynamic"],
    summary: "Makes a bag of keys and values that alternate.",
    notes: &["A value that is null stays in the bag.", "Where a key comes twice, the last value counts."],
    upstream: "pack-function",
    examples: &[
        eg("bag_pack('Level', 'Information', 'ProcessID', 1234)", "{\"Level\":\"Information\",\"ProcessID\":1234}"),
        eg("bag_pack('a', bag_pack('b', 1), 'c', long(null))", "{\"a\":{\"b\":1},\"c\":null}"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    if !args.len().is_multiple_of(2) {
        return Err(Failure::new("`bag_pack` takes keys and values that alternate: a key has no value"));
    }
    args.rows(|row| {
        let entries = (0..args.len()).step_by(2).map(|index| {
            let key = match args.value(index, row) {
                Value::Dynamic(key) => json::text(&key).into_owned(),
                key => to_text(&key),
            };
            (key, to_json(&args.value(index + 1, row)))
        });
        Some(Json::Object(entries.collect()))
    })
}
