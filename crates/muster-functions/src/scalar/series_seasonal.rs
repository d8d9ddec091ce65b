//! `series_seasonal(series, period)`

use crate::prelude::*;
use crate::series;
use serde_json::Value as Json;

pub(crate) const SERIES_SEASONAL: Scalar = Scalar {
    name: "series_seasonal",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic, period: long): dynamic"],
    summary: "Returns the season of `series`: for each element the median of all elements at its place in the period.",
    notes: &[
        "A period that is 0 or negative gives zeros.",
        "Without a period, or with -1, Kusto looks for one in a way that is not known, so that this is refused.",
        "A series with an element that is no number is refused.",
    ],
    upstream: "series-seasonal-function",
    examples: &[
        eg("series_seasonal(dynamic([1, 3, 5, 1, 3, 5, 2, 4, 6]), 3)", "[1.0,3.0,5.0,1.0,3.0,5.0,1.0,3.0,5.0]"),
        eg("series_seasonal(dynamic([1, 3, 2, 4]), 2)", "[1.5,3.5,1.5,3.5]"),
        eg("series_seasonal(dynamic([1, 3, 2, 4]), 0)", "[0.0,0.0,0.0,0.0]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let period = args.long(1);
    series::checked(args, "series_seasonal", |numbers, row| match period.get(row) {
        None | Some(-1) => Err("without a period".to_owned()),
        Some(period) => {
            let period = usize::try_from(period).unwrap_or(0);
            let medians: Vec<f64> = (0..period.min(numbers.len()))
                .map(|place| median(numbers.iter().skip(place).step_by(period).copied().collect()))
                .collect();
            let seasonal = |place: usize| if period == 0 { 0.0 } else { medians[place % period] };
            Ok(Some((0..numbers.len()).map(seasonal).collect::<Json>()))
        }
    })
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { f64::midpoint(values[middle - 1], values[middle]) }
}
