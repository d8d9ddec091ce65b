//! The one text of every value: for output, golden files and `tostring`.

use muster_catalog::{Type, Value};
use serde_json::Value as Json;

/// A value as JSON, in the form of `muster query --format json`: numbers as numbers, `datetime` and `timespan` as
/// text, `dynamic` as itself, non-finite reals as `"NaN"`, `"Infinity"`, `"-Infinity"`.
#[must_use]
pub fn to_json(value: &Value) -> Json {
    match value {
        Value::Null(Type::String) => Json::String(String::new()),
        Value::Null(_) => Json::Null,
        Value::Bool(b) => Json::Bool(*b),
        Value::Int(i) => Json::from(*i),
        Value::Long(i) => Json::from(*i),
        Value::Real(r) => serde_json::Number::from_f64(*r).map_or_else(|| Json::String(real_text(*r)), Json::Number),
        Value::Dynamic(json) => json.clone(),
        Value::Decimal(_) | Value::String(_) | Value::Datetime(_) | Value::Timespan(_) | Value::Guid(_) => {
            Json::String(to_text(value))
        }
    }
}

/// A value as Kusto's `tostring` prints it; a null is `""`.
#[must_use]
pub fn to_text(value: &Value) -> String {
    match value {
        Value::Null(_) => String::new(),
        Value::Bool(b) => if *b { "true" } else { "false" }.to_owned(),
        Value::Int(i) => i.to_string(),
        Value::Long(i) => i.to_string(),
        Value::Real(r) => real_text(*r),
        Value::Decimal(units) => decimal_text(*units),
        Value::String(s) => s.clone(),
        Value::Datetime(t) => t.to_string(),
        Value::Timespan(t) => t.to_string(),
        Value::Guid(g) => g.to_string(),
        Value::Dynamic(Json::String(s)) => s.clone(),
        Value::Dynamic(json) => json.to_string(),
    }
}

/// A real as Kusto prints it: the shortest text that reads back as the same number, with `.0` where it is whole.
#[must_use]
pub fn real_text(r: f64) -> String {
    if r.is_nan() {
        return "NaN".to_owned();
    }
    if r.is_infinite() {
        return if r > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    // The exponent of the shortest text: a logarithm would be one off beside powers of ten.
    let scientific = format!("{r:E}");
    let (mantissa, exponent) = scientific.split_once('E').unwrap_or((&scientific, "0"));
    if (-4..15).contains(&exponent.parse::<i32>().unwrap_or(0)) {
        let text = r.to_string();
        return if text.contains('.') { text } else { format!("{text}.0") };
    }
    // .NET writes at least two digits of exponent and its sign: 1E+20, 1E-07.
    let (sign, digits) = exponent.strip_prefix('-').map_or(('+', exponent), |digits| ('-', digits));
    format!("{mantissa}E{sign}{digits:0>2}")
}

fn decimal_text(units: i128) -> String {
    let scale = 10u128.pow(u32::from(Value::DECIMAL_SCALE));
    let magnitude = units.unsigned_abs();
    let sign = if units < 0 { "-" } else { "" };
    let (whole, fraction) = (magnitude / scale, magnitude % scale);
    if fraction == 0 {
        format!("{sign}{whole}")
    } else {
        let digits = format!("{fraction:0width$}", width = usize::from(Value::DECIMAL_SCALE));
        format!("{sign}{whole}.{}", digits.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reals_print_as_dotnet_prints_them() {
        for (r, text) in [
            (1.0, "1.0"),
            (0.1, "0.1"),
            (1e20, "1E+20"),
            (1e-7, "1E-07"),
            (1e-5, "1E-05"),
            (1e-4, "0.0001"),
            (1e15, "1E+15"),
            (-2.5, "-2.5"),
            (0.0, "0.0"),
        ] {
            assert_eq!(real_text(r), text);
        }
    }

    #[test]
    fn decimals_lose_trailing_zeros() {
        assert_eq!(to_text(&Value::Decimal(1_500_000_000_000_000_000)), "1.5");
        assert_eq!(to_text(&Value::Decimal(-2_000_000_000_000_000_000)), "-2");
    }
}
