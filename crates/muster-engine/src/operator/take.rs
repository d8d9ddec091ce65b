//! `take`: the first rows. Right after a sort both become one node that keeps only what is asked for.

use std::sync::Arc;

use datafusion_physical_plan::limit::GlobalLimitExec;
use muster_binder::bound::{Expr, Relation, RelationKind};
use muster_catalog::Value;

use crate::operator::sort;
use crate::plan::{Needed, Node, Planner};
use crate::run::RunError;

/// `take count`
pub(crate) fn plan(planner: &Planner<'_>, needed: &Needed, input: &Relation, count: &Expr) -> Result<Node, RunError> {
    let rows = rows(planner, count)?;
    if let RelationKind::Sort { input, keys } = &input.kind
        && rows > 0
    {
        return sort::plan(planner, needed, input, keys, Some(rows));
    }
    let input = planner.relation(input, needed)?;
    Ok(Node { plan: Arc::new(GlobalLimitExec::new(input.plan, 0, Some(rows))), columns: input.columns })
}

/// A number of rows, which must be a constant.
pub(crate) fn rows(planner: &Planner<'_>, count: &Expr) -> Result<usize, RunError> {
    let failed = |message: &str| RunError::Failed { message: message.to_owned(), span: Some(count.span) };
    match planner.constant(count)? {
        Some(Value::Long(n)) => usize::try_from(n).map_err(|_| failed("the number of rows must not be negative")),
        Some(Value::Int(n)) => usize::try_from(n).map_err(|_| failed("the number of rows must not be negative")),
        _ => Err(failed("the number of rows must be a constant `long`")),
    }
}
