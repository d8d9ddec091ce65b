//! Window functions: computed on all rows of the input, in their order.
//!
//! Evidence stays that of the row: its neighbors say what it is called, not that it is there.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions, UInt64Array};
use arrow_schema::SchemaRef;
use datafusion_common::Result;
use datafusion_execution::{SendableRecordBatchStream, TaskContext};
use datafusion_physical_expr::PhysicalExpr;
use datafusion_physical_plan::stream::RecordBatchStreamAdapter;
use muster_binder::bound::{Relation, WindowCall};
use muster_catalog::Type;
use muster_functions::Window;
use muster_values::Args;

use crate::adapt::call::{failure, to_column};
use crate::adapt::node::{Work, WorkExec};
use crate::expr::reads;
use crate::operator::gather::gather;
use crate::plan::{Needed, Node, Planner, schema};
use crate::run::RunError;

/// The input with the outputs of those calls that somebody needs.
pub(crate) fn plan(
    planner: &Planner<'_>,
    needed: &Needed,
    input: &Relation,
    calls: &[WindowCall],
) -> std::result::Result<Node, RunError> {
    let mut wanted = needed.clone();
    let mut used = Vec::with_capacity(calls.len());
    // A call may read the outputs of those before it.
    for call in calls.iter().rev() {
        if wanted.remove(&call.output.id) {
            call.arguments.iter().for_each(|argument| reads(argument, &mut wanted));
            used.push(call);
        }
    }
    used.reverse();
    let mut node = planner.relation(input, &wanted)?;
    if used.is_empty() {
        return Ok(node);
    }
    let width = node.columns.len();
    let mut steps = Vec::with_capacity(used.len());
    for call in used {
        let entry = muster_functions::window(&call.function)
            .ok_or_else(|| RunError::Internal(format!("function `{}` has no entry", call.function)))?;
        let mut arguments = Vec::with_capacity(call.arguments.len());
        for argument in &call.arguments {
            arguments.push(planner.expr(argument, &node)?);
        }
        let types = call.arguments.iter().map(|argument| argument.ty).collect();
        steps.push(Step { entry, arguments, types, returns: call.output.ty, rows: schema(&node.columns, false) });
        node.columns.push(call.output.clone());
    }
    let work = WindowWork { width, steps, evidence: planner.evidence() };
    let result = schema(&node.columns, planner.evidence());
    Ok(Node { plan: WorkExec::plan(vec![node.plan], result, Arc::new(work)), columns: node.columns })
}

#[derive(Debug, Clone)]
struct Step {
    entry: &'static Window,
    arguments: Vec<Arc<dyn PhysicalExpr>>,
    types: Vec<Type>,
    returns: Type,
    /// What the arguments see: the input's columns and the results so far.
    rows: SchemaRef,
}

#[derive(Debug, Clone)]
struct WindowWork {
    /// How many columns the input has, evidence left aside.
    width: usize,
    steps: Vec<Step>,
    evidence: bool,
}

impl WindowWork {
    fn compute(&self, batch: &RecordBatch, result: &SchemaRef) -> Result<RecordBatch> {
        let count = batch.num_rows();
        let options = RecordBatchOptions::new().with_row_count(Some(count));
        let mut arrays: Vec<ArrayRef> = batch.columns().iter().take(self.width).cloned().collect();
        for step in &self.steps {
            let rows = RecordBatch::try_new_with_options(Arc::clone(&step.rows), arrays.clone(), &options)?;
            let mut columns = Vec::with_capacity(step.arguments.len());
            for argument in &step.arguments {
                columns.push(to_column(argument.evaluate(&rows)?)?);
            }
            let args = Args::new(&columns, &step.types, count, step.returns);
            let answer = (step.entry.body)(&args).map_err(failure)?;
            arrays.push(if answer.is_constant() {
                arrow_select::take::take(answer.array(), &UInt64Array::from(vec![0; count]), None)?
            } else {
                Arc::clone(answer.array())
            });
        }
        if self.evidence {
            arrays.push(Arc::clone(batch.column(self.width)));
        }
        Ok(RecordBatch::try_new_with_options(Arc::clone(result), arrays, &options)?)
    }
}

impl Work for WindowWork {
    fn name(&self) -> &'static str {
        "Window"
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
                None => return datafusion_common::internal_err!("a window has an input"),
            };
            work.compute(&gather(inputs, &rows).await?, &result)
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, stream)))
    }
}
