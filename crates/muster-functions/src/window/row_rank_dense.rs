//! `row_rank_dense(term, restart)`

use crate::prelude::*;
use crate::ranks::{Rank, ranks};

pub(crate) const ROW_RANK_DENSE: Window = Window {
    name: "row_rank_dense",
    signatures: &["(term: any, restart: bool = false): long"],
    summary: "Numbers the runs of rows with the same `term`, anew where `restart` is true.",
    notes: &["Rows must be serialized, and are best sorted by `term`."],
    upstream: "row-rank-dense-function",
    examples: &[
        Example { call: "row_rank_dense(x)", input: "datatable(x: long)[2, 3, 3, 100]", result: "[1,2,2,3]" },
        Example {
            call: "row_rank_dense(x, prev(x) > x)",
            input: "datatable(x: long)[2, 3, 1, 1]",
            result: "[1,2,1,1]",
        },
    ],
    body: |args| ranks(args, Rank::Dense),
};
