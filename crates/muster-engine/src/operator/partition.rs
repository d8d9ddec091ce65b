//! `partition`: a subquery on the rows of each value of a column. Its plan is made once; for each value its leaf is put
//! in place.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow_array::{Array, RecordBatch, RecordBatchOptions, UInt64Array};
use arrow_schema::{Schema, SchemaRef};
use datafusion_common::Result;
use datafusion_execution::{SendableRecordBatchStream, TaskContext};
use datafusion_physical_plan::aggregates::group_values::new_group_values;
use datafusion_physical_plan::aggregates::order::GroupOrdering;
use datafusion_physical_plan::stream::RecordBatchStreamAdapter;
use datafusion_physical_plan::{ChildrenPropertiesMode, ExecutionPlan, ReplaceChildrenOptions};
use futures::{StreamExt, TryStreamExt};
use muster_binder::bound::{Column, Expr, ExprKind, Partition, Relation, RelationKind};
use muster_binder::with_value;
use muster_catalog::Value;
use muster_values::{Failure, to_text, value_at};

use crate::adapt::call::failure;
use crate::adapt::node::{Work, WorkExec};
use crate::operator::gather::gather;
use crate::operator::parse::position;
use crate::operator::{table, union};
use crate::plan::{Needed, Node, Planner, schema};
use crate::run::RunError;

const LEAF: &str = "Partitioned";

/// The rows of all values, in the order in which the values first come.
pub(crate) fn plan(
    planner: &Planner<'_>,
    relation: &Relation,
    needed: &Needed,
    partition: &Partition,
) -> std::result::Result<Node, RunError> {
    if let Some(value) = &partition.value {
        return query(planner, relation, needed, partition, value);
    }
    let all: Needed = partition.input.columns.iter().map(|column| column.id).collect();
    let input = planner.relation(&partition.input, &all)?;
    let body = planner.relation(&partition.body, needed)?;
    let mut columns = Vec::with_capacity(all.len() + 1);
    for column in &partition.input.columns {
        columns.push(position(&input, column.id)?);
    }
    if planner.evidence() {
        columns.push(input.columns.len());
    }
    let key = position(&input, partition.key)?;
    let result = body.plan.schema();
    let work = PartitionWork { key, columns, at_most: partition.at_most, body: body.plan };
    Ok(Node { plan: WorkExec::plan(vec![input.plan], result, Arc::new(work)), columns: body.columns })
}

/// The rows of a query of its own for each value, in the order in which the values first come. Their rows alone are
/// evidence.
fn query(
    planner: &Planner<'_>,
    relation: &Relation,
    needed: &Needed,
    partition: &Partition,
    value: &Column,
) -> std::result::Result<Node, RunError> {
    let failed = |message: String| RunError::Failed { message, span: Some(relation.span) };
    let reference = |column: &Column| Expr { kind: ExprKind::Column(column.id), ty: column.ty, span: relation.span };
    let key = Column { id: partition.key, ..value.clone() };
    let input = Box::new(partition.input.clone());
    let kind = RelationKind::Project { input, expressions: vec![reference(&key)] };
    let (_, arrays) = planner.first_column(&Relation { kind, columns: vec![key], span: relation.span })?;
    let mut seen = BTreeSet::new();
    let mut inputs = Vec::new();
    for array in &arrays {
        for row in 0..array.len() {
            let found = value_at(array, value.ty, row);
            if matches!(found, Value::Null(_)) {
                return Err(failed(NULLS.to_owned()));
            }
            if seen.insert(to_text(&found)) {
                inputs.push(with_value(&partition.body, value.id, &found));
            }
        }
    }
    if let Some(most) = partition.at_most.filter(|most| inputs.len() > *most) {
        return Err(failed(too_many(most)));
    }
    let sources =
        inputs.iter().map(|body| body.columns.iter().map(|c| Some(reference(c))).collect()).collect::<Vec<_>>();
    union::plan(planner, relation, needed, &inputs, &sources)
}

const NULLS: &str = "`partition` by a column with nulls is not supported yet";

fn too_many(most: usize) -> String {
    format!("`partition` takes {most} values unless `hint.strategy` is `native` or `shuffle`")
}

/// The place of the rows of one value in the plan of the subquery.
pub(crate) fn leaf(planner: &Planner<'_>, relation: &Relation) -> Node {
    let columns = relation.columns.clone();
    let plan = WorkExec::plan(Vec::new(), schema(&columns, planner.evidence()), Arc::new(Leaf));
    Node { plan, columns }
}

#[derive(Debug)]
struct Leaf;

impl Work for Leaf {
    fn name(&self) -> &'static str {
        LEAF
    }

    fn open(
        &self,
        _: Vec<SendableRecordBatchStream>,
        _: SchemaRef,
        _: &Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        Err(failure(Failure::new("the rows of a partition are not supported yet in this place")))
    }
}

#[derive(Debug, Clone)]
struct PartitionWork {
    key: usize,
    /// The columns of the input that the leaf has, in its order, evidence included.
    columns: Vec<usize>,
    at_most: Option<usize>,
    body: Arc<dyn ExecutionPlan>,
}

impl PartitionWork {
    /// The rows of each value.
    fn parts(&self, batch: &RecordBatch) -> Result<Vec<RecordBatch>> {
        let key = batch.column(self.key);
        if key.null_count() > 0 {
            return Err(failure(Failure::new(NULLS)));
        }
        let field = batch.schema().field(self.key).clone();
        let mut values = new_group_values(Arc::new(Schema::new(vec![field])), &GroupOrdering::None)?;
        let mut groups = Vec::new();
        values.intern(&[Arc::clone(key)], &mut groups)?;
        let total = values.len();
        if let Some(most) = self.at_most.filter(|most| total > *most) {
            return Err(failure(Failure::new(too_many(most))));
        }
        let mut rows: Vec<Vec<u64>> = vec![Vec::new(); total];
        for (row, group) in (0_u64..).zip(&groups) {
            if let Some(rows) = rows.get_mut(*group) {
                rows.push(row);
            }
        }
        let batch = batch.project(&self.columns)?;
        rows.into_iter()
            .map(|rows| Ok(arrow_select::take::take_record_batch(&batch, &UInt64Array::from(rows))?))
            .collect()
    }

    fn run(&self, rows: &RecordBatch, context: &Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        filled(&self.body, rows)?.execute(0, Arc::clone(context))
    }
}

/// The plan with these rows at its leaf, made anew so that no node remembers the rows of another value.
fn filled(plan: &Arc<dyn ExecutionPlan>, rows: &RecordBatch) -> Result<Arc<dyn ExecutionPlan>> {
    let children = plan.children();
    if children.is_empty() {
        if plan.name() != LEAF {
            return Ok(Arc::clone(plan));
        }
        let schema = plan.schema();
        let options = RecordBatchOptions::new().with_row_count(Some(rows.num_rows()));
        let rows = RecordBatch::try_new_with_options(Arc::clone(&schema), rows.columns().to_vec(), &options)?;
        return Ok(table::rows(schema, Vec::new(), vec![rows]).plan);
    }
    let children = children.into_iter().map(|child| filled(child, rows)).collect::<Result<Vec<_>>>()?;
    let options = ReplaceChildrenOptions::new(ChildrenPropertiesMode::Recompute);
    // A sort that keeps the first rows remembers the last one that it kept, and a join its left side.
    Arc::clone(plan).replace_children(children, options)?.reset_state()
}

impl Work for PartitionWork {
    fn name(&self) -> &'static str {
        "Partition"
    }

    fn open(
        &self,
        inputs: Vec<SendableRecordBatchStream>,
        schema: SchemaRef,
        context: &Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let (work, context) = (self.clone(), Arc::clone(context));
        let parts = futures::stream::once(async move {
            let rows = match inputs.first() {
                Some(input) => input.schema(),
                None => return datafusion_common::internal_err!("a partition has an input"),
            };
            let parts = work.parts(&gather(inputs, &rows).await?)?;
            let results = futures::stream::iter(parts).map(move |rows| work.run(&rows, &context));
            Ok(results.try_flatten())
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, parts.try_flatten())))
    }
}
