//! From any type to any type, as Kusto's `to…` functions do it; what cannot be converted is null.

use muster_catalog::{Datetime, Timespan, Type, Value};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::texts::text_of;

const DECIMAL_ONE: i128 = 10i128.pow(Value::DECIMAL_SCALE as u32);

/// A value as one of type `to`, or the null of that type.
pub(crate) fn convert(value: &Value, to: Type) -> Value {
    if value.ty() == to {
        return value.clone();
    }
    let converted = match to {
        Type::Bool => to_bool(value).map(Value::Bool),
        Type::Int => to_int(value).map(Value::Int),
        Type::Long => to_long(value).map(Value::Long),
        Type::Real => to_real(value).map(Value::Real),
        Type::Decimal => to_decimal(value).map(Value::Decimal),
        Type::String => Some(Value::String(text_of(value))),
        Type::Datetime => to_datetime(value).map(Value::Datetime),
        Type::Timespan => to_timespan(value).map(Value::Timespan),
        Type::Guid => to_guid(value).map(Value::Guid),
        Type::Dynamic => to_dynamic(value).map(Value::Dynamic),
    };
    converted.unwrap_or(Value::null(to))
}

pub(crate) fn to_bool(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(b) | Value::Dynamic(Json::Bool(b)) => Some(*b),
        Value::Int(i) => Some(*i != 0),
        Value::Long(i) => Some(*i != 0),
        Value::Real(r) => Some(*r != 0.0),
        Value::Decimal(units) => Some(*units != 0),
        Value::String(text) | Value::Dynamic(Json::String(text)) => bool_of_text(text),
        Value::Dynamic(Json::Number(n)) => n.as_f64().map(|r| r != 0.0),
        _ => None,
    }
}

pub(crate) fn to_int(value: &Value) -> Option<i32> {
    match value {
        Value::Bool(b) | Value::Dynamic(Json::Bool(b)) => Some(i32::from(*b)),
        Value::Int(i) => Some(*i),
        Value::Long(i) | Value::Datetime(Datetime(i)) | Value::Timespan(Timespan(i)) => Some(*i as i32),
        Value::Real(r) => int_of_real(*r),
        Value::Decimal(units) => i32::try_from(units / DECIMAL_ONE).ok(),
        Value::String(text) | Value::Dynamic(Json::String(text)) => int_of_text(text),
        Value::Dynamic(Json::Number(n)) => match n.as_i64() {
            Some(i) => Some(i as i32),
            None => int_of_real(n.as_f64()?),
        },
        _ => None,
    }
}

pub(crate) fn to_long(value: &Value) -> Option<i64> {
    match value {
        Value::Bool(b) | Value::Dynamic(Json::Bool(b)) => Some(i64::from(*b)),
        Value::Int(i) => Some(i64::from(*i)),
        Value::Long(i) | Value::Datetime(Datetime(i)) | Value::Timespan(Timespan(i)) => Some(*i),
        Value::Real(r) => long_of_real(*r),
        Value::Decimal(units) => i64::try_from(units / DECIMAL_ONE).ok(),
        Value::String(text) | Value::Dynamic(Json::String(text)) => long_of_text(text),
        Value::Dynamic(Json::Number(n)) => match n.as_i64() {
            Some(i) => Some(i),
            None => long_of_real(n.as_f64()?),
        },
        _ => None,
    }
}

pub(crate) fn to_real(value: &Value) -> Option<f64> {
    match value {
        Value::Bool(b) | Value::Dynamic(Json::Bool(b)) => Some(if *b { 1.0 } else { 0.0 }),
        Value::Int(i) => Some(f64::from(*i)),
        Value::Long(i) | Value::Datetime(Datetime(i)) | Value::Timespan(Timespan(i)) => Some(*i as f64),
        Value::Real(r) => Some(*r),
        // Through the text: units and scale divided as reals would round twice.
        Value::Decimal(_) => text_of(value).parse().ok(),
        Value::String(text) | Value::Dynamic(Json::String(text)) => real_of_text(text),
        Value::Dynamic(Json::Number(n)) => n.as_f64(),
        _ => None,
    }
}

/// In units of 10⁻¹⁸.
pub(crate) fn to_decimal(value: &Value) -> Option<i128> {
    let whole = |i: i64| Some(i128::from(i) * DECIMAL_ONE);
    match value {
        Value::Bool(b) | Value::Dynamic(Json::Bool(b)) => whole(i64::from(*b)),
        Value::Int(i) => whole(i64::from(*i)),
        Value::Long(i) => whole(*i),
        Value::Real(r) => decimal_of_text(&format!("{r:e}")),
        Value::Decimal(units) => Some(*units),
        Value::String(text) | Value::Dynamic(Json::String(text)) => decimal_of_text(text),
        Value::Dynamic(Json::Number(n)) => match n.as_i64() {
            Some(i) => whole(i),
            None => decimal_of_text(&format!("{:e}", n.as_f64()?)),
        },
        _ => None,
    }
}

pub(crate) fn to_datetime(value: &Value) -> Option<Datetime> {
    match value {
        Value::Datetime(t) => Some(*t),
        Value::Int(i) => Datetime::checked(i64::from(*i)),
        Value::Long(i) => Datetime::checked(*i),
        Value::String(text) | Value::Dynamic(Json::String(text)) => Datetime::parse(text),
        _ => None,
    }
}

pub(crate) fn to_timespan(value: &Value) -> Option<Timespan> {
    match value {
        Value::Timespan(t) => Some(*t),
        Value::Int(i) => Some(Timespan(i64::from(*i))),
        Value::Long(i) => Some(Timespan(*i)),
        Value::String(text) | Value::Dynamic(Json::String(text)) => Timespan::parse(text),
        _ => None,
    }
}

pub(crate) fn to_guid(value: &Value) -> Option<Uuid> {
    match value {
        Value::Guid(guid) => Some(*guid),
        Value::String(text) | Value::Dynamic(Json::String(text)) => guid_of_text(text),
        _ => None,
    }
}

/// Any value as the `dynamic` that holds it; what JSON does not have becomes its text.
pub(crate) fn to_dynamic(value: &Value) -> Option<Json> {
    match value {
        Value::Null(_) => None,
        other => Some(muster_values::to_json(other)),
    }
}

/// `true` and `false` in any case, or a whole number: `'2'` is true, `'1.5'` and `'yes'` are neither.
pub(crate) fn bool_of_text(text: &str) -> Option<bool> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("true") {
        return Some(true);
    }
    if text.eq_ignore_ascii_case("false") {
        return Some(false);
    }
    long_of_text(text).map(|i| i != 0)
}

/// The syntax of integer literals: no fraction, no exponent, no separators; hexadecimal after `0x`.
pub(crate) fn long_of_text(text: &str) -> Option<i64> {
    let text = text.trim();
    match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) if digits.bytes().all(|b| b.is_ascii_hexdigit()) => i64::from_str_radix(digits, 16).ok(),
        Some(_) => None,
        None => text.parse().ok(),
    }
}

/// As [`long_of_text`]; a number that does not fit 32 bits is null, unlike that of a `long`.
pub(crate) fn int_of_text(text: &str) -> Option<i32> {
    long_of_text(text).and_then(|i| i32::try_from(i).ok())
}

pub(crate) fn real_of_text(text: &str) -> Option<f64> {
    text.trim().parse().ok()
}

/// Cuts the fraction off; what is out of range becomes the nearest long.
pub(crate) fn long_of_real(r: f64) -> Option<i64> {
    (!r.is_nan()).then_some(r as i64)
}

/// Cuts the fraction off; what is out of range becomes the nearest int.
pub(crate) fn int_of_real(r: f64) -> Option<i32> {
    (!r.is_nan()).then_some(r as i32)
}

/// Digits with an optional fraction and exponent; digits beyond the 18th decimal place are rounded.
pub(crate) fn decimal_of_text(text: &str) -> Option<i128> {
    let text = text.trim();
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.len() + fraction.len() == 0 {
        return None;
    }
    let mut digits = 0i128;
    for byte in whole.bytes().chain(fraction.bytes().take(30)) {
        let digit = byte.is_ascii_digit().then(|| i128::from(byte - b'0'))?;
        digits = digits.checked_mul(10)?.checked_add(digit)?;
    }
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let places = i32::try_from(fraction.len().min(30)).ok()?;
    let shift = exponent.checked_add(i32::from(Value::DECIMAL_SCALE))?.checked_sub(places)?;
    let power = 10i128.checked_pow(shift.unsigned_abs());
    let units = match (shift >= 0, power) {
        (true, Some(power)) => digits.checked_mul(power)?,
        (true, None) if digits == 0 => 0,
        (true, None) => return None,
        (false, Some(power)) => (digits + power / 2) / power,
        (false, None) => 0,
    };
    Some(if negative { -units } else { units })
}

/// 32 hexadecimal digits, with hyphens anywhere between them.
pub(crate) fn guid_of_text(text: &str) -> Option<Uuid> {
    let mut bits = 0u128;
    let mut digits = 0;
    for c in text.trim().chars().filter(|c| *c != '-') {
        bits = bits.checked_mul(16)? | u128::from(c.to_digit(16)?);
        digits += 1;
    }
    (digits == 32).then(|| Uuid::from_u128(bits))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("5.7", None, None)]
    #[case("1e3", None, None)]
    #[case(" 7 ", Some(7), Some(7))]
    #[case("0x1F", Some(31), Some(31))]
    #[case("0x", None, None)]
    #[case("1,000", None, None)]
    #[case("+4", Some(4), Some(4))]
    #[case("", None, None)]
    #[case("9999999999", Some(9_999_999_999), None)]
    #[case("9223372036854775808", None, None)]
    fn text_converts_only_in_the_syntax_of_integers(
        #[case] text: &str,
        #[case] long: Option<i64>,
        #[case] int: Option<i32>,
    ) {
        assert_eq!((long_of_text(text), int_of_text(text)), (long, int));
    }

    #[test]
    fn a_long_wraps_and_a_real_saturates() {
        assert_eq!(to_int(&Value::Long(9_999_999_999)), Some(1_410_065_407));
        assert_eq!(to_int(&Value::Real(1e10)), Some(i32::MAX));
        assert_eq!(to_long(&Value::Real(1e30)), Some(i64::MAX));
        assert_eq!(to_long(&Value::Real(f64::NAN)), None);
        assert_eq!(to_long(&Value::Real(-5.7)), Some(-5));
    }

    #[rstest]
    #[case("1.5", Some(1_500_000_000_000_000_000))]
    #[case("-2", Some(-2_000_000_000_000_000_000))]
    #[case("1e-18", Some(1))]
    #[case("5e-19", Some(1))]
    #[case("4e-19", Some(0))]
    #[case("1e25", None)]
    #[case(".", None)]
    #[case("1.2.3", None)]
    #[case("0.1000000000000000000000000000000000000000", Some(100_000_000_000_000_000))]
    fn decimals_are_read_exactly(#[case] text: &str, #[case] units: Option<i128>) {
        assert_eq!(decimal_of_text(text), units);
    }

    #[test]
    fn a_dynamic_converts_as_what_it_holds() {
        let text = |t: &str| Value::Dynamic(Json::from(t));
        assert_eq!(to_long(&Value::Dynamic(Json::from(5.7))), Some(5));
        assert_eq!(to_long(&text("5.7")), None);
        assert_eq!(to_real(&text("5.7")), Some(5.7));
        assert_eq!(to_int(&Value::Dynamic(Json::from(9_999_999_999i64))), Some(1_410_065_407));
        assert_eq!(to_long(&Value::Dynamic(Json::Bool(true))), Some(1));
        assert_eq!(to_long(&Value::Dynamic(serde_json::json!([1]))), None);
    }
}
