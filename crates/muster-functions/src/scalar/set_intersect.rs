//! `set_intersect(set, others)`

use crate::json;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const SET_INTERSECT: Scalar = Scalar {
    name: "set_intersect",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(set: dynamic, others: dynamic...): dynamic"],
    summary: "Returns the distinct elements that are in all of its arguments.",
    notes: &[
        "Kusto promises no order; the order of first appearance is kept here.",
        "Text is compared with its case of letters.",
        "Null where an argument is no array.",
    ],
    upstream: "set-intersect-function",
    examples: &[
        eg("set_intersect(dynamic([1, 2, 3, 2]), dynamic([2, 3, 9]))", "[2,3]"),
        eg("set_intersect(dynamic(['a']), dynamic(['A']))", "[]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let columns: Vec<JsonColumn<'_>> = (0..args.len()).map(|index| args.json(index)).collect();
    args.rows(|row| {
        let sets = columns.iter().map(|column| json::array(column, row)).collect::<Option<Vec<_>>>()?;
        let mut result = Vec::new();
        let mut sets = sets.into_iter();
        let first = sets.next()?;
        let others: Vec<_> = sets.collect();
        for element in first {
            if others.iter().all(|set| json::contains(set, &element)) && !json::contains(&result, &element) {
                result.push(element);
            }
        }
        Some(Json::Array(result))
    })
}
