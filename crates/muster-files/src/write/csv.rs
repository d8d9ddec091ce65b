//! CSV with a header line.

use std::io::Write;

use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
use muster_catalog::{Table, Type};
use muster_values::{to_text, value_at};

use super::coded::plain;
use crate::Written;

/// Writes rows as CSV with a header line. A null is an empty cell, and so is `""`, which is the only "null" that a
/// `string` has. A `dynamic` is its JSON text, so that the string `"1"` and the number `1` stay apart.
///
/// # Errors
/// The writer's.
pub fn write_csv(
    out: &mut dyn Write,
    table: &Table,
    batches: &mut dyn Iterator<Item = RecordBatch>,
) -> std::io::Result<Written> {
    let mut writer = ::csv::Writer::from_writer(out);
    writer.write_record(table.columns.iter().map(|c| c.name.as_str()))?;
    let mut rows = 0;
    for batch in batches {
        let arrays = batch.columns().iter().map(plain).collect::<std::io::Result<Vec<_>>>()?;
        for row in 0..batch.num_rows() {
            for (column, array) in table.columns.iter().zip(&arrays) {
                match (column.ty, array.as_string_view_opt()) {
                    (Type::String | Type::Dynamic, Some(texts)) if texts.is_valid(row) => {
                        writer.write_field(texts.value(row))?;
                    }
                    _ => writer.write_field(to_text(&value_at(array, column.ty, row)))?,
                }
            }
            writer.write_record(None::<&[u8]>)?;
        }
        rows += batch.num_rows();
    }
    writer.flush()?;
    Ok(Written { rows })
}
