//! Files that have columns and types: Parquet and Arrow IPC.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use arrow_array::RecordBatch;
use arrow_ipc::reader::FileReader;
use arrow_schema::{ArrowError, Schema};
use muster_catalog::Table;
use muster_values::table_schema;

use super::unknown_column;
use crate::FileError;
use crate::place::{place, stranger, table_of};

/// Rows that are decoded at a time.
const BATCH: usize = 8192;

pub(super) fn parquet(path: &Path, name: &str, schema: Option<&Table>) -> Result<(Table, Vec<RecordBatch>), FileError> {
    let file = File::open(path).map_err(FileError::io(path, "read"))?;
    guarded(path, || {
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|e| FileError::broken(path, e))?;
        let described = Arc::clone(reader.schema());
        let reader = reader.with_batch_size(BATCH).build().map_err(|e| FileError::broken(path, e))?;
        placed(path, name, schema, &described, reader)
    })
}

pub(super) fn arrow(path: &Path, name: &str, schema: Option<&Table>) -> Result<(Table, Vec<RecordBatch>), FileError> {
    let file = File::open(path).map_err(FileError::io(path, "read"))?;
    guarded(path, || {
        let reader = FileReader::try_new(BufReader::new(file), None).map_err(|e| FileError::broken(path, e))?;
        let described = reader.schema();
        placed(path, name, schema, &described, reader)
    })
}

/// Decoders of these formats trust parts of a file that a broken or hostile one may have wrong, and panic. That is the
/// file's fault and becomes its error.
pub(super) fn guarded<T>(path: &Path, read: impl FnOnce() -> Result<T, FileError>) -> Result<T, FileError> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(FileError::broken(path, "its parts contradict each other")))
}

/// The table that a file's columns are read as.
pub(super) fn table_for(
    path: &Path,
    name: &str,
    schema: Option<&Table>,
    described: &Schema,
) -> Result<Table, FileError> {
    let table = match schema {
        Some(table) => table.clone(),
        None => table_of(path, name, described)?,
    };
    if let Some(column) = stranger(&table, described).filter(|_| !table.open) {
        let (message, help) = unknown_column(&table, column);
        return Err(FileError::broken(path, format!("{message}; {help}")));
    }
    Ok(table)
}

fn placed(
    path: &Path,
    name: &str,
    schema: Option<&Table>,
    described: &Schema,
    batches: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
) -> Result<(Table, Vec<RecordBatch>), FileError> {
    let table = table_for(path, name, schema, described)?;
    let target = table_schema(&table);
    let mut placed = Vec::new();
    for batch in batches {
        placed.push(place(path, &table, &target, &batch.map_err(|e| FileError::broken(path, e))?)?);
    }
    Ok((table, placed))
}
