//! `series_fill_forward(series, missing_value_placeholder))`

use crate::prelude::*;
use crate::series;

pub(crate) const SERIES_FILL_FORWARD: Scalar = Scalar {
    name: "series_fill_forward",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic, missing_value_placeholder: any = dynamic(null)): dynamic"],
    summary: "Replaces each missing element by the nearest one before it.",
    notes: &[
        "Missing is what equals `missing_value_placeholder`, nulls if it is not given.",
        "What has nothing before it stays missing.",
    ],
    upstream: "series-fill-forward-function",
    examples: &[
        eg("series_fill_forward(dynamic([null, 111, null, 36, null]))", "[null,111,111,36,36]"),
        eg("series_fill_forward(dynamic([1, 0, 2]), 0)", "[1,1,2]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::fill(args, false)
}
