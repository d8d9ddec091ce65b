//! Dynamic values: when two are equal, and which comes first.

use std::borrow::Cow;
use std::cmp::Ordering;

use muster_values::JsonColumn;
use serde_json::Value as Json;

/// Whether two dynamic values are the same: numbers by value (`1` and `1.0` are equal), bags regardless of the order of
/// their keys.
#[must_use]
pub fn equal(left: &Json, right: &Json) -> bool {
    match (left, right) {
        (Json::Number(l), Json::Number(r)) => compare_numbers(l, r) == Ordering::Equal,
        (Json::Array(l), Json::Array(r)) => l.len() == r.len() && l.iter().zip(r).all(|(l, r)| equal(l, r)),
        (Json::Object(l), Json::Object(r)) => {
            l.len() == r.len() && l.iter().all(|(key, l)| r.get(key).is_some_and(|r| equal(l, r)))
        }
        _ => left == right,
    }
}

/// Order of two values that are not null, within a sorted array: numbers, then strings, then all else.
pub(crate) fn compare(left: &Json, right: &Json) -> Ordering {
    match (left, right) {
        (Json::Number(l), Json::Number(r)) => compare_numbers(l, r),
        (Json::String(l), Json::String(r)) => l.cmp(r),
        _ => Ordering::Equal,
    }
}

/// The group that a value belongs to in a sorted array; groups come in this order, ascending or descending.
pub(crate) fn sort_group(value: &Json) -> u8 {
    match value {
        Json::Number(_) => 0,
        Json::String(_) => 1,
        _ => 2,
    }
}

fn compare_numbers(left: &serde_json::Number, right: &serde_json::Number) -> Ordering {
    match (left.as_i64(), right.as_i64()) {
        (Some(l), Some(r)) => l.cmp(&r),
        _ => left.as_f64().zip(right.as_f64()).and_then(|(l, r)| l.partial_cmp(&r)).unwrap_or(Ordering::Equal),
    }
}

/// Whether an array has an element that equals `value`.
pub(crate) fn contains(array: &[Json], value: &Json) -> bool {
    array.iter().any(|element| equal(element, value))
}

/// A real as a dynamic value: `NaN` and the infinities are text, as JSON has no number for them.
pub(crate) fn real(value: f64) -> Json {
    muster_values::to_json(&muster_catalog::Value::Real(value))
}

/// The elements of an array argument in a row; `None` where it is no array.
pub(crate) fn array(column: &JsonColumn<'_>, row: usize) -> Option<Vec<Json>> {
    match column.get(row)?.into_owned() {
        Json::Array(elements) => Some(elements),
        _ => None,
    }
}

/// The entries of a bag argument in a row; `None` where it is no bag.
pub(crate) fn bag(column: &JsonColumn<'_>, row: usize) -> Option<serde_json::Map<String, Json>> {
    match column.get(row)?.into_owned() {
        Json::Object(entries) => Some(entries),
        _ => None,
    }
}

/// The text of a dynamic value where it serves as a key or a label: a string without its quotes.
pub(crate) fn text(value: &Json) -> Cow<'_, str> {
    match value {
        Json::String(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_are_equal_by_value_and_bags_by_content() {
        assert!(equal(&json!([1, {"a": 1.0, "b": 2}]), &json!([1.0, {"b": 2, "a": 1}])));
        assert!(!equal(&json!(9_007_199_254_740_993_i64), &json!(9_007_199_254_740_992_i64)));
        assert!(!equal(&json!("1"), &json!(1)));
    }
}
