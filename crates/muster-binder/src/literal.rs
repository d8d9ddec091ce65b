//! Literals: from what is written to values.

use std::str::FromStr;

use muster_catalog::{Datetime, Timespan, Type, Value};
use muster_source::Span;
use muster_syntax::{Json, Literal, Name};
use serde_json::{Map, Number};

use crate::binder::Binder;
use crate::bound::Expr;
use crate::codes;

impl Binder<'_> {
    pub(crate) fn bind_literal(&mut self, literal: &Literal, span: Span) -> Expr {
        match value(literal) {
            Some(value) => self.literal(value, span),
            None => {
                let (ty, example) = match literal {
                    Literal::Typed { ty, .. } => (ty.text.as_str(), example(&ty.text)),
                    Literal::Long(_) => ("long", "a number from -9223372036854775808 to 9223372036854775807"),
                    Literal::Timespan(_) => ("timespan", example("timespan")),
                    Literal::Real(_) | Literal::Bool(_) | Literal::String(_) | Literal::Dynamic(_) => {
                        ("real", example("real"))
                    }
                };
                let text = self.source.slice(span).to_owned();
                let error = self
                    .fault(codes::BAD_LITERAL, format!("`{text}` is not a `{ty}`"), span)
                    .help(format!("write {example}"));
                self.report(error);
                self.broken(span)
            }
        }
    }
}

fn example(ty: &str) -> &'static str {
    match Type::from_name(ty) {
        Some(Type::Datetime) => "`datetime(2026-01-31)` or `datetime(2026-01-31 23:59:59)`",
        Some(Type::Timespan) => "`2h`, `1.5d` or `timespan(1.02:03:04)`",
        Some(Type::Guid) => "`guid(74be27de-1e4e-49d9-b579-fe0b331d3642)`",
        Some(Type::Bool) => "`bool(true)` or `bool(null)`",
        _ => "a number",
    }
}

/// The value that a literal stands for.
pub(crate) fn value(literal: &Literal) -> Option<Value> {
    Some(match literal {
        Literal::Bool(value) => Value::Bool(*value),
        Literal::Long(text) => Value::Long(long(text)?),
        Literal::Real(text) => Value::Real(real(text)?),
        Literal::Timespan(text) => Value::Timespan(Timespan::parse(text)?),
        Literal::String(text) => Value::String(text.clone()),
        Literal::Typed { ty, text, .. } => typed(ty, text)?,
        Literal::Dynamic(json) => match to_json(json)? {
            serde_json::Value::Null => Value::Null(Type::Dynamic),
            json => Value::Dynamic(json),
        },
    })
}

fn typed(ty: &Name, text: &str) -> Option<Value> {
    let ty = Type::from_name(&ty.text.to_ascii_lowercase())?;
    if text.eq_ignore_ascii_case("null") {
        return Some(Value::null(ty));
    }
    Some(match ty {
        Type::Bool => Value::Bool(match text.to_ascii_lowercase().as_str() {
            "true" | "1" => true,
            "false" | "0" => false,
            _ => return None,
        }),
        Type::Int => Value::Int(i32::try_from(long(text)?).ok()?),
        Type::Long => Value::Long(long(text)?),
        Type::Real => Value::Real(real(text)?),
        Type::Decimal => Value::Decimal(decimal(text)?),
        Type::String => Value::String(text.to_owned()),
        Type::Datetime => Value::Datetime(Datetime::parse_literal(text)?),
        Type::Timespan => Value::Timespan(Timespan::parse(text)?),
        Type::Guid => Value::Guid(uuid::Uuid::from_str(text).ok()?),
        Type::Dynamic => return None,
    })
}

fn long(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let number = match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(digits) => i128::from(u64::from_str_radix(digits, 16).ok()?),
        None if digits.starts_with(|c: char| c.is_ascii_digit()) => i128::from_str(digits).ok()?,
        None => return None,
    };
    // A hexadecimal number has 64 bits, the first of which is the sign.
    let number = if number > i128::from(i64::MAX) && digits.starts_with('0') { number - (1 << 64) } else { number };
    i64::try_from(if negative { -number } else { number }).ok()
}

fn real(text: &str) -> Option<f64> {
    match text.to_ascii_lowercase().as_str() {
        "nan" => Some(f64::NAN),
        "+inf" | "inf" => Some(f64::INFINITY),
        "-inf" => Some(f64::NEG_INFINITY),
        text if text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) => text.parse().ok(),
        _ => None,
    }
}

/// Reads a decimal number, perhaps with an exponent, into units of 10⁻¹⁸.
fn decimal(text: &str) -> Option<i128> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, i32::from_str(exponent).ok()?),
        None => (text, 0),
    };
    let (negative, digits) = match mantissa.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut units = i128::from_str(&format!("0{whole}{fraction}")).ok()?;
    let shift = i32::from(Value::DECIMAL_SCALE) + exponent - i32::try_from(fraction.len()).ok()?;
    for _ in 0..shift.unsigned_abs().min(60) {
        units = if shift > 0 { units.checked_mul(10)? } else { units / 10 };
    }
    Some(if negative { -units } else { units })
}

fn to_json(json: &Json) -> Option<serde_json::Value> {
    Some(match json {
        Json::Null => serde_json::Value::Null,
        Json::Bool(value) => serde_json::Value::Bool(*value),
        Json::Number(text) => match long(text) {
            Some(number) => serde_json::Value::Number(number.into()),
            None => Number::from_f64(real(text)?).map_or(serde_json::Value::Null, serde_json::Value::Number),
        },
        Json::String(text) => serde_json::Value::String(text.clone()),
        Json::Literal(literal) => plain(&value(literal)?),
        Json::Array(items) => serde_json::Value::Array(items.iter().map(to_json).collect::<Option<_>>()?),
        Json::Object(entries) => {
            let mut object = Map::new();
            for (key, item) in entries {
                object.insert(key.clone(), to_json(item)?);
            }
            serde_json::Value::Object(object)
        }
    })
}

/// How a dynamic holds a value of a type that JSON does not have.
fn plain(value: &Value) -> serde_json::Value {
    match value {
        Value::Null(_) => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Int(value) => (*value).into(),
        Value::Long(value) => (*value).into(),
        Value::Real(value) => Number::from_f64(*value).map_or(serde_json::Value::Null, serde_json::Value::Number),
        Value::Decimal(units) => {
            let scale = 10_i128.pow(u32::from(Value::DECIMAL_SCALE));
            let text = format!("{}.{:018}", units / scale, (units % scale).abs());
            text.trim_end_matches('0').trim_end_matches('.').into()
        }
        Value::String(text) => text.clone().into(),
        Value::Datetime(at) => at.to_string().into(),
        Value::Timespan(length) => length.to_string().into(),
        Value::Guid(guid) => guid.to_string().into(),
        Value::Dynamic(json) => json.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_read_at_their_ends() {
        assert_eq!(long("9223372036854775807"), Some(i64::MAX));
        assert_eq!(long("-9223372036854775808"), Some(i64::MIN));
        assert_eq!(long("9223372036854775808"), None);
        assert_eq!(long("0xffffffffffffffff"), Some(-1));
    }

    #[test]
    fn decimals_are_exact() {
        assert_eq!(decimal("0.1"), Some(100_000_000_000_000_000));
        assert_eq!(decimal("-1.5e2"), Some(-150_000_000_000_000_000_000));
        assert_eq!(decimal("x"), None);
        assert_eq!(decimal("1e99"), None);
    }
}
