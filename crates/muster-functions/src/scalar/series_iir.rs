//! `series_iir(series, numerators, denominators)`

use crate::json;
use crate::prelude::*;
use crate::series;
use serde_json::Value as Json;

pub(crate) const SERIES_IIR: Scalar = Scalar {
    name: "series_iir",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic, numerators: dynamic, denominators: dynamic): dynamic"],
    summary: "Applies a filter with an infinite impulse response to `series`.",
    notes: &[
        "Results are reals. What would be before the series counts as 0.",
        "An element or a coefficient that is no number, and a first denominator that is 0, are refused.",
    ],
    upstream: "series-iir-function",
    examples: &[
        eg("series_iir(range(1.0, 4.0, 1), dynamic([1]), dynamic([1, -1]))", "[1.0,3.0,6.0,10.0]"),
        eg("series_iir(dynamic([0, 1, 2, 3, 4]), dynamic([1]), dynamic([1, -1]))", "[0.0,1.0,3.0,6.0,10.0]"),
        eg("series_iir(dynamic(null), dynamic([1]), dynamic([1, -1]))", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (numerators, denominators) = (args.json(1), args.json(2));
    let coefficients = |column: &JsonColumn<'_>, row: usize| {
        let elements = json::array(column, row).filter(|elements| !elements.is_empty());
        elements.and_then(|elements| series::numbers(&elements)).ok_or("with a coefficient that is no number")
    };
    series::checked(args, "series_iir", |input, row| {
        let (forward, backward) = (coefficients(&numerators, row)?, coefficients(&denominators, row)?);
        let (first, backward) =
            backward.split_first().filter(|(first, _)| **first != 0.0).ok_or("with a first denominator of 0")?;
        let mut output: Vec<f64> = Vec::with_capacity(input.len());
        for place in 0..input.len() {
            let of_input: f64 = forward.iter().zip(input[..=place].iter().rev()).map(|(b, x)| b * x).sum();
            let of_output: f64 = backward.iter().zip(output.iter().rev()).map(|(a, y)| a * y).sum();
            output.push((of_input - of_output) / first);
        }
        Ok(Some(output.into_iter().map(json::real).collect::<Json>()))
    })
}
