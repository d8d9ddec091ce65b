//! `zip(array, others)`

use crate::json;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const ZIP: Scalar = Scalar {
    name: "zip",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(array: dynamic, others: dynamic...): dynamic"],
    summary: "Returns an array of arrays, each of the elements at one place of all its arguments.",
    notes: &["A shorter array is filled with nulls."],
    upstream: "zip-function",
    examples: &[
        eg("zip(dynamic([1, 3, 5]), dynamic([2, 4, 6]))", "[[1,2],[3,4],[5,6]]"),
        eg("zip(dynamic(['A', 1, 1.5]), dynamic([{}, 'B']))", "[[\"A\",{}],[1,\"B\"],[1.5,null]]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let columns: Vec<JsonColumn<'_>> = (0..args.len()).map(|index| args.json(index)).collect();
    args.rows(|row| {
        let arrays = columns.iter().map(|column| json::array(column, row)).collect::<Option<Vec<_>>>()?;
        let length = arrays.iter().map(Vec::len).max()?;
        let at = |place: usize| -> Json {
            arrays.iter().map(|array| array.get(place).cloned().unwrap_or(Json::Null)).collect()
        };
        Some((0..length).map(at).collect::<Json>())
    })
}
