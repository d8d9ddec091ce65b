//! `arg_max(maximized [, returned, ...])`

use crate::extreme::{Direction, Extreme};
use crate::prelude::*;

pub(crate) const ARG_MAX: Aggregate = Aggregate {
    name: "arg_max",
    aliases: &[],
    signatures: &[
        "(maximized: bool|int|long|real|decimal|string|datetime|timespan, returned: any...): typeof(maximized)",
    ],
    summary: "Returns the row of each group in which `maximized` is greatest.",
    notes: &[
        "A row with a null wins only where there is no other; of equal values the first row wins, while Kusto promises no particular one.",
        "The columns are the value, then the others, each of the same row.",
    ],
    upstream: "arg-max-aggregation-function",
    examples: &[Example { call: "arg_max(x)", input: "datatable(x: long)[1, 3, long(null)]", result: "3" }],
    naming: Naming::FirstArgument,
    fold: || Box::new(Extreme::new(Direction::Greatest)),
};
