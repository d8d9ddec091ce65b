//! The number of rows of each group.

use std::sync::Arc;

use arrow_array::Int64Array;
use muster_catalog::Type;
use muster_values::{Answer, Args, Column, Failure};

use crate::GroupedFold;

/// Which rows are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counts {
    /// All rows, as `count` does; with an argument see [`Tally`].
    Rows,
    /// Those whose argument is true.
    True,
}

/// `count`, `countif`.
///
/// `count(expr)` is undocumented. Of a `bool` it is `countif`; else the rows are counted, null or not.
#[derive(Debug)]
pub(crate) struct Tally {
    what: Counts,
    counts: Vec<i64>,
}

impl Tally {
    /// A fresh fold.
    pub(crate) fn new(what: Counts) -> Self {
        Self { what, counts: Vec::new() }
    }
}

impl GroupedFold for Tally {
    fn push(&mut self, args: &Args<'_>, groups: &[usize], total: usize) -> Result<(), Failure> {
        if self.counts.len() < total {
            self.counts.resize(total, 0);
        }
        let by_predicate = self.what == Counts::True || (!args.is_empty() && args.ty(0) == Type::Bool);
        let predicate = args.bool(0);
        for (row, group) in groups.iter().enumerate() {
            if let Some(count) = self.counts.get_mut(*group)
                && (!by_predicate || predicate.get(row) == Some(true))
            {
                *count += 1;
            }
        }
        Ok(())
    }

    fn finish(&mut self, total: usize, _: Type) -> Answer {
        let mut counts = std::mem::take(&mut self.counts);
        counts.resize(total, 0);
        Ok(Column::rows(Arc::new(Int64Array::from(counts))))
    }

    fn size(&self) -> usize {
        self.counts.len() * 8
    }
}
