//! Values as text, and text as values: what `tostring` writes and what the conversions read.

use muster_catalog::Type;

use crate::calendar::{DAY, SECOND, date_of, moment};
use crate::value::{Answer, Json, Value, unknown};

/// What `tostring` gives.
pub(crate) fn of(value: &Value) -> Answer<String> {
    Ok(match value {
        Value::Null(_) => String::new(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Int(n) => n.to_string(),
        Value::Long(n) => n.to_string(),
        Value::Real(r) => real(*r)?,
        Value::Text(s) | Value::Guid(s) => s.clone(),
        Value::Moment(ticks) => {
            let (year, month, day) = date_of(*ticks);
            let rest = ticks.rem_euclid(DAY);
            let (seconds, fraction) = (rest / SECOND, rest % SECOND);
            let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:07}Z")
        }
        Value::Length(ticks) => length(*ticks),
        Value::Dynamic(Json::String(s)) => s.clone(),
        Value::Dynamic(json) => self::json(json)?,
    })
}

/// JSON as Kusto prints it; numbers that need an exponent are not documented.
fn json(json: &Json) -> Answer<String> {
    match json {
        Json::Number(n) if n.is_f64() => real(n.as_f64().unwrap_or_default()),
        Json::Array(items) => {
            let items: Answer<Vec<String>> = items.iter().map(self::json).collect();
            Ok(format!("[{}]", items?.join(",")))
        }
        Json::Object(entries) => {
            let entries: Answer<Vec<String>> = entries
                .iter()
                .map(|(key, value)| Ok(format!("{}:{}", Json::from(key.as_str()), self::json(value)?)))
                .collect();
            Ok(format!("{{{}}}", entries?.join(",")))
        }
        other => Ok(other.to_string()),
    }
}

fn real(r: f64) -> Answer<String> {
    if r.is_nan() {
        return Ok("NaN".to_owned());
    }
    if r.is_infinite() {
        return Ok(if r > 0.0 { "Infinity" } else { "-Infinity" }.to_owned());
    }
    if r != 0.0 && !(1e-4..1e15).contains(&r.abs()) || r == 0.0 && r.is_sign_negative() {
        return unknown("the text of a number with an exponent");
    }
    let text = r.to_string();
    Ok(if text.contains('.') { text } else { text + ".0" })
}

fn length(ticks: i64) -> String {
    let sign = if ticks < 0 { "-" } else { "" };
    let all = u128::from(ticks.unsigned_abs());
    let (day, second) = (DAY as u128, SECOND as u128);
    let (days, rest) = (all / day, all % day);
    let (seconds, fraction) = (rest / second, rest % second);
    let days = if days == 0 { String::new() } else { format!("{days}.") };
    let fraction = if fraction == 0 { String::new() } else { format!(".{fraction:07}") };
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{sign}{days}{hour:02}:{minute:02}:{second:02}{fraction}")
}

/// What `tolong` reads in a text.
pub(crate) fn to_long(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return u64::from_str_radix(digits, 16).ok().map(u64::cast_signed);
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// What `toreal` reads in a text.
pub(crate) fn to_real(text: &str) -> Answer<Option<f64>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'e')) {
        return Ok(text.parse().ok());
    }
    if text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
        || matches!(text.to_lowercase().as_str(), "nan" | "inf" | "infinity")
    {
        return unknown("odd texts as numbers");
    }
    Ok(None)
}

/// What `tobool` reads in a text.
pub(crate) fn to_bool(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => to_long(text).map(|n| n != 0),
    }
}

/// Reads `2020-01-02`, `2020-01-02T03:04:05.678Z` and with a blank in the middle.
pub(crate) fn to_moment(text: &str) -> Answer<Option<i64>> {
    let text = text.trim();
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return Ok(None);
    }
    let read = || {
        let (date, time) = text.split_once(['T', ' ']).unwrap_or((text, ""));
        let mut parts = date.split('-');
        let mut part = |width: usize| {
            parts.next().filter(|p| p.len() == width && p.bytes().all(|b| b.is_ascii_digit()))?.parse::<i64>().ok()
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        if parts.next().is_some() {
            return None;
        }
        let base = moment(year, month, day)?;
        if time.is_empty() {
            return Some(base);
        }
        let time = time.strip_suffix('Z').unwrap_or(time);
        Some(base + clock(time)?)
    };
    match read() {
        Some(ticks) => Ok(Some(ticks)),
        None => unknown("odd texts as moments"),
    }
}

/// `hh:mm:ss[.fraction]` as ticks.
fn clock(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let parts: Option<Vec<i64>> = whole.split(':').map(|p| p.parse().ok()).collect();
    let [hour, minute, second] = parts?[..] else { return None };
    if hour > 23 || minute > 59 || second > 59 || fraction.len() > 7 {
        return None;
    }
    let fraction: i64 = if fraction.is_empty() { 0 } else { format!("{fraction:0<7}").parse().ok()? };
    Some((hour * 3600 + minute * 60 + second) * SECOND + fraction)
}

/// Reads `[-][d.]hh:mm:ss[.fraction]`.
pub(crate) fn to_length(text: &str) -> Answer<Option<i64>> {
    let text = text.trim();
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return Ok(None);
    }
    let read = || {
        let (negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let colon = rest.find(':')?;
        let (days, time) = match rest[..colon].split_once('.') {
            Some((days, _)) => (days.parse::<i128>().ok()?, &rest[days.len() + 1..]),
            None => (0, rest),
        };
        let ticks = days * i128::from(DAY) + i128::from(clock(time)?);
        i64::try_from(if negative { -ticks } else { ticks }).ok()
    };
    match read() {
        Some(ticks) => Ok(Some(ticks)),
        None => unknown("odd texts as lengths of time"),
    }
}

/// A value converted to another type, as `to…` functions do it.
pub(crate) fn convert(value: &Value, to: Type) -> Answer<Value> {
    if value.ty() == to {
        return Ok(value.clone());
    }
    if value.is_null() && to != Type::String {
        return Ok(Value::null(to));
    }
    // What a dynamic holds is converted like a value of its own type.
    if let Value::Dynamic(json) = value {
        let held = match json {
            _ if to == Type::String => return Ok(Value::Text(of(value)?)),
            Json::Bool(b) => Value::Bool(*b),
            Json::String(s) => Value::Text(s.clone()),
            Json::Number(n) if n.is_f64() => Value::Real(n.as_f64().unwrap_or_default()),
            Json::Number(n) => match n.as_i64() {
                Some(n) => Value::Long(n),
                None => return unknown("numbers beyond long"),
            },
            Json::Array(_) | Json::Object(_) if to == Type::Bool => return unknown("a bag as a bool"),
            Json::Array(_) | Json::Object(_) | Json::Null => return Ok(Value::Null(to)),
        };
        return convert(&held, to);
    }
    let made = match (to, value) {
        (Type::String, value) => Some(Value::Text(of(value)?)),
        (Type::Bool, Value::Int(n)) => Some(Value::Bool(*n != 0)),
        (Type::Bool, Value::Long(n)) => Some(Value::Bool(*n != 0)),
        (Type::Bool, Value::Real(r)) if r.is_nan() => return unknown("NaN as a bool"),
        (Type::Bool, Value::Real(r)) => Some(Value::Bool(*r != 0.0)),
        (Type::Bool, Value::Text(s)) => to_bool(s).map(Value::Bool),
        (Type::Int, Value::Long(n)) => Some(Value::Int(*n as i32)),
        (Type::Int | Type::Long, Value::Real(r)) if r.is_nan() => return unknown("NaN as a whole number"),
        (Type::Int, Value::Real(r)) => Some(Value::Int(*r as i32)),
        (Type::Int, Value::Text(s)) => to_long(s).and_then(|n| i32::try_from(n).ok()).map(Value::Int),
        (Type::Int, Value::Bool(b)) => Some(Value::Int(i32::from(*b))),
        (Type::Long, Value::Int(n)) => Some(Value::Long(i64::from(*n))),
        (Type::Long, Value::Real(r)) => Some(Value::Long(*r as i64)),
        (Type::Long, Value::Text(s)) => to_long(s).map(Value::Long),
        (Type::Long, Value::Bool(b)) => Some(Value::Long(i64::from(*b))),
        (Type::Long, Value::Moment(t) | Value::Length(t)) => Some(Value::Long(*t)),
        (Type::Real, Value::Int(n)) => Some(Value::Real(f64::from(*n))),
        (Type::Real, Value::Long(n) | Value::Moment(n) | Value::Length(n)) => Some(Value::Real(*n as f64)),
        (Type::Real, Value::Text(s)) => to_real(s)?.map(Value::Real),
        (Type::Real, Value::Bool(b)) => Some(Value::Real(f64::from(u8::from(*b)))),
        (Type::Datetime, Value::Text(s)) => to_moment(s)?.map(Value::Moment),
        (Type::Timespan, Value::Text(s)) => to_length(s)?.map(Value::Length),
        (Type::Dynamic, value) => Some(Value::of_json(value.to_json()?)),
        (to, value) => return unknown(format!("a {} as a {to}", value.ty())),
    };
    Ok(made.unwrap_or(Value::null(to)))
}
