//! `top-nested`: the best values of a level within each of those kept of the level above.
//!
//! Each level groups the rows whose values were kept above, so that the columns so far are keys of its groups, and keeps
//! the first groups of each parent.

use std::sync::Arc;

use arrow_array::{BooleanArray, RecordBatch};
use arrow_schema::{Schema, SchemaRef, SortOptions};
use datafusion_common::{JoinType, NullEquality, Result};
use datafusion_execution::{SendableRecordBatchStream, TaskContext};
use datafusion_physical_expr::{LexOrdering, PhysicalExpr};
use datafusion_physical_plan::aggregates::group_values::new_group_values;
use datafusion_physical_plan::aggregates::order::GroupOrdering;
use datafusion_physical_plan::joins::{HashJoinExec, PartitionMode};
use datafusion_physical_plan::limit::GlobalLimitExec;
use datafusion_physical_plan::projection::ProjectionExec;
use datafusion_physical_plan::sorts::sort::SortExec;
use datafusion_physical_plan::stream::RecordBatchStreamAdapter;
use futures::StreamExt;
use muster_binder::bound::{Column, Expr, ExprKind, Relation, TopLevel, TopNested};

use crate::adapt::node::{Work, WorkExec};
use crate::expr::all_reads;
use crate::operator::{project, sort, summarize, take};
use crate::plan::{Node, Planner, field_name};
use crate::run::RunError;

/// Plans the levels, one on top of the other.
pub(crate) fn plan(
    planner: &Planner<'_>,
    relation: &Relation,
    nested: &TopNested,
) -> std::result::Result<Node, RunError> {
    let mut kept: Option<Node> = None;
    for (i, (level, made)) in nested.levels.iter().zip(relation.columns.chunks_exact(2)).enumerate() {
        let [value, rank] = made else { continue };
        let above = nested.levels.get(..i).unwrap_or_default();
        let reads = above.iter().map(|l| &l.of).chain([&level.of]);
        let reads = all_reads(reads.chain(level.aggregates.iter().flat_map(|call| &call.arguments)));
        let input = planner.relation(&nested.input, &reads)?;
        let (parents, input) = match kept {
            None => (Vec::new(), input),
            Some(parents) => (parents.columns.clone(), of_parents(planner, &parents, &input, above)?),
        };
        kept = Some(one(planner, level, (value, rank), &parents, &input)?);
    }
    kept.ok_or_else(|| RunError::Internal("`top-nested` has no level".to_owned()))
}

/// The rows whose values were kept above, with the columns kept there.
fn of_parents(
    planner: &Planner<'_>,
    parents: &Node,
    input: &Node,
    above: &[TopLevel],
) -> std::result::Result<Node, RunError> {
    let mut on: Vec<(Arc<dyn PhysicalExpr>, Arc<dyn PhysicalExpr>)> = Vec::with_capacity(above.len());
    for (level, made) in above.iter().zip(parents.columns.chunks(2)) {
        let Some(value) = made.first() else { continue };
        on.push((parents.column(value.id)?, planner.expr(&level.of, input)?));
    }
    // The evidence of a row is that of its own level.
    let mut columns = Vec::with_capacity(parents.columns.len());
    for column in &parents.columns {
        columns.push((parents.column(column.id)?, field_name(column.id)));
    }
    let left = Arc::new(ProjectionExec::try_new(columns, Arc::clone(&parents.plan))?);
    let join = HashJoinExec::try_new(
        left,
        Arc::clone(&input.plan),
        on,
        None,
        &JoinType::Inner,
        None,
        PartitionMode::CollectLeft,
        NullEquality::NullEqualsNull,
        false,
    )?;
    let columns = parents.columns.iter().chain(&input.columns).cloned().collect();
    Ok(Node { plan: Arc::new(join), columns })
}

/// The columns above, the values of a level and what they are ranked by.
fn one(
    planner: &Planner<'_>,
    level: &TopLevel,
    (value, rank): (&Column, &Column),
    parents: &[Column],
    input: &Node,
) -> std::result::Result<Node, RunError> {
    let mut keys = Vec::with_capacity(parents.len() + 1);
    for parent in parents {
        keys.push((parent.clone(), input.column(parent.id)?));
    }
    keys.push((value.clone(), planner.expr(&level.of, input)?));
    let mut steps = Vec::with_capacity(level.aggregates.len());
    for call in &level.aggregates {
        steps.extend(summarize::steps(planner, input, call)?);
    }
    let groups = summarize::node(planner, input, keys, steps);
    let mut columns = Vec::with_capacity(parents.len() + 2);
    for column in parents.iter().chain([value]) {
        columns.push((column.clone(), groups.column(column.id)?));
    }
    columns.push((rank.clone(), planner.expr(&level.by, &groups)?));
    let ranked = project::node(planner, &groups, columns);
    let Some(count) = &level.count else { return Ok(ranked) };
    let count = take::rows(planner, count)?;
    if count == 0 {
        return Ok(Node { plan: Arc::new(GlobalLimitExec::new(ranked.plan, 0, Some(0))), columns: ranked.columns });
    }
    let options = SortOptions { descending: !level.ascending, nulls_first: level.ascending };
    let by = Expr { kind: ExprKind::Column(rank.id), ty: rank.ty, span: level.by.span };
    let order = LexOrdering::new(sort::by(planner, &ranked, &by, options)?);
    let Some(order) = order else { return Ok(ranked) };
    if parents.is_empty() {
        let plan = SortExec::new(order, ranked.plan).with_fetch(Some(count));
        return Ok(Node { plan: Arc::new(plan), columns: ranked.columns });
    }
    let schema = ranked.plan.schema();
    let fields: Vec<_> = schema.fields().iter().take(parents.len()).cloned().collect();
    let work = FirstOfEachParent { key_schema: Arc::new(Schema::new(fields)), count };
    let sorted = Arc::new(SortExec::new(order, ranked.plan));
    Ok(Node { plan: WorkExec::plan(vec![sorted], schema, Arc::new(work)), columns: ranked.columns })
}

/// Keeps the first rows of each parent, whose columns come first.
#[derive(Debug)]
struct FirstOfEachParent {
    key_schema: SchemaRef,
    count: usize,
}

impl Work for FirstOfEachParent {
    fn name(&self) -> &'static str {
        "FirstOfEachParent"
    }

    fn open(
        &self,
        inputs: Vec<SendableRecordBatchStream>,
        schema: SchemaRef,
        _: &Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let (width, count) = (self.key_schema.fields().len(), self.count);
        let mut parents = new_group_values(Arc::clone(&self.key_schema), &GroupOrdering::None)?;
        let mut taken: Vec<usize> = Vec::new();
        let stream = futures::stream::iter(inputs).flatten().map(move |batch| -> Result<RecordBatch> {
            let batch = batch?;
            let mut groups = Vec::new();
            parents.intern(batch.columns().get(..width).unwrap_or_default(), &mut groups)?;
            taken.resize(parents.len(), 0);
            let kept: BooleanArray = groups
                .into_iter()
                .map(|group| {
                    let taken = taken.get_mut(group)?;
                    *taken += 1;
                    Some(*taken <= count)
                })
                .collect();
            Ok(arrow_select::filter::filter_record_batch(&batch, &kept)?)
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, stream)))
    }
}
