//! `summarize`, `distinct`, `count`: groups.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{Schema, SchemaRef};
use datafusion_common::Result;
use datafusion_execution::{SendableRecordBatchStream, TaskContext};
use datafusion_physical_expr::PhysicalExpr;
use datafusion_physical_plan::stream::RecordBatchStreamAdapter;
use futures::StreamExt;
use muster_binder::bound::{AggregateCall, Column, Expr, Relation};
use muster_catalog::Type;
use muster_functions::pick::{Direction, Pick};
use muster_functions::{Aggregate, GroupedFold};
use muster_values::Args;

use crate::adapt::call::{failure, rows_of_dictionary, to_column};
use crate::adapt::node::{Work, WorkExec};
use crate::evidence;
use crate::expr::all_reads;
use crate::operator::keys::Groups;
use crate::operator::pick::Gather;
use crate::operator::stored::chooses;
use crate::plan::{Node, Planner, schema};
use crate::run::RunError;

/// Groups by keys; without keys one group of all rows.
pub(crate) fn plan(
    planner: &Planner<'_>,
    relation: &Relation,
    input: &Relation,
    keys: &[Expr],
    aggregates: &[AggregateCall],
) -> Result<Node, RunError> {
    let expressions = || keys.iter().chain(aggregates.iter().flat_map(|a| &a.arguments));
    let needed = all_reads(expressions());
    let input =
        if expressions().any(chooses) { planner.relation(input, &needed)? } else { planner.grouped(input, &needed)? };
    let mut planned_keys = Vec::with_capacity(keys.len());
    for (key, column) in keys.iter().zip(&relation.columns) {
        planned_keys.push((column.clone(), planner.expr(key, &input)?));
    }
    let mut planned = Vec::with_capacity(aggregates.len());
    for call in aggregates {
        planned.extend(steps(planner, &input, call)?);
    }
    Ok(node(planner, &input, planned_keys, planned))
}

/// Plans an aggregate of the rows of `input`: one step, or for `percentiles(x, 5, 95)` one a column, which is given what
/// they share and its own percentile.
pub(crate) fn steps(planner: &Planner<'_>, input: &Node, call: &AggregateCall) -> Result<Vec<Step>, RunError> {
    let mut arguments = Vec::with_capacity(call.arguments.len());
    for argument in &call.arguments {
        arguments.push((planner.expr(argument, input)?, argument.ty));
    }
    let make = make(call)?;
    if matches!(make, Make::Pick(_)) || call.outputs.len() == 1 {
        let (arguments, types) = arguments.into_iter().unzip();
        return Ok(vec![Step { make, arguments, types, outputs: call.outputs.clone() }]);
    }
    let shared = arguments.len().saturating_sub(call.outputs.len());
    let steps = call.outputs.iter().enumerate().map(|(index, output)| {
        let own = arguments.iter().take(shared).chain(arguments.get(shared + index)).cloned();
        let (arguments, types) = own.unzip();
        Step { make, arguments, types, outputs: vec![output.clone()] }
    });
    Ok(steps.collect())
}

fn make(call: &AggregateCall) -> Result<Make, RunError> {
    Ok(match call.function.as_str() {
        "arg_max" | "argmax" => Make::Pick(Pick::Extreme(Direction::Greatest)),
        "arg_min" | "argmin" => Make::Pick(Pick::Extreme(Direction::Least)),
        "take_any" if call.outputs.len() > 1 => Make::Pick(Pick::Present),
        name => Make::Fold(
            muster_functions::aggregate(name)
                .ok_or_else(|| RunError::Internal(format!("aggregate `{name}` has no entry")))?,
        ),
    })
}

/// Groups `input` by planned keys.
pub(crate) fn node(
    planner: &Planner<'_>,
    input: &Node,
    keys: Vec<(Column, Arc<dyn PhysicalExpr>)>,
    steps: Vec<Step>,
) -> Node {
    let mut columns: Vec<Column> = keys.iter().map(|(c, _)| c.clone()).collect();
    columns.extend(steps.iter().flat_map(|s| s.outputs.iter().cloned()));
    let schema = schema(&columns, planner.evidence());
    let key_schema = Arc::new(Schema::new(schema.fields().iter().take(keys.len()).cloned().collect::<Vec<_>>()));
    let group = Group {
        keys: keys.into_iter().map(|(_, e)| e).collect(),
        key_schema,
        steps,
        evidence: planner.evidence().then_some(input.columns.len()),
    };
    Node { plan: WorkExec::plan(vec![Arc::clone(&input.plan)], schema, Arc::new(group)), columns }
}

/// How an aggregate is computed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Make {
    /// By folding rows.
    Fold(&'static Aggregate),
    /// By choosing one row a group.
    Pick(Pick),
}

/// A planned aggregate.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    make: Make,
    arguments: Vec<Arc<dyn PhysicalExpr>>,
    types: Vec<Type>,
    outputs: Vec<Column>,
}

#[derive(Debug, Clone)]
struct Group {
    keys: Vec<Arc<dyn PhysicalExpr>>,
    key_schema: SchemaRef,
    steps: Vec<Step>,
    evidence: Option<usize>,
}

impl Work for Group {
    fn name(&self) -> &'static str {
        "Group"
    }

    fn open(
        &self,
        inputs: Vec<SendableRecordBatchStream>,
        schema: SchemaRef,
        _: &Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let (group, result) = (self.clone(), Arc::clone(&schema));
        let mut input = futures::stream::iter(inputs).flatten();
        let stream = futures::stream::once(async move {
            let mut state = State::new(&group);
            while let Some(batch) = input.next().await {
                state.push(&group, &batch?)?;
            }
            state.finish(&group, &result)
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, stream)))
    }
}

enum Running {
    Fold(Box<dyn GroupedFold>),
    Pick(Gather),
}

/// The groups so far.
struct State {
    groups: Groups,
    indexes: Vec<usize>,
    running: Vec<Running>,
    evidence: Vec<Vec<u64>>,
}

impl State {
    fn new(group: &Group) -> Self {
        let running = group
            .steps
            .iter()
            .map(|step| match step.make {
                Make::Fold(entry) => Running::Fold((entry.fold)()),
                Make::Pick(pick) => Running::Pick(Gather::new(pick)),
            })
            .collect();
        Self { groups: Groups::new(&group.key_schema), indexes: Vec::new(), running, evidence: Vec::new() }
    }

    fn push(&mut self, group: &Group, batch: &RecordBatch) -> Result<()> {
        let rows = batch.num_rows();
        let mut keys = Vec::with_capacity(group.keys.len());
        for key in &group.keys {
            keys.push(key.evaluate(batch)?.into_array(rows)?);
        }
        self.groups.of(&keys, rows, &mut self.indexes)?;
        let total = self.groups.len();
        for (step, running) in group.steps.iter().zip(&mut self.running) {
            let mut columns = Vec::with_capacity(step.arguments.len());
            for (index, argument) in step.arguments.iter().enumerate() {
                let column = to_column(argument.evaluate(batch)?)?;
                let as_it_is = match running {
                    Running::Fold(fold) => index == 0 && fold.takes_dictionaries(),
                    Running::Pick(_) => index > 0,
                };
                columns.push(if as_it_is { column } else { rows_of_dictionary(column)? });
            }
            let returns = step.outputs.first().map_or(Type::Dynamic, |c| c.ty);
            let args = Args::new(&columns, &step.types, rows, returns);
            match running {
                Running::Fold(fold) => fold.push(&args, &self.indexes, total).map_err(failure)?,
                Running::Pick(gather) => {
                    gather.push(&columns, args.ty(0), &self.indexes, total)?;
                }
            }
        }
        if let Some(lists) = group.evidence.and_then(|i| batch.column(i).as_list_opt::<i32>()) {
            self.evidence.resize(total.max(self.evidence.len()), Vec::new());
            for (row, index) in self.indexes.iter().enumerate() {
                if let Some(list) = self.evidence.get_mut(*index) {
                    list.extend(evidence::ids(lists, row));
                }
            }
        }
        Ok(())
    }

    fn finish(mut self, group: &Group, schema: &SchemaRef) -> Result<RecordBatch> {
        let total = self.groups.len();
        let mut arrays: Vec<ArrayRef> = self.groups.finish()?;
        for (step, running) in group.steps.iter().zip(self.running) {
            match running {
                Running::Fold(mut fold) => {
                    let returns = step.outputs.first().map_or(Type::Dynamic, |c| c.ty);
                    let column = fold.finish(total, returns).map_err(failure)?;
                    let array = if column.is_constant() && total != 1 {
                        let indexes = arrow_array::UInt64Array::from(vec![0; total]);
                        arrow_select::take::take(column.array(), &indexes, None)?
                    } else {
                        Arc::clone(column.array())
                    };
                    arrays.push(array);
                }
                Running::Pick(gather) => {
                    let types: Vec<Type> = step.outputs.iter().map(|c| c.ty).collect();
                    arrays.extend(gather.finish(total, &types)?);
                }
            }
        }
        if group.evidence.is_some() {
            self.evidence.resize(total, Vec::new());
            arrays.push(evidence::column(self.evidence));
        }
        let options = RecordBatchOptions::new().with_row_count(Some(total));
        Ok(RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options)?)
    }
}
