//! Access to elements of dynamic values: `bag.key`, `bag['key']`, `array[0]`, `array[-1]`.

use muster_catalog::Value;
use serde_json::Value as Json;

/// The element of `object` that `key` names; `None` is null.
///
/// A text names an entry of a bag, with its case of letters; a number an element of an array, from its end where it is
/// negative. Everything else, and what is missing, is null.
#[must_use]
pub fn get(object: &Json, key: &Value) -> Option<Json> {
    let found = match (object, key) {
        (Json::Object(entries), Value::String(key) | Value::Dynamic(Json::String(key))) => entries.get(key)?,
        (Json::Array(elements), Value::Int(index)) => elements.get(position(elements.len(), i64::from(*index))?)?,
        (Json::Array(elements), Value::Long(index)) => elements.get(position(elements.len(), *index)?)?,
        (Json::Array(elements), Value::Dynamic(Json::Number(index))) => {
            elements.get(position(elements.len(), index.as_i64()?)?)?
        }
        _ => return None,
    };
    Some(found.clone()).filter(|value| !value.is_null())
}

/// The place in an array of this length that an index means: a negative one counts from the end.
pub(crate) fn position(length: usize, index: i64) -> Option<usize> {
    if index < 0 {
        length.checked_sub(usize::try_from(index.unsigned_abs()).ok()?)
    } else {
        usize::try_from(index).ok().filter(|index| *index < length)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case(json!({"A": 1}), Value::String("A".into()), Some(json!(1)))]
    #[case::case_matters(json!({"A": 1}), Value::String("a".into()), None)]
    #[case(json!([1, 2, 3]), Value::Long(-1), Some(json!(3)))]
    #[case::too_far_back(json!([1, 2, 3]), Value::Long(-4), None)]
    #[case::beyond(json!([1, 2, 3]), Value::Int(3), None)]
    #[case::a_null_inside(json!([null]), Value::Long(0), None)]
    #[case::not_a_container(json!("text"), Value::Long(0), None)]
    #[case::bag_by_number(json!({"0": 1}), Value::Long(0), None)]
    fn elements_are_found(#[case] object: Json, #[case] key: Value, #[case] element: Option<Json>) {
        assert_eq!(get(&object, &key), element);
    }
}
