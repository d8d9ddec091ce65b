//! `count()`

use crate::prelude::*;
use crate::tally::{Counts, Tally};

pub(crate) const COUNT: Aggregate = Aggregate {
    name: "count",
    aliases: &[],
    signatures: &["(): long", "(expr: any): long"],
    summary: "Counts the rows of each group.",
    notes: &[
        "Without keys there is one group, also of no rows: its count is 0.",
        "`count(expr)` is undocumented: of a `bool` it is `countif`; of another type it counts rows, null or not.",
    ],
    upstream: "count-aggregation-function",
    examples: &[
        Example { call: "count()", input: "datatable(x: long)[1, long(null)]", result: "2" },
        Example { call: "count()", input: "datatable(x: long)[]", result: "0" },
        Example { call: "count(x)", input: "datatable(x: long)[1, long(null)]", result: "2" },
    ],
    naming: Naming::Prefix("count_"),
    fold: || Box::new(Tally::new(Counts::Rows)),
};
