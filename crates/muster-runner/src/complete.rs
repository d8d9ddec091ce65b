//! Tables as rules of either flavor find them.
//!
//! Defender's copy of a table has `Timestamp`, Sentinel's has `TimeGenerated` and columns of its own; the catalog's
//! schema has both. A simulated table is completed to that schema: the two times are one, and a column that nobody
//! fills is null, `""` for a string.

use std::sync::Arc;

use arrow_array::builder::StringViewBuilder;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions, new_null_array};
use arrow_schema::{Field, Schema};
use muster_catalog::{Catalog, Column, Table, Type};
use muster_values::{TableSet, arrow_type};

/// The name by which the other flavor knows the time of an event.
const TWINS: [(&str, &str); 2] = [("Timestamp", "TimeGenerated"), ("TimeGenerated", "Timestamp")];

/// Completes the tables of a simulation. A table that the catalog does not know stays as it is.
#[must_use]
pub(crate) fn complete(tables: &TableSet, catalog: &Catalog) -> TableSet {
    let mut all = TableSet::new();
    for (table, batches) in tables.iter() {
        let (table, batches) = match catalog.table(&table.name) {
            Some(schema) => completed(table, batches, schema),
            None => (table.clone(), batches.to_vec()),
        };
        all.insert(table, batches);
    }
    all
}

fn completed(table: &Table, batches: &[RecordBatch], schema: &Table) -> (Table, Vec<RecordBatch>) {
    let find = |name: &str, ty: Type| table.columns.iter().position(|c| c.name == name && c.ty == ty);
    let mut columns: Vec<Column> = Vec::new();
    let mut origins: Vec<Option<usize>> = Vec::new();
    for column in &schema.columns {
        let twin = TWINS.iter().find(|(name, _)| *name == column.name).map(|(_, twin)| *twin);
        origins.push(find(&column.name, column.ty).or_else(|| find(twin?, column.ty)));
        columns.push(column.clone());
    }
    for (i, column) in table.columns.iter().enumerate().filter(|(_, c)| schema.column(&c.name).is_none()) {
        origins.push(Some(i));
        columns.push(column.clone());
    }
    let fields: Vec<Field> = columns.iter().map(|c| Field::new(&c.name, arrow_type(c.ty), true)).collect();
    let arrow = Arc::new(Schema::new(fields));
    let batches = batches
        .iter()
        .filter_map(|batch| {
            let rows = batch.num_rows();
            let arrays = columns.iter().zip(&origins).map(|(column, origin)| match origin {
                Some(i) => Arc::clone(batch.column(*i)),
                None => empty(column.ty, rows),
            });
            let options = RecordBatchOptions::new().with_row_count(Some(rows));
            // Every array was made for its field; nothing here can fail.
            RecordBatch::try_new_with_options(Arc::clone(&arrow), arrays.collect(), &options).ok()
        })
        .collect();
    (Table { columns, ..schema.clone() }, batches)
}

fn empty(ty: Type, rows: usize) -> ArrayRef {
    if ty == Type::String {
        let mut builder = StringViewBuilder::with_capacity(rows);
        (0..rows).for_each(|_| builder.append_value(""));
        return Arc::new(builder.finish());
    }
    new_null_array(&arrow_type(ty), rows)
}
