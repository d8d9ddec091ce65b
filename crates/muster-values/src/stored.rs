//! Rows that stay in a file until a query asks for some of them.

use std::fmt;

use arrow_array::{BooleanArray, RecordBatch};

use crate::Failure;

/// Batches of a part, in order.
pub type Batches = Box<dyn Iterator<Item = Result<RecordBatch, Failure>>>;

/// The rows of a table, read part by part, and of each part only the columns and rows that are asked for.
///
/// Parts may be read by several threads at the same time. The rows of the table are those of part 0, then those of
/// part 1 and so on.
pub trait StoredRows: fmt::Debug + Send + Sync {
    /// How many parts there are.
    fn part_count(&self) -> usize;

    /// How many rows there are.
    fn row_count(&self) -> usize;

    /// Opens a part. A batch has the columns asked for (indexes into the table's columns), each of the Arrow type of
    /// its KQL type, and of the rows those that pass all `conditions`. With `dictionaries` a `string` column may also
    /// come as [`Dictionary`](crate::Dictionary).
    ///
    /// # Errors
    /// The file cannot be read, or a condition fails.
    fn open(
        &self,
        part: usize,
        columns: &[usize],
        dictionaries: bool,
        conditions: &[std::sync::Arc<dyn Condition>],
    ) -> Result<Batches, Failure>;
}

/// Bounds of a column of ticks or numbers, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The column: an index into the table's columns.
    pub column: usize,
    /// The least value.
    pub least: i64,
    /// The greatest value.
    pub greatest: i64,
}

/// A condition on single rows.
pub trait Condition: fmt::Debug + Send + Sync {
    /// The columns that it reads: indexes into the table's columns.
    fn columns(&self) -> &[usize];

    /// Whether a `string` column may come as an Arrow dictionary of texts, in which a missing text is null.
    fn takes_dictionaries(&self) -> bool;

    /// If the condition says nothing but that a value that is not null lies within bounds: the bounds. What a file
    /// knows of the values of a part then answers for the whole part.
    fn bounds(&self) -> Option<Bounds>;

    /// Which rows pass: those with `true`. The batch has the columns of [`Condition::columns`], in that order.
    ///
    /// # Errors
    /// A run-time error of the query.
    fn test(&self, batch: &RecordBatch) -> Result<BooleanArray, Failure>;
}
