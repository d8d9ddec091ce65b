//! Aggregates with a predicate: `sumif`, `make_set_if`, …

use arrow_array::BooleanArray;
use arrow_select::filter::filter;
use muster_catalog::Type;
use muster_values::{Answer, Args, Column, Failure};

use crate::GroupedFold;

/// Passes on the rows for which a predicate is true, without the predicate.
///
/// A null predicate counts as false. Groups stay as they are: one without a kept row is folded as one of no rows.
#[derive(Debug)]
pub(crate) struct Filtered {
    inner: Box<dyn GroupedFold>,
    predicate: usize,
}

impl Filtered {
    /// Filters what `inner` gets by the argument with the index `predicate`.
    pub(crate) fn boxed(inner: impl GroupedFold + 'static, predicate: usize) -> Box<dyn GroupedFold> {
        Box::new(Self { inner: Box::new(inner), predicate })
    }
}

impl GroupedFold for Filtered {
    fn push(&mut self, args: &Args<'_>, groups: &[usize], total: usize) -> Result<(), Failure> {
        let predicate = args.bool(self.predicate);
        let kept: Vec<bool> = (0..groups.len()).map(|row| predicate.get(row) == Some(true)).collect();
        let kept_groups: Vec<usize> = groups.iter().zip(&kept).filter(|(_, keep)| **keep).map(|(g, _)| *g).collect();
        let mask = BooleanArray::from(kept);
        let mut columns = Vec::with_capacity(args.len());
        let mut types = Vec::with_capacity(args.len());
        for index in (0..args.len()).filter(|index| *index != self.predicate) {
            let Some(column) = args.column(index) else { continue };
            columns.push(if column.is_constant() {
                column.clone()
            } else {
                Column::rows(filter(column.array(), &mask).map_err(|error| Failure::new(error.to_string()))?)
            });
            types.push(args.ty(index));
        }
        self.inner.push(&Args::new(&columns, &types, kept_groups.len(), args.returns()), &kept_groups, total)
    }

    fn takes_dictionaries(&self) -> bool {
        self.predicate != 0 && self.inner.takes_dictionaries()
    }

    fn finish(&mut self, total: usize, returns: Type) -> Answer {
        self.inner.finish(total, returns)
    }

    fn size(&self) -> usize {
        self.inner.size()
    }
}
