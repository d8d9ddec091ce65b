//! The canonical order of rows: by value, not by text, so that 10 comes after 9.

use std::cmp::Ordering;

use muster_catalog::Value;
use muster_values::to_text;

/// Orders two rows of the same columns, column by column.
#[must_use]
pub fn by_values(a: &[Value], b: &[Value]) -> Ordering {
    a.iter().zip(b).map(|(a, b)| by_value(a, b)).find(|o| o.is_ne()).unwrap_or_else(|| a.len().cmp(&b.len()))
}

/// Orders two values of one type: nulls first, `NaN` before all numbers, `dynamic` by its text.
#[must_use]
pub fn by_value(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Long(a), Value::Long(b)) => a.cmp(b),
        (Value::Real(a), Value::Real(b)) => b.is_nan().cmp(&a.is_nan()).then(a.total_cmp(b)),
        (Value::Decimal(a), Value::Decimal(b)) => a.cmp(b),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Datetime(a), Value::Datetime(b)) => a.cmp(b),
        (Value::Timespan(a), Value::Timespan(b)) => a.cmp(b),
        (Value::Guid(a), Value::Guid(b)) => a.cmp(b),
        _ => b.is_null().cmp(&a.is_null()).then_with(|| to_text(a).cmp(&to_text(b))),
    }
}

#[cfg(test)]
mod tests {
    use muster_catalog::Type;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Value::Long(9), Value::Long(10))]
    #[case(Value::Null(Type::Long), Value::Long(-1))]
    #[case(Value::Real(f64::NAN), Value::Real(f64::NEG_INFINITY))]
    #[case(Value::Real(-0.5), Value::Real(0.25))]
    #[case(Value::String("B".to_owned()), Value::String("a".to_owned()))]
    #[case(Value::Dynamic(serde_json::json!([1])), Value::Dynamic(serde_json::json!([2])))]
    fn values_have_an_order(#[case] less: Value, #[case] greater: Value) {
        assert_eq!(by_value(&less, &greater), Ordering::Less);
        assert_eq!(by_value(&greater, &less), Ordering::Greater);
        assert_eq!(by_value(&less, &less), Ordering::Equal);
    }
}
