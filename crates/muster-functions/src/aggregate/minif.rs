//! `minif(expr, predicate)`

use crate::extreme::{Direction, Extreme};
use crate::filtered::Filtered;
use crate::prelude::*;

pub(crate) const MINIF: Aggregate = Aggregate {
    name: "minif",
    aliases: &[],
    signatures: &["(expr: bool|int|long|real|decimal|string|datetime|timespan, predicate: bool): typeof(expr)"],
    summary: "Returns the least value of each group among the rows for which `predicate` is true.",
    notes: &["Nulls are left out. Of no values the result is null.", "A null predicate counts as false."],
    upstream: "minif-aggregation-function",
    examples: &[
        Example { call: "minif(x, x % 2 == 0)", input: "datatable(x: long)[1, 2, 3, 4, 5]", result: "2" },
        Example { call: "minif(x, x > 9)", input: "datatable(x: long)[1, 2]", result: "null" },
    ],
    naming: Naming::Prefix("minif_"),
    fold: || Filtered::boxed(Extreme::new(Direction::Least), 1),
};
