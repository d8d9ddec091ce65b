//! `min(expr)`

use crate::extreme::{Direction, Extreme};
use crate::prelude::*;

pub(crate) const MIN: Aggregate = Aggregate {
    name: "min",
    aliases: &[],
    signatures: &["(expr: bool|int|long|real|decimal|string|datetime|timespan): typeof(expr)"],
    summary: "Returns the least value of each group.",
    notes: &[
        "Nulls are left out. Of no values the result is null.",
        "Strings are compared by code point, case counts, and `\"\"` is a value.",
        "A NaN is the result only where there is no other value.",
    ],
    upstream: "min-aggregation-function",
    examples: &[
        Example { call: "min(x)", input: "datatable(x: long)[2, long(null), 1]", result: "1" },
        Example { call: "min(x)", input: "datatable(x: long)[]", result: "null" },
        Example { call: "min(x)", input: "datatable(x: string)['b', 'B']", result: "B" },
    ],
    naming: Naming::Prefix("min_"),
    fold: || Box::new(Extreme::new(Direction::Least)),
};
