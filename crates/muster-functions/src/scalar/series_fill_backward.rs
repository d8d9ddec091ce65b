//! `series_fill_backward(series, missing_value_placeholder))`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_FILL_BACKWARD: Scalar = Scalar {
    name: "series_fill_backward",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic, missing_value_placeholder: any = dynamic(null)): dynamic"],
    summary: "Replaces each missing element by the nearest one after it.",
    notes: &[
        "Missing is what equals `missing_value_placeholder`, nulls if it is not given.",
        "What has nothing after it stays missing.",
    ],
    upstream: "series-fill-backward-function",
    examples: &[
        eg("series_fill_backward(dynamic([null, 111, null, 36, null]))", "[111,111,36,36,null]"),
        eg("series_fill_backward(dynamic([1, 0, 2]), 0)", "[1,2,2]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::fill(args, true)
}
