//! `series_fit_line_dynamic(series)`

use crate::prelude::*;
use crate::regression::Line;
use crate::series;

pub(crate) const SERIES_FIT_LINE_DYNAMIC: Scalar = Scalar {
    name: "series_fit_line_dynamic",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic): dynamic"],
    summary: "Fits a straight line to `series` by least squares and returns a bag: `rsquare`, `slope`, `variance`, `rvariance`, `interception`, `line_fit`.",
    notes: &[
        "Places are counted from 0; the variances are those of a sample.",
        "`series_fit_line` gives the same as a column each.",
        "A series with an element that is no number, one of fewer than two elements and one whose elements are all the same are refused.",
    ],
    upstream: "series-fit-line-dynamic-function",
    examples: &[
        eg(
            "series_fit_line_dynamic(dynamic([1, 3, 5]))",
            "{\"rsquare\":1.0,\"slope\":2.0,\"variance\":4.0,\"rvariance\":0.0,\"interception\":1.0,\"line_fit\":[1.0,3.0,5.0]}",
        ),
        eg(
            "round(toreal(series_fit_line_dynamic(dynamic([2, 5, 6, 8, 11, 15, 17, 18, 25, 26, 30, 30])).rsquare), 3)",
            "0.983",
        ),
        eg(
            "round(toreal(series_fit_line_dynamic(dynamic([2, 5, 6, 8, 11, 15, 17, 18, 25, 26, 30, 30])).variance), 3)",
            "98.629",
        ),
        eg(
            "round(toreal(series_fit_line_dynamic(dynamic([2, 5, 6, 8, 11, 15, 17, 18, 25, 26, 30, 30])).rvariance), 3)",
            "1.686",
        ),
        eg("series_fit_line_dynamic(dynamic(null))", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    series::checked(args, "series_fit_line", |numbers, _| {
        let line = Line::fit(numbers).ok_or("of fewer than two elements")?;
        if line.variance == 0.0 {
            return Err("of elements that are all the same".to_owned());
        }
        Ok(Some(serde_json::json!({
            "rsquare": line.r_square(),
            "slope": line.slope,
            "variance": line.variance,
            "rvariance": line.residual_variance,
            "interception": line.interception,
            "line_fit": (0..numbers.len()).map(|place| line.at(place)).collect::<Vec<_>>(),
        })))
    })
}
