//! `series_sign(series)`

use crate::json;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const SERIES_SIGN: Scalar = Scalar {
    name: "series_sign",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic): dynamic"],
    summary: "Returns for each element of `series` -1 where it is negative, 1 where it is positive, and 0 for 0.",
    notes: &["What is no number becomes null.", "Reals are refused, since the type of their signs is not known."],
    upstream: "series-sign-function",
    examples: &[
        eg("series_sign(dynamic([-6, 0, 8]))", "[-1,0,1]"),
        eg("series_sign(dynamic(['a', null]))", "[null,null]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let series = args.json(0);
    let mut refused = false;
    let answer = args.rows(|row| {
        let elements = json::array(&series, row)?;
        let sign = |element: &Json| {
            refused |= element.is_f64();
            element.as_i64().map_or(Json::Null, |number| Json::from(number.signum()))
        };
        Some(elements.iter().map(sign).collect::<Json>())
    });
    if refused { Err(Failure::new("`series_sign` of reals is not supported")) } else { answer }
}
