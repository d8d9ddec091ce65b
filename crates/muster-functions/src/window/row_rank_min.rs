//! `row_rank_min(term, restart)`

use crate::prelude::*;
use crate::ranks::{Rank, ranks};

pub(crate) const ROW_RANK_MIN: Window = Window {
    name: "row_rank_min",
    signatures: &["(term: any, restart: bool = false): long"],
    summary: "Returns the least number of a row with the same `term`, counted anew where `restart` is true.",
    notes: &["Rows must be serialized, and sorted by `term`: a term that comes back after another one ends the query."],
    upstream: "row-rank-min-function",
    examples: &[
        Example { call: "row_rank_min(x)", input: "datatable(x: long)[2, 3, 3, 3, 100]", result: "[1,2,2,2,5]" },
        Example { call: "row_rank_min(x)", input: "datatable(x: string)['a', 'a', 'b']", result: "[1,1,3]" },
    ],
    body: |args| ranks(args, Rank::Min),
};
