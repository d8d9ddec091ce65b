//! `where`: rows for which the predicate is true; null is not.

use std::sync::Arc;

use datafusion_physical_plan::filter::FilterExec;
use muster_binder::bound::{Expr, Relation};

use crate::expr::reads;
use crate::plan::{Needed, Node, Planner};
use crate::run::RunError;

/// `where predicate`
pub(crate) fn plan(
    planner: &Planner<'_>,
    needed: &Needed,
    input: &Relation,
    predicate: &Expr,
) -> Result<Node, RunError> {
    let mut wanted = needed.clone();
    reads(predicate, &mut wanted);
    let input = planner.relation(input, &wanted)?;
    let predicate = planner.expr(predicate, &input)?;
    Ok(Node { plan: Arc::new(FilterExec::try_new(predicate, input.plan)?), columns: input.columns })
}
