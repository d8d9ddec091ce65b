//! `sort`, and `top` as a sort that keeps the first rows only.

use std::sync::Arc;

use arrow_schema::SortOptions;
use datafusion_physical_expr::{LexOrdering, PhysicalSortExpr};
use datafusion_physical_plan::sorts::sort::SortExec;
use muster_binder::bound::{Expr, ExprKind, Relation, SortKey};
use muster_catalog::{Type, Value};

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
        order.extend(by(planner, &input, &key.value, options)?);
    }
    let Some(order) = LexOrdering::new(order) else { return Ok(input) };
    let plan = SortExec::new(order, input.plan).with_fetch(fetch);
    Ok(Node { plan: Arc::new(plan), columns: input.columns })
}

/// The order by one value. NaN is neither great nor small: it stands beside the nulls, on the side of the numbers. The two
/// zeros are equal.
pub(crate) fn by(
    planner: &Planner<'_>,
    input: &Node,
    value: &Expr,
    options: SortOptions,
) -> Result<Vec<PhysicalSortExpr>, RunError> {
    if value.ty != Type::Real {
        return Ok(vec![PhysicalSortExpr::new(planner.expr(value, input)?, options)]);
    }
    let expr = |kind, ty| Expr { kind, ty, span: value.span };
    let call = |function: &str, overload, arguments, ty| {
        expr(ExprKind::Call { function: function.to_owned(), overload, arguments }, ty)
    };
    let is_nan = call("isnan", 0, vec![value.clone()], Type::Bool);
    let zero = expr(ExprKind::Literal(Value::Real(0.0)), Type::Real);
    let number = call("+", 1, vec![value.clone(), zero], Type::Real);
    let null = expr(ExprKind::Literal(Value::Null(Type::Real)), Type::Real);
    let branches = vec![(is_nan.clone(), null)];
    let number = expr(ExprKind::Conditional { branches, otherwise: Box::new(number) }, Type::Real);
    let nan_beside_null = SortOptions { descending: options.nulls_first, nulls_first: options.nulls_first };
    Ok(vec![
        PhysicalSortExpr::new(planner.expr(&is_nan, input)?, nan_beside_null),
        PhysicalSortExpr::new(planner.expr(&number, input)?, options),
    ])
}
