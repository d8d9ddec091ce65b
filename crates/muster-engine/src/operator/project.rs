//! `project`, `extend` and all others that compute columns.

use std::sync::Arc;

use datafusion_physical_expr::PhysicalExpr;
use datafusion_physical_plan::projection::ProjectionExec;
use muster_binder::bound::{Column, Expr, Relation};

use crate::evidence;
use crate::expr::all_reads;
use crate::plan::{Needed, Node, Planner, field_name};
use crate::run::RunError;

/// Computes the needed columns.
pub(crate) fn plan(
    planner: &Planner<'_>,
    relation: &Relation,
    needed: &Needed,
    input: &Relation,
    expressions: &[Expr],
) -> Result<Node, RunError> {
    let wanted: Vec<(&Column, &Expr)> =
        relation.columns.iter().zip(expressions).filter(|(c, _)| needed.contains(&c.id)).collect();
    let input = planner.relation(input, &all_reads(wanted.iter().map(|(_, e)| *e)))?;
    let mut planned = Vec::with_capacity(wanted.len());
    for (column, expression) in &wanted {
        planned.push(((*column).clone(), planner.expr(expression, &input)?));
    }
    node(planner, &input, planned)
}

/// A projection of `input` to these columns, and to its evidence.
pub(crate) fn node(
    planner: &Planner<'_>,
    input: &Node,
    columns: Vec<(Column, Arc<dyn PhysicalExpr>)>,
) -> Result<Node, RunError> {
    let mut expressions: Vec<(Arc<dyn PhysicalExpr>, String)> =
        columns.iter().map(|(c, e)| (Arc::clone(e), field_name(c.id))).collect();
    if planner.evidence() {
        expressions.push((input.evidence(), evidence::FIELD.to_owned()));
    }
    let plan = ProjectionExec::try_new(expressions, Arc::clone(&input.plan))?;
    Ok(Node { plan: Arc::new(plan), columns: columns.into_iter().map(|(c, _)| c).collect() })
}
