//! `count_distinct(expr)`

use crate::distinct::CountDistinct;
use crate::prelude::*;

pub(crate) const COUNT_DISTINCT: Aggregate = Aggregate {
    name: "count_distinct",
    aliases: &[],
    signatures: &["(expr: scalar): long"],
    summary: "Counts the different values of each group, exactly.",
    notes: &["Nulls are left out. An empty string is a value."],
    upstream: "count-distinct-aggregation-function",
    examples: &[Example { call: "count_distinct(x)", input: "datatable(x: long)[1, 2, 2, long(null)]", result: "2" }],
    naming: Naming::Prefix("count_distinct_"),
    fold: || Box::new(CountDistinct::default()),
};
