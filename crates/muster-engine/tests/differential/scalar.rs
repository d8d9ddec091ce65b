//! Scalar functions, by name.

use muster_catalog::Type;
use muster_syntax::BinaryOp;

use crate::calendar;
use crate::expression::{common, compare};
use crate::text::{self, convert};
use crate::texts;
use crate::value::{Answer, Json, Value, unknown};

/// Calls the function `name`.
pub(crate) fn call(name: &str, arguments: &[Value]) -> Answer<Value> {
    if let Some(value) = conversion(name, arguments)? {
        return Ok(value);
    }
    if let Some(value) = choice(name, arguments)? {
        return Ok(value);
    }
    if let Some(value) = number(name, arguments)? {
        return Ok(value);
    }
    if let Some(value) = time(name, arguments)? {
        return Ok(value);
    }
    if let Some(value) = on_text(name, arguments)? {
        return Ok(value);
    }
    match crate::collection::call(name, arguments)? {
        Some(value) => Ok(value),
        None => unknown(format!("the function {name} of {} arguments", arguments.len())),
    }
}

fn conversion(name: &str, arguments: &[Value]) -> Answer<Option<Value>> {
    let [value] = arguments else { return Ok(None) };
    let ty = match name {
        "tostring" => Type::String,
        "tolong" => Type::Long,
        "toint" => Type::Int,
        "toreal" | "todouble" => Type::Real,
        "tobool" => Type::Bool,
        "todatetime" => Type::Datetime,
        "totimespan" => Type::Timespan,
        "isnull" => return Ok(Some(Value::Bool(value.is_null()))),
        "isnotnull" => return Ok(Some(Value::Bool(!value.is_null()))),
        "isempty" | "isnotempty" => {
            let empty =
                value.is_null() || *value == Value::Text(String::new()) || *value == Value::Dynamic(Json::from(""));
            return Ok(Some(Value::Bool(empty == (name == "isempty"))));
        }
        "gettype" => {
            let held = match value {
                Value::Null(Type::Dynamic) | Value::Dynamic(Json::Null) => "null",
                Value::Dynamic(Json::Array(_)) => "array",
                Value::Dynamic(Json::Object(_)) => "dictionary",
                Value::Dynamic(Json::String(_)) => "string",
                Value::Dynamic(Json::Bool(_)) => "bool",
                Value::Dynamic(Json::Number(n)) if n.is_f64() => "double",
                Value::Dynamic(Json::Number(_)) => "long",
                other => other.ty().name(),
            };
            return Ok(Some(Value::Text(held.to_owned())));
        }
        "not" => {
            let value = convert(value, Type::Bool)?;
            return Ok(Some(if let Value::Bool(b) = value { Value::Bool(!b) } else { value }));
        }
        _ => return Ok(None),
    };
    convert(value, ty).map(Some)
}

/// Functions that give one of their arguments.
fn choice(name: &str, arguments: &[Value]) -> Answer<Option<Value>> {
    let widest = |values: &[Value]| {
        let mut values = values.iter();
        let first = values.next().map_or(Type::Dynamic, Value::ty);
        values.try_fold(first, |ty, value| common(ty, value.ty()))
    };
    let yes = |value: &Value| Ok(convert(value, Type::Bool)? == Value::Bool(true));
    Ok(Some(match (name, arguments) {
        ("iff" | "iif", [condition, when_true, when_false]) => {
            let ty = common(when_true.ty(), when_false.ty())?;
            convert(if yes(condition)? { when_true } else { when_false }, ty)?
        }
        ("case", [branches @ .., otherwise]) if !branches.is_empty() && branches.len() % 2 == 0 => {
            let mut results: Vec<Value> = branches.iter().skip(1).step_by(2).cloned().collect();
            results.push(otherwise.clone());
            let ty = widest(&results)?;
            let mut chosen = otherwise;
            for pair in branches.chunks(2).rev() {
                if yes(&pair[0])? {
                    chosen = &pair[1];
                }
            }
            convert(chosen, ty)?
        }
        ("coalesce", values) if values.len() > 1 => {
            let ty = widest(values)?;
            let none = |value: &&Value| !value.is_null() && **value != Value::Text(String::new());
            match values.iter().find(none) {
                Some(value) => convert(value, ty)?,
                None => Value::null(ty),
            }
        }
        ("min_of" | "max_of", values) if values.len() > 1 => {
            let ty = widest(values)?;
            if matches!(ty, Type::String | Type::Dynamic | Type::Guid | Type::Bool) {
                return unknown("the greater of these");
            }
            let op = if name == "min_of" { BinaryOp::Less } else { BinaryOp::Greater };
            let mut best = Value::null(ty);
            for value in values {
                let value = convert(value, ty)?;
                if matches!(value, Value::Real(r) if r.is_nan()) {
                    return unknown("the greater of NaN and another");
                }
                if !value.is_null() && (best.is_null() || compare(op, &value, &best)? == Some(true)) {
                    best = value;
                }
            }
            best
        }
        _ => return Ok(None),
    }))
}

fn number(name: &str, arguments: &[Value]) -> Answer<Option<Value>> {
    Ok(Some(match (name, arguments) {
        ("abs", [Value::Int(n)]) => Value::Long(i64::from(*n).abs()),
        ("abs", [Value::Null(Type::Int)]) => Value::Null(Type::Long),
        ("abs", [Value::Long(i64::MIN)]) => return unknown("the lowest number without its sign"),
        ("abs", [Value::Long(n)]) => Value::Long(n.abs()),
        ("abs", [Value::Real(r)]) => Value::Real(r.abs()),
        ("abs", [Value::Length(i64::MIN)]) => return unknown("the lowest length without its sign"),
        ("abs", [Value::Length(t)]) => Value::Length(t.abs()),
        ("abs", [value @ Value::Null(Type::Long | Type::Real | Type::Timespan)]) => value.clone(),
        ("ceiling", [value]) => match convert(value, Type::Real)? {
            Value::Real(r) => Value::Real(r.ceil()),
            null => null,
        },
        ("round", [Value::Real(r), rest @ ..]) => {
            let places = match rest {
                [] => 0,
                [Value::Long(n)] => *n,
                _ => return unknown("round"),
            };
            if !r.is_finite() || r.abs() > 1e12 || places.abs() > 6 {
                return unknown("round of great numbers");
            }
            let factor = 10_f64.powi(places.unsigned_abs() as i32);
            Value::Real(if places < 0 { (r / factor).round() * factor } else { (r * factor).round() / factor })
        }
        ("round", [value @ Value::Null(Type::Real), ..]) => value.clone(),
        ("bin" | "floor", [value, size]) => bin(value, size)?,
        _ => return Ok(None),
    }))
}

/// The greatest multiple of `size` that is not above `value`.
fn bin(value: &Value, size: &Value) -> Answer<Value> {
    let ty = match (value.ty(), size.ty()) {
        (ty @ (Type::Datetime | Type::Timespan), Type::Timespan) => ty,
        (a, b) => common(a, b)?,
    };
    let (value, size) = match ty {
        Type::Datetime | Type::Timespan => (value.clone(), size.clone()),
        _ => (convert(value, ty)?, convert(size, ty)?),
    };
    let whole = |value: i64, size: i64| i128::from(value).div_euclid(i128::from(size)) * i128::from(size);
    Ok(match (value, size) {
        (Value::Null(_), _) | (_, Value::Null(_)) => Value::Null(ty),
        (_, Value::Long(size) | Value::Length(size)) if size <= 0 => Value::Null(ty),
        (_, Value::Int(size)) if size <= 0 => Value::Null(ty),
        (Value::Int(v), Value::Int(s)) => match i32::try_from(whole(v.into(), s.into())) {
            Ok(n) => Value::Int(n),
            Err(_) => return unknown("a bin below all numbers"),
        },
        (Value::Long(v), Value::Long(s)) => match i64::try_from(whole(v, s)) {
            Ok(n) => Value::Long(n),
            Err(_) => return unknown("a bin below all numbers"),
        },
        (Value::Moment(v), Value::Length(s)) => Value::Moment(whole(v, s) as i64),
        (Value::Length(v), Value::Length(s)) => match i64::try_from(whole(v, s)) {
            Ok(n) => Value::Length(n),
            Err(_) => return unknown("a bin below all lengths"),
        },
        (Value::Real(v), Value::Real(s)) if v.is_finite() && s.is_finite() && s > 0.0 => {
            Value::Real((v / s).floor() * s)
        }
        (Value::Real(_), Value::Real(_)) => return unknown("a bin of odd numbers"),
        _ => return unknown("a bin"),
    })
}

fn time(name: &str, arguments: &[Value]) -> Answer<Option<Value>> {
    let moment = |ticks: Option<i64>| Ok(Some(ticks.map_or(Value::Null(Type::Datetime), Value::Moment)));
    let start = ["day", "week", "month", "year"].into_iter().find_map(|period| {
        let rest = name.strip_suffix(period)?;
        matches!(rest, "startof" | "endof").then_some((period, rest == "endof"))
    });
    if let Some((period, end)) = start {
        let (ticks, offset) = match arguments {
            [Value::Moment(ticks)] => (*ticks, 0),
            [Value::Moment(ticks), Value::Long(offset)] => (*ticks, *offset),
            [Value::Null(Type::Datetime), ..] | [Value::Moment(_), Value::Null(Type::Long)] => return moment(None),
            _ => return unknown(name),
        };
        if end {
            // The tick before the next period; the last period of all ends with the calendar.
            return match calendar::start_of(period, ticks, offset + 1) {
                Some(next) if next > 0 => moment(Some(next - 1)),
                _ => unknown("the end of the calendar"),
            };
        }
        return match calendar::start_of(period, ticks, offset) {
            Some(ticks) => moment(Some(ticks)),
            None => unknown("the beginning of the calendar"),
        };
    }
    let part = |value: i64| Ok(Some(Value::Long(value)));
    match (name, arguments) {
        ("getyear", [Value::Moment(t)]) => part(calendar::date_of(*t).0),
        ("getmonth" | "monthofyear", [Value::Moment(t)]) => part(calendar::date_of(*t).1),
        ("dayofmonth", [Value::Moment(t)]) => part(calendar::date_of(*t).2),
        ("hourofday", [Value::Moment(t)]) => part(t.rem_euclid(calendar::DAY) / (3600 * calendar::SECOND)),
        ("dayofweek", [Value::Moment(t)]) => Ok(Some(Value::Length((t / calendar::DAY + 1) % 7 * calendar::DAY))),
        ("dayofweek", [Value::Null(Type::Datetime)]) => Ok(Some(Value::Null(Type::Timespan))),
        ("getyear" | "getmonth" | "monthofyear" | "dayofmonth" | "hourofday", [Value::Null(Type::Datetime)]) => {
            Ok(Some(Value::Null(Type::Long)))
        }
        ("datetime_add", [Value::Text(period), Value::Long(amount), Value::Moment(t)]) => {
            moment(calendar::add(period, *amount, *t))
        }
        ("datetime_add", [_, _, _]) => moment(None),
        ("datetime_diff", [Value::Text(period), Value::Moment(a), Value::Moment(b)]) => {
            match calendar::difference(period, *a, *b) {
                Some(n) => part(n),
                None => unknown("a period"),
            }
        }
        ("datetime_diff", [_, _, _]) => Ok(Some(Value::Null(Type::Long))),
        ("format_datetime", [Value::Moment(t), Value::Text(format)]) => formatted(*t, format),
        ("format_datetime", [_, _]) => Ok(Some(Value::null(Type::String))),
        _ => Ok(None),
    }
}

fn formatted(ticks: i64, format: &str) -> Answer<Option<Value>> {
    let iso = text::of(&Value::Moment(ticks))?;
    let mut made = format.to_owned();
    for (pattern, from, to) in
        [("yyyy", 0, 4), ("MM", 5, 7), ("dd", 8, 10), ("HH", 11, 13), ("mm", 14, 16), ("ss", 17, 19), ("fff", 20, 23)]
    {
        made = made.replace(pattern, &iso[from..to]);
    }
    if made.contains(|c: char| c.is_alphabetic()) { unknown("a format") } else { Ok(Some(Value::Text(made))) }
}

fn on_text(name: &str, arguments: &[Value]) -> Answer<Option<Value>> {
    let made = |text: String| Ok(Some(Value::Text(text)));
    let regex = |pattern: &str| regex::Regex::new(pattern).or_else(|_| unknown("a regular expression with a mistake"));
    match (name, arguments) {
        ("strlen", [Value::Text(s)]) => Ok(Some(Value::Long(s.chars().count() as i64))),
        ("tolower", [Value::Text(s)]) => made(texts::lower(s)),
        ("toupper", [Value::Text(s)]) => made(texts::upper(s)),
        ("strcat", values) if !values.is_empty() => {
            let parts: Answer<Vec<String>> = values.iter().map(text::of).collect();
            made(parts?.concat())
        }
        ("strcat_delim", [Value::Text(delimiter), values @ ..]) if !values.is_empty() => {
            let parts: Answer<Vec<String>> = values.iter().map(text::of).collect();
            made(parts?.join(delimiter))
        }
        ("reverse", [value]) => made(text::of(value)?.chars().rev().collect()),
        ("substring", [Value::Text(s), Value::Long(start), rest @ ..]) => {
            let all: Vec<char> = s.chars().collect();
            let length = all.len() as i64;
            let start = if *start < 0 { start.saturating_add(length) } else { *start };
            let count = match rest {
                [] => length,
                [Value::Long(n)] => (*n).clamp(0, length),
                _ => return made(String::new()),
            };
            if start < 0 || start >= length {
                return made(String::new());
            }
            made(all.into_iter().skip(start as usize).take(count as usize).collect())
        }
        ("substring", [Value::Text(_), Value::Null(Type::Long), ..]) => made(String::new()),
        ("split", [Value::Text(s), Value::Text(by)]) if !by.is_empty() => {
            Ok(Some(Value::Dynamic(s.split(by.as_str()).map(Json::from).collect())))
        }
        ("split", [Value::Text(s), Value::Text(by), Value::Long(at)]) if !by.is_empty() && *at >= 0 => {
            let part = s.split(by.as_str()).nth(*at as usize);
            Ok(Some(Value::Dynamic(part.into_iter().map(Json::from).collect())))
        }
        ("indexof", [Value::Text(s), Value::Text(sought)]) if !sought.is_empty() => {
            let at = s.find(sought.as_str()).map_or(-1, |byte| s[..byte].chars().count() as i64);
            Ok(Some(Value::Long(at)))
        }
        ("replace_string", [Value::Text(s), Value::Text(from), Value::Text(to)]) => {
            made(if from.is_empty() { s.clone() } else { s.replace(from.as_str(), to) })
        }
        ("countof", [Value::Text(s), Value::Text(sought)]) => {
            let starts = s.char_indices().filter(|(at, _)| s[*at..].starts_with(sought.as_str())).count();
            Ok(Some(Value::Long(if sought.is_empty() { 0 } else { starts as i64 })))
        }
        ("trim" | "trim_start" | "trim_end", [Value::Text(pattern), Value::Text(s)]) => {
            let mut rest = s.as_str();
            if name != "trim_end"
                && let Some(found) = regex(&format!("^(?:{pattern})"))?.find(rest)
            {
                rest = &rest[found.end()..];
            }
            if name != "trim_start"
                && let Some(found) = regex(&format!("(?:{pattern})$"))?.find(rest)
            {
                rest = &rest[..found.start()];
            }
            made(rest.to_owned())
        }
        ("extract", [Value::Text(pattern), Value::Long(group), Value::Text(s)]) => {
            let found = regex(pattern)?.captures(s).and_then(|c| Some(c.get(*group as usize)?.as_str().to_owned()));
            made(found.unwrap_or_default())
        }
        ("parse_json", [Value::Text(s)]) => {
            if s.is_empty() {
                return Ok(Some(Value::Null(Type::Dynamic)));
            }
            // What counts as JSON at the borders of the format is not documented.
            match serde_json::from_str::<Json>(s) {
                Ok(json) => Ok(Some(Value::of_json(json))),
                Err(_) if s.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                    Ok(Some(Value::Dynamic(Json::from(s.as_str()))))
                }
                Err(_) => unknown("what is nearly JSON"),
            }
        }
        ("strcmp", [Value::Text(a), Value::Text(b)]) => Ok(Some(Value::Long(match a.cmp(b) {
            std::cmp::Ordering::Less => -1,
            std::cmp::Ordering::Equal => 0,
            std::cmp::Ordering::Greater => 1,
        }))),
        _ => Ok(None),
    }
}
