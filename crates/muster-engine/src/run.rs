//! Running a bound query.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, BooleanArray, RecordBatch};
use datafusion_common::DataFusionError;
use datafusion_execution::TaskContext;
use futures::StreamExt;
use muster_binder::bound::{Column, Query, Relation};
use muster_catalog::{Datetime, Value};
use muster_source::Span;
use muster_values::{TableSet, value_at};

use crate::adapt::call::FailureError;
use crate::evidence;
use crate::plan::{Needed, Planner};

/// How a query runs.
#[derive(Debug, Clone)]
pub struct Options<'a> {
    /// What `now()` answers.
    pub clock: Datetime,
    /// Whether rows know the events that made them.
    pub evidence: bool,
    /// Rows of tables that are to be left out, as if they were not there: `true` keeps a row. Tables without an entry
    /// are read whole. Ids of events do not change.
    pub keep: &'a BTreeMap<String, BooleanArray>,
}

/// An event: a row of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId {
    /// The table's place in the table set's order, 0-based.
    pub table: usize,
    /// The row's place in the table, 0-based.
    pub row: u64,
}

/// What a query gave.
#[derive(Debug, Clone)]
pub struct Rows {
    /// Columns, in the order of the query's result.
    pub columns: Vec<Column>,
    batches: Vec<RecordBatch>,
    evidence: bool,
}

impl Rows {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows as batches; field `i` is column `i`.
    #[must_use]
    pub fn batches(&self) -> Vec<RecordBatch> {
        let width: Vec<usize> = (0..self.columns.len()).collect();
        self.batches.iter().filter_map(|b| b.project(&width).ok()).collect()
    }

    /// The values of every row, in order.
    pub fn values(&self) -> impl Iterator<Item = Vec<Value>> {
        self.batches.iter().flat_map(move |batch| {
            (0..batch.num_rows()).map(move |row| {
                self.columns.iter().enumerate().map(|(i, c)| value_at(batch.column(i), c.ty, row)).collect()
            })
        })
    }

    /// The events that made each row, in order; empty lists unless the query ran with evidence.
    pub fn evidence(&self) -> impl Iterator<Item = Vec<EventId>> {
        self.batches.iter().flat_map(move |batch| {
            let lists = self.evidence.then(|| batch.column(self.columns.len()).as_list_opt::<i32>()).flatten();
            (0..batch.num_rows()).map(move |row| {
                let ids = lists.map(|lists| evidence::ids(lists, row)).unwrap_or_default();
                ids.into_iter()
                    .map(|id| {
                        let (table, row) = evidence::parts(id);
                        EventId { table, row }
                    })
                    .collect()
            })
        })
    }
}

/// Why a query gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunError {
    /// The query cannot be answered for these data: what Kusto calls a run-time error.
    Failed {
        /// What is wrong.
        message: String,
        /// Where in the query, if known.
        span: Option<Span>,
    },
    /// A table that the query reads was not provided.
    NoTable {
        /// Its name.
        name: String,
        /// Where the query names it.
        span: Span,
    },
    /// A fault of ours.
    Internal(String),
}

impl std::fmt::Display for RunError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Failed { message, .. } => f.write_str(message),
            Self::NoTable { name, .. } => write!(f, "table `{name}` was not provided"),
            Self::Internal(message) => write!(f, "internal error: {message}"),
        }
    }
}

impl std::error::Error for RunError {}

impl From<DataFusionError> for RunError {
    fn from(error: DataFusionError) -> Self {
        match error.find_root() {
            DataFusionError::External(inner) => match inner.downcast_ref::<FailureError>() {
                Some(failure) => Self::Failed { message: failure.0.message.clone(), span: failure.1 },
                None => Self::Internal(inner.to_string()),
            },
            DataFusionError::ResourcesExhausted(message) => {
                Self::Failed { message: format!("the query needs too much memory: {message}"), span: None }
            }
            other => Self::Internal(other.to_string()),
        }
    }
}

/// Runs a query on tables.
///
/// The query must have passed [`crate::check`]. Rows come in the order that the query asks for; where it asks for none,
/// in an order that depends on the query and the tables alone.
///
/// # Errors
/// A run-time error of the query, a table that was not provided, or a fault of ours.
pub fn run(query: &Query, tables: &TableSet, options: &Options<'_>) -> Result<Rows, RunError> {
    let planner = Planner { tables, options };
    planner.rows(&query.result)
}

impl Planner<'_> {
    /// Plans and runs a relation, all of its columns.
    pub(crate) fn rows(&self, relation: &Relation) -> Result<Rows, RunError> {
        let needed: Needed = relation.columns.iter().map(|c| c.id).collect();
        let node = self.relation(relation, &needed)?;
        let mut order = Vec::with_capacity(relation.columns.len() + 1);
        for column in &relation.columns {
            let index = node.columns.iter().position(|c| c.id == column.id);
            order.push(index.ok_or_else(|| RunError::Internal(format!("column `{}` got lost", column.name)))?);
        }
        if self.evidence() {
            order.push(node.columns.len());
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .map_err(|e| RunError::Internal(format!("cannot start a runtime: {e}")))?;
        let context = Arc::new(TaskContext::default());
        let batches: Result<Vec<RecordBatch>, DataFusionError> = runtime.block_on(async {
            let mut stream = node.plan.execute(0, context)?;
            let mut batches = Vec::new();
            while let Some(batch) = stream.next().await {
                let batch = batch?;
                if batch.num_rows() > 0 {
                    batches.push(batch.project(&order)?);
                }
            }
            Ok(batches)
        });
        Ok(Rows { columns: relation.columns.clone(), batches: batches?, evidence: self.evidence() })
    }

    /// The first column of a relation's rows.
    pub(crate) fn first_column(&self, relation: &Relation) -> Result<(Column, Vec<ArrayRef>), RunError> {
        // What a sub-query reads is no evidence of the row that uses it.
        let options = Options { evidence: false, ..self.options.clone() };
        let rows = Planner { tables: self.tables, options: &options }.rows(relation)?;
        let column = rows.columns.first().cloned();
        let column = column.ok_or_else(|| RunError::Internal("a sub-query has no column".to_owned()))?;
        Ok((column, rows.batches.iter().map(|b| Arc::clone(b.column(0))).collect()))
    }
}
