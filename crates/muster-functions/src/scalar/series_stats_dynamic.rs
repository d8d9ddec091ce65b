//! `series_stats_dynamic(series, ignore_nonnumeric)`

use crate::json;
use crate::prelude::*;

pub(crate) const SERIES_STATS_DYNAMIC: Scalar = Scalar {
    name: "series_stats_dynamic",
    aliases: &[],
    category: Category::Series,
    signatures: &["(series: dynamic, ignore_nonnumeric: bool = false): dynamic"],
    summary: "Returns a bag of statistics of `series`: `min`, `min_idx`, `max`, `max_idx`, `avg`, `stdev`, `variance`, `sum`, `len`.",
    notes: &[
        "Null where an element is no number, unless such are to be left out.",
        "`variance` and `stdev` are those of a sample.",
    ],
    upstream: "series-stats-dynamic-function",
    examples: &[
        eg(
            "series_stats_dynamic(dynamic([2, 4]))",
            "{\"min\":2.0,\"min_idx\":0,\"max\":4.0,\"max_idx\":1,\"avg\":3.0,\"stdev\":1.4142135623730951,\"variance\":2.0,\"sum\":6.0,\"len\":2}",
        ),
        eg("series_stats_dynamic(dynamic([2, null]))", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (series, ignore) = (args.json(0), args.bool(1));
    args.rows(|row| {
        let elements = json::array(&series, row)?;
        let ignore = args.len() > 1 && ignore.get(row) == Some(true);
        let mut numbers = Vec::new();
        for (place, element) in elements.iter().enumerate() {
            match element.as_f64() {
                Some(number) => numbers.push((place, number)),
                None if ignore => {}
                None => return None,
            }
        }
        // Of equal numbers the first counts.
        let (&first, rest) = numbers.split_first()?;
        let (min_idx, min) = rest.iter().fold(first, |best, next| if next.1 < best.1 { *next } else { best });
        let (max_idx, max) = rest.iter().fold(first, |best, next| if next.1 > best.1 { *next } else { best });
        let sum: f64 = numbers.iter().map(|(_, number)| number).sum();
        let avg = sum / numbers.len() as f64;
        let squares: f64 = numbers.iter().map(|(_, number)| (number - avg).powi(2)).sum();
        let variance = if rest.is_empty() { 0.0 } else { squares / rest.len() as f64 };
        Some(serde_json::json!({
            "min": min,
            "min_idx": min_idx,
            "max": max,
            "max_idx": max_idx,
            "avg": avg,
            "stdev": variance.sqrt(),
            "variance": variance,
            "sum": sum,
            "len": numbers.len(),
        }))
    })
}
