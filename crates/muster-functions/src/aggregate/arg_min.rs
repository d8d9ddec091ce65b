//! `arg_min(minimized [, returned, ...])`

use crate::extreme::{Direction, Extreme};
use crate::prelude::*;

pub(crate) const ARG_MIN: Aggregate = Aggregate {
    name: "arg_min",
    aliases: &[],
    signatures: &[
        "(minimized: bool|int|long|real|decimal|string|datetime|timespan, returned: any...): typeof(minimized)",
    ],
    summary: "Returns the row of each group in which `minimized` is least.",
    notes: &[
        "A row with a null wins only where there is no other; of equal values the first row wins, while Kusto promises no particular one.",
        "The columns are the value, then the others, each of the same row.",
    ],
    upstream: "arg-min-aggregation-function",
    examples: &[Example { call: "arg_min(x)", input: "datatable(x: long)[1, 3, long(null)]", result: "1" }],
    naming: Naming::FirstArgument,
    fold: || Box::new(Extreme::new(Direction::Least)),
};
