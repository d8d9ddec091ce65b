//! `join`, also `lookup`: pairs of rows with equal keys.

use std::sync::Arc;

use arrow_array::{BooleanArray, RecordBatch};
use arrow_schema::{Schema, SchemaRef};
use datafusion_common::{JoinType, NullEquality, Result};
use datafusion_execution::{SendableRecordBatchStream, TaskContext};
use datafusion_physical_expr::PhysicalExpr;
use datafusion_physical_expr::expressions::Column as FieldRef;
use datafusion_physical_plan::aggregates::group_values::new_group_values;
use datafusion_physical_plan::aggregates::order::GroupOrdering;
use datafusion_physical_plan::joins::{HashJoinExec, PartitionMode};
use datafusion_physical_plan::projection::ProjectionExec;
use datafusion_physical_plan::stream::RecordBatchStreamAdapter;
use futures::StreamExt;
use muster_binder::bound::{Column, ColumnId, Expr, JoinKind, Relation};
use muster_catalog::Type;
use muster_values::arrow_type;

use crate::adapt::node::{Work, WorkExec};
use crate::adapt::text::TextOrEmpty;
use crate::evidence;
use crate::expr::all_reads;
use crate::operator::summarize;
use crate::plan::{Needed, Node, Planner, field_name};
use crate::run::RunError;

type Keys = Vec<Arc<dyn PhysicalExpr>>;

/// The evidence of the right side, before both are merged.
const RIGHT_EVIDENCE: &str = "$right_evidence";

/// Joins two relations.
pub(crate) fn plan(
    planner: &Planner<'_>,
    relation: &Relation,
    needed: &Needed,
    kind: JoinKind,
    left: &Relation,
    right: &Relation,
    on: &[(Expr, Expr)],
) -> Result<Node, RunError> {
    let mut left = side(planner, needed, left, on.iter().map(|(l, _)| l))?;
    let mut right = side(planner, needed, right, on.iter().map(|(_, r)| r))?;
    let mut left_keys = keys(planner, &left, on.iter().map(|(l, _)| l))?;
    let mut right_keys = keys(planner, &right, on.iter().map(|(_, r)| r))?;
    let mut join_type = match kind {
        JoinKind::InnerUnique => {
            left = first_of_each_key(&left, &left_keys, on);
            JoinType::Inner
        }
        JoinKind::Inner => JoinType::Inner,
        JoinKind::LeftOuter => JoinType::Left,
        JoinKind::RightOuter => JoinType::Right,
        JoinKind::FullOuter => JoinType::Full,
        JoinKind::LeftSemi => JoinType::LeftSemi,
        JoinKind::RightSemi => JoinType::RightSemi,
        JoinKind::LeftAnti => JoinType::LeftAnti,
        JoinKind::RightAnti => JoinType::RightAnti,
    };
    // A row that passes a semi join owes it to the other side's matching events: these must be in its evidence.
    if planner.evidence() && kind == JoinKind::LeftSemi {
        (right, right_keys) = grouped(planner, &right, right_keys, on.iter().map(|(_, r)| r.ty))?;
        join_type = JoinType::Inner;
    } else if planner.evidence() && kind == JoinKind::RightSemi {
        (left, left_keys) = grouped(planner, &left, left_keys, on.iter().map(|(l, _)| l.ty))?;
        join_type = JoinType::Inner;
    }
    let right_plan = if planner.evidence() { rename_evidence(&right)? } else { Arc::clone(&right.plan) };
    let join = HashJoinExec::try_new(
        Arc::clone(&left.plan),
        right_plan,
        left_keys.into_iter().zip(right_keys).collect(),
        None,
        &join_type,
        None,
        PartitionMode::CollectLeft,
        NullEquality::NullEqualsNothing,
        false,
    )?;
    let joined: Arc<dyn datafusion_physical_plan::ExecutionPlan> = Arc::new(join);
    let schema = joined.schema();
    let field = |name: &str| -> Option<Arc<dyn PhysicalExpr>> {
        let index = schema.fields().iter().position(|f| f.name() == name)?;
        Some(Arc::new(FieldRef::new(name, index)))
    };
    let (mut expressions, mut columns) = (Vec::new(), Vec::new());
    for column in relation.columns.iter().filter(|c| needed.contains(&c.id)) {
        let name = field_name(column.id);
        let value =
            field(&name).ok_or_else(|| RunError::Internal(format!("column `{}` got lost in a join", column.name)))?;
        let value = if column.ty == Type::String { Arc::new(TextOrEmpty(value)) } else { value };
        expressions.push((value, name));
        columns.push(column.clone());
    }
    if planner.evidence() {
        let merged: Arc<dyn PhysicalExpr> = match (field(evidence::FIELD), field(RIGHT_EVIDENCE)) {
            (Some(left), Some(right)) => Arc::new(evidence::Merge(left, right)),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => return Err(RunError::Internal("a join lost its evidence".to_owned())),
        };
        expressions.push((merged, evidence::FIELD.to_owned()));
    }
    Ok(Node { plan: Arc::new(ProjectionExec::try_new(expressions, joined)?), columns })
}

fn side<'e>(
    planner: &Planner<'_>,
    needed: &Needed,
    relation: &Relation,
    on: impl Iterator<Item = &'e Expr>,
) -> Result<Node, RunError> {
    let mut wanted = all_reads(on);
    wanted.extend(relation.columns.iter().map(|c| c.id).filter(|id| needed.contains(id)));
    planner.relation(relation, &wanted)
}

fn keys<'e>(planner: &Planner<'_>, input: &Node, on: impl Iterator<Item = &'e Expr>) -> Result<Keys, RunError> {
    on.map(|e| planner.expr(e, input)).collect()
}

/// One row for each key, with the evidence of all rows of that key.
fn grouped(
    planner: &Planner<'_>,
    input: &Node,
    keys: Keys,
    types: impl Iterator<Item = Type>,
) -> Result<(Node, Keys), RunError> {
    // Ids of the binder grow from 0; these exist in this plan alone.
    let columns: Vec<Column> =
        (0u32..).zip(types).map(|(i, ty)| Column { id: ColumnId(u32::MAX - i), name: String::new(), ty }).collect();
    let pairs = columns.iter().cloned().zip(keys).collect();
    let node = summarize::node(planner, input, pairs, Vec::new());
    let keys = columns.iter().map(|c| node.column(c.id)).collect::<Result<_, _>>()?;
    Ok((node, keys))
}

fn rename_evidence(node: &Node) -> Result<Arc<dyn datafusion_physical_plan::ExecutionPlan>, RunError> {
    let mut expressions = Vec::with_capacity(node.columns.len() + 1);
    for column in &node.columns {
        expressions.push((node.column(column.id)?, field_name(column.id)));
    }
    expressions.push((node.evidence(), RIGHT_EVIDENCE.to_owned()));
    Ok(Arc::new(ProjectionExec::try_new(expressions, Arc::clone(&node.plan))?))
}

/// Keeps the first row of each key.
fn first_of_each_key(node: &Node, keys: &Keys, on: &[(Expr, Expr)]) -> Node {
    let fields: Vec<arrow_schema::Field> = on
        .iter()
        .enumerate()
        .map(|(i, (left, _))| arrow_schema::Field::new(format!("k{i}"), arrow_type(left.ty), true))
        .collect();
    let work = FirstOfEachKey { keys: keys.clone(), key_schema: Arc::new(Schema::new(fields)) };
    let plan = WorkExec::plan(vec![Arc::clone(&node.plan)], node.plan.schema(), Arc::new(work));
    Node { plan, columns: node.columns.clone() }
}

#[derive(Debug)]
struct FirstOfEachKey {
    keys: Keys,
    key_schema: SchemaRef,
}

impl Work for FirstOfEachKey {
    fn name(&self) -> &'static str {
        "FirstOfEachKey"
    }

    fn open(
        &self,
        inputs: Vec<SendableRecordBatchStream>,
        schema: SchemaRef,
        _: &Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let keys = self.keys.clone();
        let mut seen = new_group_values(Arc::clone(&self.key_schema), &GroupOrdering::None)?;
        let stream = futures::stream::iter(inputs).flatten().map(move |batch| -> Result<RecordBatch> {
            let batch = batch?;
            let mut arrays = Vec::with_capacity(keys.len());
            for key in &keys {
                arrays.push(key.evaluate(&batch)?.into_array(batch.num_rows())?);
            }
            // Groups are numbered as they appear: a row is the first of its key if it is the one that raises the count.
            let mut next = seen.len();
            let mut groups = Vec::new();
            seen.intern(&arrays, &mut groups)?;
            let first: BooleanArray = groups
                .iter()
                .map(|group| {
                    let new = *group == next;
                    next += usize::from(new);
                    Some(new)
                })
                .collect();
            Ok(arrow_select::filter::filter_record_batch(&batch, &first)?)
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, stream)))
    }
}
