//! `pack_array(value, others)`

use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const PACK_ARRAY: Scalar = Scalar {
    name: "pack_array",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(value: any, others: any...): dynamic"],
    summary: "Makes an array of its arguments.",
    notes: &["Moments and lengths of time become text."],
    upstream: "pack-array-function",
    examples: &[
        eg("pack_array(1, 'a', 2s)", "[1,\"a\",\"00:00:02\"]"),
        eg("pack_array(dynamic([1]), long(null))", "[[1],null]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    args.rows(|row| Some((0..args.len()).map(|index| to_json(&args.value(index, row))).collect::<Json>()))
}
