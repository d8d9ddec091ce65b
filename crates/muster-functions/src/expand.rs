//! What `mv-expand` and `mv-apply` make of one dynamic value.

use muster_catalog::{Datetime, Timespan, Type, Value};
use muster_values::to_text;
use serde_json::Value as Json;

/// What a bag is expanded to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BagKind {
    /// Bags of one entry (`kind=bag`, which Kusto takes if nothing is said).
    #[default]
    Bag,
    /// Arrays of key and value (`kind=array`).
    Array,
}

/// The values that one dynamic value is expanded to; `None` is `dynamic(null)`.
///
/// An array gives its elements, a bag its entries; a null or a scalar gives itself. An empty array and an empty bag
/// give nothing.
#[must_use]
pub fn expand(value: Option<Json>, kind: BagKind) -> Vec<Option<Json>> {
    match value {
        Some(Json::Array(elements)) => {
            elements.into_iter().map(|element| Some(element).filter(|e| !e.is_null())).collect()
        }
        Some(Json::Object(entries)) => entries
            .into_iter()
            .map(|(key, value)| {
                Some(match kind {
                    BagKind::Bag => Json::Object([(key, value)].into_iter().collect()),
                    BagKind::Array => Json::Array(vec![Json::String(key), value]),
                })
            })
            .collect(),
        other => vec![other],
    }
}

/// An expanded value as a value of `ty`, as `to typeof(…)` does: a cast, not a conversion.
///
/// Numbers become numbers of another type (a real loses its fraction); text is not read as a number or a truth value and
/// gives null. Moments, lengths of time and GUIDs are text in a dynamic value and are read. Everything has a text.
#[must_use]
pub fn cast(value: Option<&Json>, ty: Type) -> Value {
    let Some(value) = value else { return Value::null(ty) };
    let cast = match (ty, value) {
        (Type::Dynamic, value) => Some(Value::Dynamic(value.clone())),
        (Type::String, value) => Some(Value::String(to_text(&Value::Dynamic(value.clone())))),
        (Type::Bool, Json::Bool(b)) => Some(Value::Bool(*b)),
        (Type::Long, Json::Number(n)) => whole(n).map(Value::Long),
        (Type::Int, Json::Number(n)) => whole(n).and_then(|i| i32::try_from(i).ok()).map(Value::Int),
        (Type::Real, Json::Number(n)) => n.as_f64().map(Value::Real),
        (Type::Decimal, Json::Number(n)) => decimal(n).map(Value::Decimal),
        (Type::Datetime, Json::String(text)) => Datetime::parse(text).map(Value::Datetime),
        (Type::Timespan, Json::String(text)) => Timespan::parse(text).map(Value::Timespan),
        (Type::Guid, Json::String(text)) => text.parse().ok().map(Value::Guid),
        _ => None,
    };
    cast.unwrap_or(Value::null(ty))
}

fn whole(number: &serde_json::Number) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    number.as_i64().or_else(|| number.as_f64().filter(|r| (-LIMIT..LIMIT).contains(r)).map(|r| r as i64))
}

fn decimal(number: &serde_json::Number) -> Option<i128> {
    let scale = 10i128.pow(u32::from(Value::DECIMAL_SCALE));
    if let Some(whole) = number.as_i64() {
        return i128::from(whole).checked_mul(scale);
    }
    let units = number.as_f64()? * 1e18;
    (units.abs() < 1.7e38).then_some(units as i128)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[test]
    fn null_gives_one_row_and_an_empty_array_none() {
        assert_eq!(expand(None, BagKind::Bag), [None]);
        assert!(expand(Some(json!([])), BagKind::Bag).is_empty());
        assert!(expand(Some(json!({})), BagKind::Array).is_empty());
    }

    #[test]
    fn bags_give_entries_in_either_form() {
        let bag = json!({"b": 1, "a": null});
        assert_eq!(expand(Some(bag.clone()), BagKind::Bag), [Some(json!({"b": 1})), Some(json!({"a": null}))]);
        assert_eq!(expand(Some(bag), BagKind::Array), [Some(json!(["b", 1])), Some(json!(["a", null]))]);
    }

    #[test]
    fn a_scalar_gives_itself_and_a_null_inside_an_array_is_null() {
        assert_eq!(expand(Some(json!("x")), BagKind::Bag), [Some(json!("x"))]);
        assert_eq!(expand(Some(json!([1, null])), BagKind::Bag), [Some(json!(1)), None]);
    }

    #[rstest]
    #[case(json!(1.9), Type::Long, Value::Long(1))]
    #[case(json!(3), Type::Real, Value::Real(3.0))]
    #[case::no_parsing(json!("1"), Type::Long, Value::Null(Type::Long))]
    #[case(json!({"a": 1}), Type::String, Value::String("{\"a\":1}".into()))]
    #[case(json!("x"), Type::String, Value::String("x".into()))]
    #[case(json!("2024-01-01T00:00:00.0000000Z"), Type::Datetime, Value::Datetime(Datetime::parse("2024-01-01").unwrap()))]
    fn elements_are_cast(#[case] element: Json, #[case] ty: Type, #[case] value: Value) {
        assert_eq!(cast(Some(&element), ty), value);
    }
}
