//! The ranks of rows by a term that the rows are sorted by.

use std::collections::BTreeSet;

use muster_catalog::Value;
use muster_values::{Answer, Args, Cell, Column, Failure, to_text};

/// Which number a run of rows with the same term has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rank {
    /// That of the run.
    Dense,
    /// That of the first row of the run.
    Min,
}

/// The rank of each row by argument 0, counted anew where argument 1 is true.
pub(crate) fn ranks(args: &Args<'_>, rank: Rank) -> Answer {
    let restart = args.bool(1);
    let mut last: Option<Value> = None;
    let mut seen = BTreeSet::new();
    let (mut number, mut current) = (0_i64, 0_i64);
    let mut ranks = Vec::with_capacity(args.row_count());
    for row in 0..args.row_count() {
        let term = args.value(0, row);
        let anew = restart.get(row) == Some(true);
        if anew {
            (number, current) = (0, 0);
            seen.clear();
        }
        number += 1;
        if anew || last.as_ref() != Some(&term) {
            current = if rank == Rank::Dense { current + 1 } else { number };
            if rank == Rank::Min && !seen.insert(to_text(&term)) {
                return Err(Failure::new(
                    "`row_rank_min` of rows that are not sorted by its term is not supported yet",
                ));
            }
        }
        ranks.push(Some(current));
        last = Some(term);
    }
    Ok(Column::rows(i64::collect(ranks.into_iter())))
}
