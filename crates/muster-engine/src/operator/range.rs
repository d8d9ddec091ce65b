//! `range`: an arithmetic sequence.

use std::sync::Arc;

use muster_binder::bound::{Expr, Relation};
use muster_catalog::{Datetime, Timespan, Type, Value};
use muster_values::Column;

use crate::operator::{datatable, table};
use crate::plan::{Node, Planner, schema};
use crate::run::RunError;

/// More rows than this are refused: Kusto's own limit on results is far lower, and memory is finite.
const MAX_ROWS: i64 = 10_000_000;

/// `range name from a to b step c`
pub(crate) fn plan(
    planner: &Planner<'_>,
    relation: &Relation,
    from: &Expr,
    to: &Expr,
    step: &Expr,
) -> Result<Node, RunError> {
    let failed = |message: &str| RunError::Failed { message: message.to_owned(), span: Some(relation.span) };
    let constant = |e: &Expr| planner.constant(e)?.ok_or_else(|| failed("the bounds of `range` must be constants"));
    let (from, to, step) = (constant(from)?, constant(to)?, constant(step)?);
    let ty = relation.columns.first().map_or(Type::Long, |c| c.ty);
    let values: Vec<Value> = if let (Some(a), Some(b), Some(c)) = (real(&from), real(&to), real(&step)) {
        let count = sequence_length((b - a) / c).ok_or_else(|| failed("`range` gives too many rows"))?;
        (0..count).map(|i| Value::Real(a + c * i as f64)).collect()
    } else if let (Some(a), Some(b), Some(c)) = (units(&from), units(&to), units(&step)) {
        if c == 0 {
            return Err(failed("the step of `range` must not be zero"));
        }
        let length = (i128::from(b) - i128::from(a)) / i128::from(c);
        let backwards = (b > a) != (c > 0) && a != b;
        let count = if backwards { 0 } else { i64::try_from(length).unwrap_or(MAX_ROWS).saturating_add(1) };
        if count > MAX_ROWS {
            return Err(failed("`range` gives too many rows"));
        }
        (0..count).filter_map(|i| of_units(ty, c.checked_mul(i).and_then(|d| a.checked_add(d))?)).collect()
    } else {
        Vec::new()
    };
    let schema = schema(&relation.columns, planner.evidence());
    let rows = values.len();
    let array = Arc::clone(Column::from_values(ty, values).array());
    let batch = datatable::batch(planner, &schema, vec![array], rows)?;
    Ok(table::rows(schema, relation.columns.clone(), vec![batch]))
}

fn sequence_length(steps: f64) -> Option<i64> {
    if steps.is_nan() || steps.is_infinite() || steps >= MAX_ROWS as f64 {
        return None;
    }
    Some(if steps < 0.0 { 0 } else { steps.floor() as i64 + 1 })
}

fn real(value: &Value) -> Option<f64> {
    if let Value::Real(r) = value { Some(*r) } else { None }
}

fn units(value: &Value) -> Option<i64> {
    match value {
        Value::Int(i) => Some(i64::from(*i)),
        Value::Long(i) | Value::Datetime(Datetime(i)) | Value::Timespan(Timespan(i)) => Some(*i),
        _ => None,
    }
}

fn of_units(ty: Type, units: i64) -> Option<Value> {
    match ty {
        Type::Int => i32::try_from(units).ok().map(Value::Int),
        Type::Long => Some(Value::Long(units)),
        Type::Datetime => Datetime::checked(units).map(Value::Datetime),
        Type::Timespan => Some(Value::Timespan(Timespan(units))),
        _ => None,
    }
}
