//! `series_fill_const(series, constant_value [, missing_value_placeholder])`

use crate::json;
use crate::prelude::*;
use crate::series;
use serde_json::Value as Json;

pub(crate) const SERIES_FILL_CONST: Scalar = Scalar {
    name: "series_fill_const",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic, constant_value: any, missing_value_placeholder: any = dynamic(null)): dynamic"],
    summary: "Replaces each missing element by `constant_value`.",
    notes: &["Missing is what equals `missing_value_placeholder`, nulls if it is not given."],
    upstream: "series-fill-const-function",
    examples: &[
        eg("series_fill_const(dynamic([111, null, 36, 41, null]), 0.0)", "[111,0.0,36,41,0.0]"),
        eg("series_fill_const(dynamic([111, null, 36, 41, null]), -1)", "[111,-1,36,41,-1]"),
        eg("series_fill_const(dynamic([1, 0, null]), 7, 0)", "[1,7,null]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let series = args.json(0);
    args.rows(|row| {
        let elements = json::array(&series, row)?;
        let (constant, placeholder) = (to_json(&args.value(1, row)), series::placeholder(args, 2, row));
        let filled = |element: Json| if json::equal(&element, &placeholder) { constant.clone() } else { element };
        Some(elements.into_iter().map(filled).collect::<Json>())
    })
}
