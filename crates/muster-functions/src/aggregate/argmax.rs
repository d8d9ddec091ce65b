//! `argmax(maximized [, returned, ...])`

use crate::extreme::{Direction, Extreme};
use crate::prelude::*;

pub(crate) const ARGMAX: Aggregate = Aggregate {
    name: "argmax",
    aliases: &[],
    signatures: &[
        "(maximized: bool|int|long|real|decimal|string|datetime|timespan, returned: any...): typeof(maximized)",
    ],
    summary: "Returns the row of each group in which `maximized` is greatest; deprecated for `arg_max`.",
    notes: &[
        "A row with a null wins only where there is no other; of equal values the first row wins, while Kusto promises no particular one.",
        "The columns are the value, then the others, each of the same row.",
        "Columns are named otherwise than by `arg_max`: the others have the name of the first before theirs.",
    ],
    upstream: "arg-max-aggregation-function",
    examples: &[Example { call: "argmax(x)", input: "datatable(x: long)[1, 3]", result: "3" }],
    naming: Naming::FirstArgument,
    fold: || Box::new(Extreme::new(Direction::Greatest)),
};
