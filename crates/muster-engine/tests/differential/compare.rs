//! Whether two answers are the same.

use muster_catalog::Type;

use crate::value::{Json, Table, Value};

/// Numbers computed in another order differ in the last digits.
fn same_number(a: f64, b: f64) -> bool {
    let near = a.is_finite() && b.is_finite() && (a - b).abs() <= 1e-12 * a.abs().max(b.abs());
    a == b || (a.is_nan() && b.is_nan()) || near
}

fn same_json(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Number(x), Json::Number(y)) if x.is_f64() && y.is_f64() => {
            same_number(x.as_f64().unwrap_or(f64::NAN), y.as_f64().unwrap_or(f64::NAN))
        }
        (Json::Array(x), Json::Array(y)) => x.len() == y.len() && x.iter().zip(y).all(|(a, b)| same_json(a, b)),
        (Json::Object(x), Json::Object(y)) => {
            x.len() == y.len() && x.iter().all(|(key, a)| y.get(key).is_some_and(|b| same_json(a, b)))
        }
        _ => a == b,
    }
}

pub(crate) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Real(a), Value::Real(b)) => same_number(*a, *b),
        (Value::Dynamic(a), Value::Dynamic(b)) => same_json(a, b),
        _ => a == b,
    }
}

pub(crate) fn same_row(a: &[Value], b: &[Value]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
}

/// What differs, if something does: names, types, the rows, and their order where the query gives one.
pub(crate) fn difference(expected: &Table, columns: &[(String, Type)], rows: &[Vec<Value>]) -> Option<String> {
    if expected.columns != columns {
        return Some("columns".to_owned());
    }
    if expected.rows.len() != rows.len() {
        return Some(format!("{} rows expected, {} given", expected.rows.len(), rows.len()));
    }
    if expected.ordered {
        let at = expected.rows.iter().zip(rows).position(|(a, b)| !same_row(a, b))?;
        return Some(format!("row {at}"));
    }
    let mut left: Vec<&Vec<Value>> = rows.iter().collect();
    for row in &expected.rows {
        match left.iter().position(|other| same_row(row, other)) {
            Some(at) => left.swap_remove(at),
            None => return Some(format!("no row is {row:?}")),
        };
    }
    None
}
