//! `maxif(expr, predicate)`

use crate::extreme::{Direction, Extreme};
use crate::filtered::Filtered;
use crate::prelude::*;

pub(crate) const MAXIF: Aggregate = Aggregate {
    name: "maxif",
    aliases: &[],
    signatures: &["(expr: bool|int|long|real|decimal|string|datetime|timespan, predicate: bool): typeof(expr)"],
    summary: "Returns the greatest value of each group among the rows for which `predicate` is true.",
    notes: &["Nulls are left out. Of no values the result is null.", "A null predicate counts as false."],
    upstream: "maxif-aggregation-function",
    examples: &[
        Example { call: "maxif(x, x % 2 == 0)", input: "datatable(x: long)[1, 2, 3, 4, 5]", result: "4" },
        Example { call: "maxif(x, x > 9)", input: "datatable(x: long)[1, 2]", result: "null" },
    ],
    naming: Naming::Prefix("maxif_"),
    fold: || Filtered::boxed(Extreme::new(Direction::Greatest), 1),
};
