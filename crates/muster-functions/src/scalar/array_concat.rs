//! `array_concat(array, others)`

use crate::json;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const ARRAY_CONCAT: Scalar = Scalar {
    name: "array_concat",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(array: dynamic, others: dynamic...): dynamic"],
    summary: "Returns one array of the elements of all its arguments.",
    notes: &["Null where an argument is no array."],
    upstream: "array-concat-function",
    examples: &[
        eg("array_concat(dynamic([1, 2]), dynamic([2, 'a']))", "[1,2,2,\"a\"]"),
        eg("array_concat(dynamic([1]), dynamic(null))", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let arrays: Vec<JsonColumn<'_>> = (0..args.len()).map(|index| args.json(index)).collect();
    args.rows(|row| {
        let mut elements = Vec::new();
        for array in &arrays {
            elements.extend(json::array(array, row)?);
        }
        Some(Json::Array(elements))
    })
}
