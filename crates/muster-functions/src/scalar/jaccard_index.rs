//! `jaccard_index(set1, set2)`

use crate::json;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const JACCARD_INDEX: Scalar = Scalar {
    name: "jaccard_index",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(set1: dynamic, set2: dynamic): real"],
    summary: "Returns how many of the distinct elements of two arrays are in both, as a share of all.",
    notes: &["Repetitions do not count.", "Two empty arrays give `NaN`."],
    upstream: "jaccard-index-function",
    examples: &[
        eg("jaccard_index(dynamic([1, 2, 3]), dynamic([1, 2, 3, 4]))", "0.75"),
        eg("jaccard_index(dynamic([1, 1]), dynamic([1]))", "1.0"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (first, second) = (args.json(0), args.json(1));
    args.rows(|row| {
        let distinct = |elements: Vec<Json>| {
            elements.into_iter().fold(Vec::new(), |mut set, element| {
                if !json::contains(&set, &element) {
                    set.push(element);
                }
                set
            })
        };
        let (first, second) = (distinct(json::array(&first, row)?), distinct(json::array(&second, row)?));
        let both = first.iter().filter(|element| json::contains(&second, element)).count();
        Some(both as f64 / (first.len() + second.len() - both) as f64)
    })
}
