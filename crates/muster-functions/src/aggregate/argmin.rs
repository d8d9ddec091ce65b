//! `argmin(minimized [, returned, ...])`

use crate::extreme::{Direction, Extreme};
use crate::prelude::*;

pub(crate) const ARGMIN: Aggregate = Aggregate {
    name: "argmin",
    aliases: &[],
    signatures: &[
        "(minimized: bool|int|long|real|decimal|string|datetime|timespan, returned: any...): typeof(minimized)",
    ],
    summary: "Returns the row of each group in which `minimized` is least; deprecated for `arg_min`.",
    notes: &[
        "A row with a null wins only where there is no other; of equal values the first row wins, while Kusto promises no particular one.",
        "The columns are the value, then the others, each of the same row.",
        "Columns are named otherwise than by `arg_min`: the others have the name of the first before theirs.",
    ],
    upstream: "arg-min-aggregation-function",
    examples: &[Example { call: "argmin(x)", input: "datatable(x: long)[1, 3]", result: "1" }],
    naming: Naming::FirstArgument,
    fold: || Box::new(Extreme::new(Direction::Least)),
};
