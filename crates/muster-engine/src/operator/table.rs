//! Rows of a table in memory.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::SchemaRef;
use datafusion_common::Result;
use datafusion_execution::{SendableRecordBatchStream, TaskContext};
use datafusion_physical_plan::stream::RecordBatchStreamAdapter;
use muster_binder::bound::{Column, Relation};
use muster_source::Span;

use crate::adapt::node::{Work, WorkExec};
use crate::evidence;
use crate::operator::stored::{self, Wanted};
use crate::plan::{Needed, Node, Planner, schema};
use crate::run::RunError;

/// Reads the needed columns of a table; with `dictionaries` the texts of a stored one may come as such.
pub(crate) fn plan(
    planner: &Planner<'_>,
    relation: &Relation,
    needed: &Needed,
    (name, sources): (&str, &[String]),
    dictionaries: bool,
) -> Result<Node, RunError> {
    if let Some(table) = planner.tables.stored(name) {
        let asked = Wanted { needed, predicates: &[], dictionaries };
        return stored::plan(planner, relation, table, sources, asked);
    }
    let no_table = || RunError::NoTable { name: name.to_owned(), span: relation.span };
    let number = planner.tables.iter().position(|(table, _)| table.name == name).ok_or_else(no_table)?;
    let (table, batches) = planner.tables.get(name).ok_or_else(no_table)?;
    let (columns, names) = wanted(relation, needed, sources);
    let mut indexes = Vec::with_capacity(names.len());
    for source in names {
        let index = table.columns.iter().position(|c| c.name == *source);
        indexes.push(index.ok_or_else(|| no_column(name, source, relation.span))?);
    }
    let schema = schema(&columns, planner.evidence());
    let keep = planner.options.keep.get(name);
    let (mut parts, mut offset) = (Vec::with_capacity(batches.len()), 0);
    for batch in batches {
        let mut arrays: Vec<ArrayRef> = indexes.iter().map(|i| Arc::clone(batch.column(*i))).collect();
        if planner.evidence() {
            arrays.push(evidence::column((0..batch.num_rows()).map(|row| vec![evidence::id(number, offset + row)])));
        }
        let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        let mut part = RecordBatch::try_new_with_options(Arc::clone(&schema), arrays, &options)
            .map_err(|e| RunError::Internal(format!("table `{name}`: {e}")))?;
        if let Some(keep) = keep {
            if offset + batch.num_rows() > keep.len() {
                return Err(RunError::Internal(format!("table `{name}` has more rows than its mask")));
            }
            part = arrow_select::filter::filter_record_batch(&part, &keep.slice(offset, batch.num_rows()))
                .map_err(|e| RunError::Internal(e.to_string()))?;
        }
        parts.push(part);
        offset += batch.num_rows();
    }
    Ok(rows(schema, columns, parts))
}

/// The columns of a table that are needed, with the names that the table has for them.
pub(crate) fn wanted<'a>(
    relation: &Relation,
    needed: &Needed,
    sources: &'a [String],
) -> (Vec<Column>, Vec<&'a String>) {
    let pairs = relation.columns.iter().zip(sources).filter(|(c, _)| needed.contains(&c.id));
    pairs.map(|(c, source)| (c.clone(), source)).unzip()
}

/// A table lacks a column that the query reads.
pub(crate) fn no_column(table: &str, column: &str, span: Span) -> RunError {
    let message = format!("table `{table}` was provided without its column `{column}`");
    RunError::Failed { message, span: Some(span) }
}

/// A node that gives these rows.
pub(crate) fn rows(schema: SchemaRef, columns: Vec<Column>, batches: Vec<RecordBatch>) -> Node {
    Node { plan: WorkExec::plan(Vec::new(), schema, Arc::new(Memory(batches))), columns }
}

#[derive(Debug)]
struct Memory(Vec<RecordBatch>);

impl Work for Memory {
    fn name(&self) -> &'static str {
        "Memory"
    }

    fn open(
        &self,
        _: Vec<SendableRecordBatchStream>,
        schema: SchemaRef,
        _: &Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let stream = futures::stream::iter(self.0.clone().into_iter().map(Ok));
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, stream)))
    }
}
