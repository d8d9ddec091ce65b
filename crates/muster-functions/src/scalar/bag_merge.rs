//! `bag_merge(bag, others)`

use crate::json;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const BAG_MERGE: Scalar = Scalar {
    name: "bag_merge",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(bag: dynamic, others: dynamic...): dynamic"],
    summary: "Returns one bag of the entries of all its arguments.",
    notes: &[
        "Where a key comes twice, the first value counts; Kusto calls the choice arbitrary.",
        "What is no bag is left out; null where there is none.",
    ],
    upstream: "bag-merge-function",
    examples: &[eg(
        "bag_merge(dynamic({'A1': 12, 'B1': 2}), dynamic({'A2': 81, 'A1': 1}))",
        "{\"A1\":12,\"B1\":2,\"A2\":81}",
    )],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let bags: Vec<JsonColumn<'_>> = (0..args.len()).map(|index| args.json(index)).collect();
    args.rows(|row| {
        let mut merged = None;
        for bag in bags.iter().filter_map(|bag| json::bag(bag, row)) {
            let merged = merged.get_or_insert_with(serde_json::Map::new);
            for (key, value) in bag {
                merged.entry(key).or_insert(value);
            }
        }
        merged.map(Json::Object)
    })
}
