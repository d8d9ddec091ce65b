//! `countif(predicate)`

use crate::prelude::*;
use crate::tally::{Counts, Tally};

pub(crate) const COUNTIF: Aggregate = Aggregate {
    name: "countif",
    aliases: &[],
    signatures: &["(predicate: bool): long"],
    summary: "Counts the rows of each group for which `predicate` is true.",
    notes: &["A null predicate counts as false."],
    upstream: "countif-aggregation-function",
    examples: &[
        Example { call: "countif(x > 1)", input: "datatable(x: long)[1, 2, 3, long(null)]", result: "2" },
        Example { call: "countif(x > 1)", input: "datatable(x: long)[]", result: "0" },
    ],
    naming: Naming::Prefix("countif_"),
    fold: || Box::new(Tally::new(Counts::True)),
};
