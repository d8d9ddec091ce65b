//! `sort`, and `top` as a sort that keeps the first rows only.

use std::sync::Arc;

use arrow_schema::SortOptions;
use datafusion_physical_expr::{LexOrdering, PhysicalSortExpr};
use datafusion_physical_plan::sorts::sort::SortExec;
use muster_binder::bound::{Relation, SortKey};

use crate::expr::reads;
use crate::plan::{Needed, Node, Planner};
use crate::run::RunError;

/// `sort by keys`, keeping `fetch` rows.
pub(crate) fn plan(
    planner: &Planner<'_>,
    needed: &Needed,
    input: &Relation,
    keys: &[SortKey],
    fetch: Option<usize>,
) -> Result<Node, RunError> {
    let mut wanted = needed.clone();
    keys.iter().for_each(|k| reads(&k.value, &mut wanted));
    let input = planner.relation(input, &wanted)?;
    let mut order = Vec::with_capacity(keys.len());
    for key in keys {
        let options = SortOptions { descending: key.descending, nulls_first: key.nulls_first };
        order.push(PhysicalSortExpr::new(planner.expr(&key.value, &input)?, options));
    }
    let Some(order) = LexOrdering::new(order) else { return Ok(input) };
    let plan = SortExec::new(order, input.plan).with_fetch(fetch);
    Ok(Node { plan: Arc::new(plan), columns: input.columns })
}
