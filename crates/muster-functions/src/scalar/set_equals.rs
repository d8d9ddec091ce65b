//! `set_equals(set1, set2)`

use crate::json;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const SET_EQUALS: Scalar = Scalar {
    name: "set_equals",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(set1: dynamic, set2: dynamic): bool"],
    summary: "Tells whether two arrays have the same elements.",
    notes: &["Order and repetitions do not count.", "Null where an argument is no array."],
    upstream: "set-equals-function",
    examples: &[
        eg("set_equals(dynamic([1, 2, 1]), dynamic([2, 1]))", "true"),
        eg("set_equals(dynamic([1]), dynamic([1, 2]))", "false"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (first, second) = (args.json(0), args.json(1));
    args.rows(|row| {
        let (first, second) = (json::array(&first, row)?, json::array(&second, row)?);
        let within = |one: &[Json], other: &[Json]| one.iter().all(|element| json::contains(other, element));
        Some(within(&first, &second) && within(&second, &first))
    })
}
