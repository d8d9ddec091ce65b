//! Putting rows to steps.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BooleanArray, Int64Array, RecordBatch, RecordBatchOptions, UInt64Array};
use arrow_schema::SchemaRef;
use datafusion_common::Result;
use datafusion_execution::{SendableRecordBatchStream, TaskContext};
use datafusion_physical_expr::PhysicalExpr;
use datafusion_physical_plan::stream::RecordBatchStreamAdapter;
use muster_binder::bound::ScanOutput;
use muster_catalog::Type;
use muster_values::Column;

use super::Output;
use super::state::{Default, Record, Sequence, Source};
use crate::adapt::node::Work;
use crate::evidence;
use crate::operator::gather::gather;

/// An expression of a step.
#[derive(Debug, Clone)]
pub(super) enum Term {
    /// Reads the row alone: computed for all rows at once.
    Row(Arc<dyn PhysicalExpr>),
    /// Reads the state too.
    State { expression: Arc<dyn PhysicalExpr>, schema: SchemaRef, sources: Vec<Source> },
}

impl Term {
    pub(super) fn of_row(expression: Arc<dyn PhysicalExpr>) -> Self {
        Self::Row(expression)
    }

    pub(super) fn of_state(expression: Arc<dyn PhysicalExpr>, schema: SchemaRef, sources: Vec<Source>) -> Self {
        Self::State { expression, schema, sources }
    }

    fn open<'a>(&'a self, rows: &RecordBatch) -> Result<Ready<'a>> {
        Ok(match self {
            Self::Row(expression) => Ready::Computed(expression.evaluate(rows)?.into_array(rows.num_rows())?),
            Self::State { expression, schema, sources } => Ready::State { expression, schema, sources },
        })
    }
}

/// An expression for the rows at hand.
enum Ready<'a> {
    Computed(ArrayRef),
    State { expression: &'a Arc<dyn PhysicalExpr>, schema: &'a SchemaRef, sources: &'a [Source] },
}

#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) condition: Term,
    pub(super) assignments: Vec<(usize, Term)>,
    pub(super) output: ScanOutput,
}

#[derive(Debug, Clone)]
pub(super) struct ScanWork {
    pub(super) steps: Vec<Step>,
    pub(super) defaults: Vec<Default>,
    /// Types of the made columns.
    pub(super) types: Vec<Type>,
    pub(super) results: Vec<Output>,
    /// The index of the hidden column.
    pub(super) evidence: Option<usize>,
}

impl Work for ScanWork {
    fn name(&self) -> &'static str {
        "Scan"
    }

    fn open(
        &self,
        inputs: Vec<SendableRecordBatchStream>,
        schema: SchemaRef,
        _: &Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let (work, result) = (self.clone(), Arc::clone(&schema));
        let stream = futures::stream::once(async move {
            let rows = match inputs.first() {
                Some(input) => input.schema(),
                None => return datafusion_common::internal_err!("a scan has an input"),
            };
            let rows = gather(inputs, &rows).await?;
            let given = Run::new(&work, &rows)?.all()?;
            work.finish(&rows, &given, &result)
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, stream)))
    }
}

impl ScanWork {
    fn finish(&self, rows: &RecordBatch, given: &[Given], schema: &SchemaRef) -> Result<RecordBatch> {
        let places = UInt64Array::from_iter_values(given.iter().map(|found| found.record.row as u64));
        let mut arrays: Vec<ArrayRef> = Vec::with_capacity(self.results.len() + 1);
        for output in &self.results {
            arrays.push(match output {
                Output::Input(index) => arrow_select::take::take(rows.column(*index), &places, None)?,
                Output::Made(index) => {
                    let values: Vec<&dyn Array> =
                        given.iter().filter_map(|found| found.record.made.get(*index)).map(AsRef::as_ref).collect();
                    if values.is_empty() {
                        let ty = self.types.get(*index).copied().unwrap_or(Type::Dynamic);
                        Arc::clone(Column::from_values(ty, []).array())
                    } else {
                        arrow_select::concat::concat(&values)?
                    }
                }
                Output::MatchId => Arc::new(Int64Array::from_iter_values(given.iter().map(|found| found.match_id))),
            });
        }
        if let Some(lists) = self.evidence.and_then(|index| rows.column(index).as_list_opt::<i32>()) {
            let merged = given
                .iter()
                .map(|found| found.rows.iter().flat_map(|row| evidence::ids(lists, *row)).collect::<Vec<_>>());
            arrays.push(evidence::column(merged));
        }
        let options = RecordBatchOptions::new().with_row_count(Some(given.len()));
        Ok(RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options)?)
    }
}

/// A row that is given out.
#[derive(Debug, Clone)]
struct Given {
    record: Record,
    match_id: i64,
    /// The rows whose records its sequence keeps, its own included.
    rows: Vec<usize>,
}

struct Run<'a> {
    work: &'a ScanWork,
    rows: &'a RecordBatch,
    conditions: Vec<Ready<'a>>,
    assignments: Vec<Vec<(usize, Ready<'a>)>>,
    sequences: Vec<Option<Sequence>>,
    /// The latest match of a step that gives out the last one of a series.
    held: Vec<Option<Given>>,
    given: Vec<Given>,
    next_id: i64,
}

impl<'a> Run<'a> {
    fn new(work: &'a ScanWork, rows: &'a RecordBatch) -> Result<Self> {
        let (mut conditions, mut assignments) = (Vec::new(), Vec::new());
        for step in &work.steps {
            conditions.push(step.condition.open(rows)?);
            let opened = step.assignments.iter().map(|(index, term)| Ok((*index, term.open(rows)?)));
            assignments.push(opened.collect::<Result<Vec<_>>>()?);
        }
        Ok(Self {
            work,
            rows,
            conditions,
            assignments,
            sequences: vec![None; work.steps.len()],
            held: vec![None; work.steps.len()],
            given: Vec::new(),
            next_id: 0,
        })
    }

    fn all(mut self) -> Result<Vec<Given>> {
        for row in 0..self.rows.num_rows() {
            for step in (0..self.work.steps.len()).rev() {
                self.put(row, step)?;
            }
        }
        let last = std::mem::take(&mut self.held);
        self.given.extend(last.into_iter().flatten());
        Ok(self.given)
    }

    /// Puts a row to a step.
    fn put(&mut self, row: usize, step: usize) -> Result<()> {
        if let Some(before) = step.checked_sub(1)
            && self.sequence(before).is_some()
            && self.is_met(row, step, self.sequence(before))?
        {
            // The series of both steps end here.
            self.release(before);
            self.release(step);
            let moved = self.sequences.get_mut(before).and_then(Option::take);
            return self.matched(row, step, moved);
        }
        let active = self.sequence(step).is_some();
        if (active || step == 0) && self.is_met(row, step, self.sequence(step))? {
            let own = self.sequences.get_mut(step).and_then(Option::take);
            return self.matched(row, step, own);
        }
        Ok(())
    }

    fn sequence(&self, step: usize) -> Option<&Sequence> {
        self.sequences.get(step).and_then(Option::as_ref)
    }

    fn is_met(&self, row: usize, step: usize, sequence: Option<&Sequence>) -> Result<bool> {
        let Some(condition) = self.conditions.get(step) else { return Ok(false) };
        let is_true = |values: &BooleanArray, index: usize| values.is_valid(index) && values.value(index);
        let value = self.value(condition, row, sequence)?;
        Ok(value.as_boolean_opt().is_some_and(|values| is_true(values, 0)))
    }

    /// The value of an expression, as an array of length 1.
    fn value(&self, term: &Ready<'_>, row: usize, sequence: Option<&Sequence>) -> Result<ArrayRef> {
        match term {
            Ready::Computed(values) => Ok(values.slice(row, 1)),
            Ready::State { expression, schema, sources } => {
                let values = sources.iter().map(|s| s.value(self.rows, row, sequence, &self.work.defaults)).collect();
                expression.evaluate(&RecordBatch::try_new(Arc::clone(schema), values)?)?.into_array(1)
            }
        }
    }

    /// The row becomes the latest record of a step in a sequence; a new one begins where there is none.
    fn matched(&mut self, row: usize, step: usize, sequence: Option<Sequence>) -> Result<()> {
        let mut made = Vec::with_capacity(self.work.defaults.len());
        for (index, default) in self.work.defaults.iter().enumerate() {
            let assigned = self.assignments.get(step).and_then(|all| all.iter().find(|(known, _)| *known == index));
            made.push(match (assigned, default) {
                (Some((_, term)), _) => self.value(term, row, sequence.as_ref())?,
                (None, Default::Input(index)) => self.rows.column(*index).slice(row, 1),
                (None, Default::Value(value)) => Arc::clone(value),
            });
        }
        let record = Record { row, made: Arc::new(made) };
        let mut sequence = sequence.unwrap_or_else(|| {
            let match_id = self.next_id;
            self.next_id += 1;
            Sequence { match_id, records: Vec::new() }
        });
        sequence.records.truncate(step);
        sequence.records.push(record.clone());
        let found =
            Given { record, match_id: sequence.match_id, rows: sequence.records.iter().map(|r| r.row).collect() };
        match self.work.steps.get(step).map(|step| step.output) {
            Some(ScanOutput::All) => self.given.push(found),
            Some(ScanOutput::Last) => {
                if let Some(held) = self.held.get_mut(step) {
                    *held = Some(found);
                }
            }
            Some(ScanOutput::None) | None => {}
        }
        if let Some(slot) = self.sequences.get_mut(step) {
            *slot = Some(sequence);
        }
        Ok(())
    }

    /// Gives out what was held of a step, as its series is over.
    fn release(&mut self, step: usize) {
        let held = self.held.get_mut(step).and_then(Option::take);
        self.given.extend(held);
    }
}
