//! Rows that stand in the query.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use muster_binder::bound::Relation;
use muster_catalog::Value;
use muster_values::Column;

use crate::evidence;
use crate::operator::table;
use crate::plan::{Node, Planner, schema};
use crate::run::RunError;

/// `datatable`: such rows are made by no event.
pub(crate) fn plan(planner: &Planner<'_>, relation: &Relation, rows: &[Vec<Value>]) -> Result<Node, RunError> {
    let schema = schema(&relation.columns, planner.evidence());
    let mut arrays: Vec<ArrayRef> = Vec::with_capacity(relation.columns.len());
    for (i, column) in relation.columns.iter().enumerate() {
        let values = rows.iter().map(|row| row.get(i).cloned().unwrap_or(Value::null(column.ty)));
        arrays.push(Arc::clone(Column::from_values(column.ty, values).array()));
    }
    batch(planner, &schema, arrays, rows.len()).map(|b| table::rows(schema, relation.columns.clone(), vec![b]))
}

/// One row without columns.
pub(crate) fn singleton(planner: &Planner<'_>) -> Result<Node, RunError> {
    let schema = schema(&[], planner.evidence());
    batch(planner, &schema, Vec::new(), 1).map(|b| table::rows(schema, Vec::new(), vec![b]))
}

/// A batch of rows that no event made.
pub(crate) fn batch(
    planner: &Planner<'_>,
    schema: &arrow_schema::SchemaRef,
    mut arrays: Vec<ArrayRef>,
    rows: usize,
) -> Result<RecordBatch, RunError> {
    if planner.evidence() {
        arrays.push(evidence::column(std::iter::repeat_n(Vec::new(), rows)));
    }
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options)
        .map_err(|e| RunError::Internal(e.to_string()))
}
