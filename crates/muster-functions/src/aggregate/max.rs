//! `max(expr)`

use crate::extreme::{Direction, Extreme};
use crate::prelude::*;

pub(crate) const MAX: Aggregate = Aggregate {
    name: "max",
    aliases: &[],
    signatures: &["(expr: bool|int|long|real|decimal|string|datetime|timespan): typeof(expr)"],
    summary: "Returns the greatest value of each group.",
    notes: &[
        "Nulls are left out. Of no values the result is null.",
        "Strings are compared by code point, case counts, and `\"\"` is a value.",
        "A NaN is the result only where there is no other value.",
    ],
    upstream: "max-aggregation-function",
    examples: &[
        Example { call: "max(x)", input: "datatable(x: long)[2, long(null), 1]", result: "2" },
        Example { call: "max(x)", input: "datatable(x: long)[]", result: "null" },
        Example { call: "max(x)", input: "datatable(x: string)['b', 'B']", result: "b" },
    ],
    naming: Naming::Prefix("max_"),
    fold: || Box::new(Extreme::new(Direction::Greatest)),
};
