//! `mv-apply`: a sub-query on what each row expands to.
//!
//! A body that treats each row for itself (`where`, `extend`, `mv-expand`, …) gives the same rows whether it sees the
//! elements of one row or of all: it is planned as those operators after an `mv-expand`, with the columns of the input
//! carried along. Any other body is planned once and run for each row of the input. A row that expands to nothing has no
//! sub-table, so that even a body that always gives a row (`summarize`) gives none for it.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions, UInt64Array};
use arrow_schema::SchemaRef;
use datafusion_common::Result;
use datafusion_execution::{SendableRecordBatchStream, TaskContext};
use datafusion_physical_plan::ExecutionPlan;
use datafusion_physical_plan::execution_plan::reset_plan_states;
use datafusion_physical_plan::stream::RecordBatchStreamAdapter;
use futures::StreamExt;
use muster_binder::bound::{Column, Expr, ExprKind, MvApply, MvExpand, Parse, Relation, RelationKind};
use muster_functions::expand::BagKind;

use crate::adapt::node::{Work, WorkExec, find};
use crate::evidence;
use crate::expr::reads;
use crate::operator::mv_expand::{Expanded, Expansion};
use crate::operator::parse::position;
use crate::plan::{Needed, Node, Planner, schema};
use crate::run::RunError;

/// Applies the body to what each row expands to.
pub(crate) fn plan(
    planner: &Planner<'_>,
    relation: &Relation,
    needed: &Needed,
    apply: &MvApply,
) -> std::result::Result<Node, RunError> {
    let passed: Vec<Column> = relation.columns.iter().filter(|c| has(&apply.input.columns, c)).cloned().collect();
    if let Some(flat) = carrying(&apply.body, apply, &passed) {
        return planner.relation(&flat, needed);
    }
    let of_body = apply.body.columns.iter().map(|c| c.id).filter(|id| needed.contains(id)).collect();
    let body = planner.relation(&apply.body, &of_body)?;
    let leaves: Vec<Applied> = find::<Applied>(&body.plan).into_iter().cloned().collect();
    let made: Vec<&Column> = apply.columns.iter().map(|c| &c.output).chain(&apply.item_index).collect();
    let columns: Vec<Column> = relation.columns.iter().filter(|c| needed.contains(&c.id)).cloned().collect();
    let mut wanted: Needed = columns.iter().filter(|c| !has(&apply.body.columns, c)).map(|c| c.id).collect();
    wanted.extend(leaves.iter().flat_map(|l| &l.columns).map(|c| c.id).filter(|id| !made.iter().any(|m| m.id == *id)));
    apply.columns.iter().for_each(|c| reads(&c.value, &mut wanted));
    let input = planner.relation(&apply.input, &wanted)?;
    let mut places = Vec::with_capacity(leaves.len());
    for leaf in leaves {
        let source = |c: &Column| match made.iter().position(|m| m.id == c.id) {
            Some(i) => Ok(Source::Made(i)),
            None => position(&input, c.id).map(Source::Passed),
        };
        let sources = leaf.columns.iter().map(source).collect::<std::result::Result<_, RunError>>()?;
        places.push(Place { leaf, sources });
    }
    let source = |c: &Column| match body.columns.iter().position(|b| b.id == c.id) {
        Some(i) => Ok(Source::Made(i)),
        None => position(&input, c.id).map(Source::Passed),
    };
    let work = Apply {
        expansion: Expansion::plan(planner, &input, &apply.columns, BagKind::Bag, apply.limit)?,
        places,
        sources: columns.iter().map(source).collect::<std::result::Result<_, RunError>>()?,
        evidence: planner.evidence().then_some((input.columns.len(), body.columns.len())),
        body: body.plan,
    };
    let schema = schema(&columns, planner.evidence());
    Ok(Node { plan: WorkExec::plan(vec![input.plan], schema, Arc::new(ApplyWork(Arc::new(work)))), columns })
}

fn has(columns: &[Column], column: &Column) -> bool {
    columns.iter().any(|c| c.id == column.id)
}

/// The body over all rows at once, if it treats each for itself, with the columns `passed` of the input besides.
fn carrying(body: &Relation, apply: &MvApply, passed: &[Column]) -> Option<Relation> {
    let more: Vec<Column> = passed.iter().filter(|c| !has(&body.columns, c)).cloned().collect();
    let kind = match &body.kind {
        RelationKind::Applied => RelationKind::MvExpand(Box::new(MvExpand {
            input: apply.input.clone(),
            columns: apply.columns.clone(),
            item_index: apply.item_index.clone(),
            limit: apply.limit,
            bag_as_array: false,
        })),
        RelationKind::Filter { input, predicate } => {
            RelationKind::Filter { input: Box::new(carrying(input, apply, passed)?), predicate: predicate.clone() }
        }
        RelationKind::Project { input, expressions } => {
            let column = |c: &Column| Expr { kind: ExprKind::Column(c.id), ty: c.ty, span: body.span };
            RelationKind::Project {
                input: Box::new(carrying(input, apply, passed)?),
                expressions: expressions.iter().cloned().chain(more.iter().map(column)).collect(),
            }
        }
        RelationKind::MvExpand(expand) => {
            let input = carrying(&expand.input, apply, passed)?;
            RelationKind::MvExpand(Box::new(MvExpand { input, ..(**expand).clone() }))
        }
        RelationKind::Parse(parse) => {
            let input = carrying(&parse.input, apply, passed)?;
            RelationKind::Parse(Box::new(Parse { input, ..(**parse).clone() }))
        }
        _ => return None,
    };
    let columns = body.columns.iter().cloned().chain(more).collect();
    Some(Relation { kind, columns, span: body.span })
}

/// The rows that a row expands to, for the body.
pub(crate) fn applied(planner: &Planner<'_>, relation: &Relation, needed: &Needed) -> Node {
    let columns: Vec<Column> = relation.columns.iter().filter(|c| needed.contains(&c.id)).cloned().collect();
    let schema = schema(&columns, planner.evidence());
    let work = Applied { columns: columns.clone(), schema: Arc::clone(&schema), rows: Arc::default() };
    Node { plan: WorkExec::plan(Vec::new(), schema, Arc::new(work)), columns }
}

/// The leaf of the body's plan. The rows change from one run to the next.
#[derive(Debug, Clone)]
struct Applied {
    columns: Vec<Column>,
    schema: SchemaRef,
    rows: Arc<Mutex<Option<RecordBatch>>>,
}

impl Work for Applied {
    fn name(&self) -> &'static str {
        "Applied"
    }

    fn open(
        &self,
        _: Vec<SendableRecordBatchStream>,
        schema: SchemaRef,
        _: &Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(rows) = rows else {
            return datafusion_common::internal_err!("rows of `mv-apply` are read before there are any");
        };
        let stream = futures::stream::iter([Ok(rows)]);
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, stream)))
    }
}

#[derive(Debug, Clone, Copy)]
enum Source {
    /// A column of the input.
    Passed(usize),
    /// An expanded column, or one of the body's result.
    Made(usize),
}

/// A leaf and where its columns come from.
#[derive(Debug)]
struct Place {
    leaf: Applied,
    sources: Vec<Source>,
}

#[derive(Debug)]
struct Apply {
    expansion: Expansion,
    places: Vec<Place>,
    body: Arc<dyn ExecutionPlan>,
    sources: Vec<Source>,
    /// Where the input and where the body have it.
    evidence: Option<(usize, usize)>,
}

#[derive(Debug)]
struct ApplyWork(Arc<Apply>);

impl Work for ApplyWork {
    fn name(&self) -> &'static str {
        "MvApply"
    }

    fn open(
        &self,
        inputs: Vec<SendableRecordBatchStream>,
        schema: SchemaRef,
        context: &Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let (work, result, context) = (Arc::clone(&self.0), Arc::clone(&schema), Arc::clone(context));
        let stream = futures::stream::iter(inputs).flatten().then(move |batch| {
            let (work, result, context) = (Arc::clone(&work), Arc::clone(&result), Arc::clone(&context));
            async move { work.apply(&batch?, &result, &context).await }
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, stream)))
    }
}

impl Apply {
    async fn apply(&self, batch: &RecordBatch, schema: &SchemaRef, context: &Arc<TaskContext>) -> Result<RecordBatch> {
        let expanded = self.expansion.expand(batch)?;
        let mut inputs = Vec::with_capacity(self.places.len());
        for place in &self.places {
            inputs.push(place.rows(batch, &expanded, self.evidence.map(|(input, _)| input))?);
        }
        let (mut results, mut from) = (Vec::new(), Vec::new());
        for range in runs(&expanded.from) {
            let Some(row) = expanded.from.values().get(range.start).copied() else { continue };
            for (place, rows) in self.places.iter().zip(&inputs) {
                place.leaf.set(rows.slice(range.start, range.len()));
            }
            // A join, and a sort that keeps the first rows, remember what they saw.
            let mut stream = reset_plan_states(Arc::clone(&self.body))?.execute(0, Arc::clone(context))?;
            while let Some(result) = stream.next().await {
                let result = result?;
                from.extend(std::iter::repeat_n(row, result.num_rows()));
                results.push(result);
            }
        }
        let results = arrow_select::concat::concat_batches(&self.body.schema(), &results)?;
        let from = UInt64Array::from(from);
        let mut arrays: Vec<ArrayRef> = Vec::with_capacity(schema.fields().len());
        for source in &self.sources {
            arrays.push(match source {
                Source::Passed(i) => arrow_select::take::take(batch.column(*i), &from, None)?,
                Source::Made(i) => Arc::clone(results.column(*i)),
            });
        }
        if let Some((input, body)) = self.evidence {
            let (Some(input), Some(body)) =
                (batch.column(input).as_list_opt::<i32>(), results.column(body).as_list_opt::<i32>())
            else {
                return datafusion_common::internal_err!("evidence is not a list");
            };
            arrays.push(evidence::column(from.values().iter().enumerate().map(|(row, from)| {
                let mut list = usize::try_from(*from).map(|from| evidence::ids(input, from)).unwrap_or_default();
                list.extend(evidence::ids(body, row));
                list
            })));
        }
        let options = RecordBatchOptions::new().with_row_count(Some(from.len()));
        Ok(RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options)?)
    }
}

impl Place {
    /// What the leaf shows of all rows of a batch.
    fn rows(&self, batch: &RecordBatch, expanded: &Expanded, evidence: Option<usize>) -> Result<RecordBatch> {
        let mut arrays: Vec<ArrayRef> = Vec::with_capacity(self.sources.len() + 1);
        for source in self.sources.iter().copied().chain(evidence.map(Source::Passed)) {
            match source {
                Source::Passed(i) => arrays.push(arrow_select::take::take(batch.column(i), &expanded.from, None)?),
                Source::Made(i) => arrays.extend(expanded.made.get(i).cloned()),
            }
        }
        let options = RecordBatchOptions::new().with_row_count(Some(expanded.from.len()));
        Ok(RecordBatch::try_new_with_options(Arc::clone(&self.leaf.schema), arrays, &options)?)
    }
}

impl Applied {
    fn set(&self, rows: RecordBatch) {
        *self.rows.lock().unwrap_or_else(PoisonError::into_inner) = Some(rows);
    }
}

/// The ranges of equal values.
fn runs(from: &UInt64Array) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = 0;
    for run in from.values().chunk_by(|a, b| a == b) {
        runs.push(start..start + run.len());
        start += run.len();
    }
    runs
}
