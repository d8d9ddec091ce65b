//! `pack_all([ignore_null_empty])`

use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const PACK_ALL: Scalar = Scalar {
    name: "pack_all",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(ignore_null_empty: bool = false, columns: any...): dynamic"],
    summary: "Makes a bag of all columns under their names.",
    notes: &[
        "A query gives `ignore_null_empty` alone, as `true` or `false`; names and values of the columns follow by themselves.",
        "With `true`, nulls and empty strings are left out.",
    ],
    upstream: "pack-all-function",
    examples: &[
        eg("toscalar(print a = 1, b = '' | project pack_all())", "{\"a\":1,\"b\":\"\"}"),
        eg("toscalar(print a = 1, b = '', c = int(null) | project pack_all(true))", "{\"a\":1}"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let ignores_empty = args.bool(0);
    args.rows(|row| {
        let ignores_empty = ignores_empty.get(row) == Some(true);
        let entries = (1..args.len()).step_by(2).filter_map(|index| {
            let value = to_json(&args.value(index + 1, row));
            let is_empty = value.is_null() || value == "";
            (!(ignores_empty && is_empty)).then(|| (to_text(&args.value(index, row)), value))
        });
        Some(Json::Object(entries.collect()))
    })
}
