//! `bag_has_key(bag, key)`

use crate::json_path;
use crate::prelude::*;

pub(crate) const BAG_HAS_KEY: Scalar = Scalar {
    name: "bag_has_key",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(bag: dynamic, key: string): bool"],
    summary: "Tells whether a bag has the entry `key`.",
    notes: &["A key that begins with `$.` is a path into inner bags.", "Keys are compared with their case of letters."],
    upstream: "bag-has-key-function",
    examples: &[
        eg("bag_has_key(dynamic({'key1': 123}), 'key1')", "true"),
        eg("bag_has_key(dynamic({'key1': 123}), 'Key1')", "false"),
        eg("bag_has_key(dynamic({'a': {'b': 1}}), '$.a.b')", "true"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (bag, key) = (args.json(0), args.text(1));
    let mut failure = None;
    let answer = args.rows(|row| {
        let bag = bag.get(row).filter(|bag| bag.is_object())?;
        match json_path::key_or_path(key.get(row)) {
            Ok(path) => Some(json_path::find(&bag, &path).is_some()),
            Err(wrong) => {
                failure = Some(wrong);
                None
            }
        }
    });
    failure.map_or(answer, Err)
}
