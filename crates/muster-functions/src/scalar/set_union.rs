//! `set_union(set, others)`

use crate::json;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const SET_UNION: Scalar = Scalar {
    name: "set_union",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(set: dynamic, others: dynamic...): dynamic"],
    summary: "Returns the distinct elements that are in any of its arguments.",
    notes: &[
        "Kusto promises no order; the order of first appearance is kept here.",
        "Text is compared with its case of letters.",
        "Null where an argument is no array.",
    ],
    upstream: "set-union-function",
    examples: &[
        eg("set_union(dynamic([1, 2, 1]), dynamic([4, 2]))", "[1,2,4]"),
        eg("set_union(dynamic(['a']), dynamic(['A']))", "[\"a\",\"A\"]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let columns: Vec<JsonColumn<'_>> = (0..args.len()).map(|index| args.json(index)).collect();
    args.rows(|row| {
        let sets = columns.iter().map(|column| json::array(column, row)).collect::<Option<Vec<_>>>()?;
        let mut result = Vec::new();
        for set in sets {
            for element in set {
                if !json::contains(&result, &element) {
                    result.push(element);
                }
            }
        }
        Some(Json::Array(result))
    })
}
