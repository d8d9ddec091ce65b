//! `series_log(series)`

use crate::json;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const SERIES_LOG: Scalar = Scalar {
    name: "series_log",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic): dynamic"],
    summary: "Returns the natural logarithm of each element of `series`.",
    notes: &[
        "Results are reals. What is no number becomes null.",
        "Numbers that are 0 or negative are refused, since what Kusto makes of them is not known.",
    ],
    upstream: "series-log-function",
    examples: &[
        eg("series_log(dynamic([1, 2, 3]))", "[0.0,0.6931471805599453,1.0986122886681098]"),
        eg("series_log(dynamic(['a', null]))", "[null,null]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let series = args.json(0);
    let mut refused = false;
    let answer = args.rows(|row| {
        let elements = json::array(&series, row)?;
        let logarithm = |element: &Json| {
            element.as_f64().map_or(Json::Null, |number| {
                refused |= number <= 0.0;
                json::real(number.ln())
            })
        };
        Some(elements.iter().map(logarithm).collect::<Json>())
    });
    if refused { Err(Failure::new("`series_log` of 0 or of a negative number is not supported")) } else { answer }
}
