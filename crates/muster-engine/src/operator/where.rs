//! `where`: rows for which the predicate is true; null is not. A stored table filters where it is read.

use std::sync::Arc;

use datafusion_physical_plan::filter::FilterExec;
use muster_binder::bound::{Expr, Relation, RelationKind};

use crate::expr::reads;
use crate::operator::stored::{self, Wanted};
use crate::plan::{Needed, Node, Planner};
use crate::run::RunError;

/// `where predicate`; with `dictionaries` the texts of a stored table may come as such.
pub(crate) fn plan(
    planner: &Planner<'_>,
    needed: &Needed,
    input: &Relation,
    predicate: &Expr,
    dictionaries: bool,
) -> Result<Node, RunError> {
    if let Some((base, predicates)) = stored::predicates(planner, input, predicate)
        && let RelationKind::Table { name, sources } = &base.kind
        && let Some(table) = planner.tables.stored(name)
    {
        let asked = Wanted { needed, predicates: &predicates, dictionaries };
        return stored::plan(planner, base, table, sources, asked);
    }
    let mut wanted = needed.clone();
    reads(predicate, &mut wanted);
    let input = planner.relation(input, &wanted)?;
    let predicate = planner.expr(predicate, &input)?;
    Ok(Node { plan: Arc::new(FilterExec::try_new(predicate, input.plan)?), columns: input.columns })
}
