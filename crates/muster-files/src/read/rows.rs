//! Rows of a text file, collected into batches.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use muster_catalog::{Table, Value};
use muster_values::Column as Values;

use muster_values::table_schema;

/// Rows of a batch: what engines like to work on at a time.
const BATCH: usize = 8192;

/// Rows collected by column, then made batches.
pub(super) struct Rows {
    pub(super) table: Table,
    pub(super) columns: Vec<Vec<Value>>,
    count: usize,
    batches: Vec<RecordBatch>,
}

impl Rows {
    pub(super) fn new(table: Table) -> Self {
        let columns = table.columns.iter().map(|_| Vec::new()).collect();
        Self { table, columns, count: 0, batches: Vec::new() }
    }

    /// Ends a row: each column was given its value.
    pub(super) fn end_row(&mut self) {
        self.count += 1;
        if self.count == BATCH {
            self.end_batch();
        }
    }

    fn end_batch(&mut self) {
        let arrays: Vec<ArrayRef> = self
            .columns
            .iter_mut()
            .zip(&self.table.columns)
            .map(|(values, c)| Arc::clone(Values::from_values(c.ty, values.drain(..)).array()))
            .collect();
        let options = RecordBatchOptions::new().with_row_count(Some(self.count));
        let batch = RecordBatch::try_new_with_options(table_schema(&self.table), arrays, &options);
        // Every array was made for its field and has a value a row.
        self.batches.push(batch.unwrap_or_else(|e| unreachable!("rows of a table make a batch: {e}")));
        self.count = 0;
    }

    pub(super) fn finish(mut self) -> (Table, Vec<RecordBatch>) {
        if self.count > 0 || self.batches.is_empty() {
            self.end_batch();
        }
        (self.table, self.batches)
    }
}
