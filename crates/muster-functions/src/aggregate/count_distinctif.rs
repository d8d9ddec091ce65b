//! `count_distinctif(expr, predicate)`

use crate::distinct::CountDistinct;
use crate::filtered::Filtered;
use crate::prelude::*;

pub(crate) const COUNT_DISTINCTIF: Aggregate = Aggregate {
    name: "count_distinctif",
    aliases: &[],
    signatures: &["(expr: scalar, predicate: bool): long"],
    summary: "Counts the different values of each group for which `predicate` is true, exactly.",
    notes: &["Nulls are left out.", "A null predicate counts as false."],
    upstream: "count-distinctif-aggregation-function",
    examples: &[Example { call: "count_distinctif(x, x > 1)", input: "datatable(x: long)[1, 2, 2, 3]", result: "2" }],
    naming: Naming::Prefix("count_distinctif_"),
    fold: || Filtered::boxed(CountDistinct::default(), 1),
};
