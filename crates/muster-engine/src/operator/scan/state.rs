//! What a scan remembers.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch};

/// What a made column is where no step assigns it.
#[derive(Debug, Clone)]
pub(super) enum Default {
    /// The input's column with this index.
    Input(usize),
    /// This value.
    Value(ArrayRef),
}

/// What an expression reads.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// A column of the row.
    Row(usize),
    /// A column of the input, of the record that is kept for a step.
    Input { step: usize, index: usize, otherwise: ArrayRef },
    /// A made column of that record.
    Made { step: usize, index: usize, otherwise: ArrayRef },
}

/// A row that matched a step, with what the step made of it.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) row: usize,
    /// Values of the made columns, each an array of length 1.
    pub(super) made: Arc<Vec<ArrayRef>>,
}

/// A sequence: the latest records of the steps that it passed.
#[derive(Debug, Clone)]
pub(super) struct Sequence {
    pub(super) match_id: i64,
    pub(super) records: Vec<Record>,
}

impl Source {
    /// The value, as an array of length 1.
    pub(super) fn value(
        &self,
        rows: &RecordBatch,
        row: usize,
        sequence: Option<&Sequence>,
        defaults: &[Default],
    ) -> ArrayRef {
        let record = |step: usize| sequence.and_then(|sequence| sequence.records.get(step));
        match self {
            Self::Row(index) => rows.column(*index).slice(row, 1),
            Self::Input { step, index, otherwise } => match record(*step) {
                Some(record) => rows.column(*index).slice(record.row, 1),
                None => Arc::clone(otherwise),
            },
            Self::Made { step, index, otherwise } => match record(*step) {
                Some(record) => record.made.get(*index).map_or_else(|| Arc::clone(otherwise), Arc::clone),
                None => match defaults.get(*index) {
                    Some(Default::Value(value)) => Arc::clone(value),
                    Some(Default::Input(_)) | None => Arc::clone(otherwise),
                },
            },
        }
    }
}
