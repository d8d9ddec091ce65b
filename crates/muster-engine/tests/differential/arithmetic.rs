//! `+ - * / %` on numbers, moments and lengths of time.

use muster_catalog::Type;
use muster_syntax::BinaryOp;

use crate::calendar::within;
use crate::expression::common;
use crate::text::convert;
use crate::value::{Answer, Value, unknown};

pub(crate) fn apply(op: BinaryOp, left: &Value, right: &Value) -> Answer<Value> {
    let number = |ty: Type| matches!(ty, Type::Int | Type::Long | Type::Real);
    match (left.ty(), right.ty()) {
        (a, b) if number(a) && number(b) => match common(a, b)? {
            Type::Real => reals(op, &convert(left, Type::Real)?, &convert(right, Type::Real)?),
            _ => Ok(longs(op, &convert(left, Type::Long)?, &convert(right, Type::Long)?)),
        },
        // A dynamic becomes what the other side is.
        (Type::Dynamic, other) | (other, Type::Dynamic) if number(other) => {
            let ty = if other == Type::Int { Type::Long } else { other };
            apply(op, &convert(left, ty)?, &convert(right, ty)?)
        }
        (a, b) => times(op, a, b, left, right),
    }
}

fn longs(op: BinaryOp, left: &Value, right: &Value) -> Value {
    let (Value::Long(a), Value::Long(b)) = (left, right) else { return Value::Null(Type::Long) };
    match op {
        BinaryOp::Add => Value::Long(a.wrapping_add(*b)),
        BinaryOp::Subtract => Value::Long(a.wrapping_sub(*b)),
        BinaryOp::Multiply => Value::Long(a.wrapping_mul(*b)),
        _ if *b == 0 => Value::Null(Type::Long),
        BinaryOp::Divide => Value::Long(a.wrapping_div(*b)),
        _ => Value::Long((i128::from(*a).rem_euclid(i128::from(*b))) as i64),
    }
}

fn reals(op: BinaryOp, left: &Value, right: &Value) -> Answer<Value> {
    let (Value::Real(a), Value::Real(b)) = (left, right) else { return Ok(Value::Null(Type::Real)) };
    Ok(Value::Real(match op {
        BinaryOp::Add => a + b,
        BinaryOp::Subtract => a - b,
        BinaryOp::Multiply => a * b,
        BinaryOp::Divide => a / b,
        _ if !a.is_finite() || !b.is_finite() => return unknown("a remainder of what has no end"),
        _ => {
            let rest = a % b;
            if rest < 0.0 { rest + b.abs() } else { rest }
        }
    }))
}

fn ticks(value: &Value) -> Option<i128> {
    match value {
        Value::Moment(t) | Value::Length(t) => Some(i128::from(*t)),
        _ => None,
    }
}

fn times(op: BinaryOp, a: Type, b: Type, left: &Value, right: &Value) -> Answer<Value> {
    use Type::{Datetime, Int, Long, Real, Timespan};
    let result = match (op, a, b) {
        (BinaryOp::Add | BinaryOp::Subtract, Datetime, Timespan) | (BinaryOp::Add, Timespan, Datetime) => Datetime,
        (BinaryOp::Subtract, Datetime, Datetime) | (BinaryOp::Add | BinaryOp::Subtract, Timespan, Timespan) => Timespan,
        (BinaryOp::Multiply, Timespan, Int | Long | Real) | (BinaryOp::Multiply, Int | Long | Real, Timespan) => {
            Timespan
        }
        (BinaryOp::Divide, Timespan, Int | Long | Real) => Timespan,
        (BinaryOp::Modulo, Timespan | Datetime, Timespan) => Timespan,
        (BinaryOp::Divide, Timespan, Timespan) => Real,
        _ => return unknown(format!("{a} {} {b}", op.text())),
    };
    if left.is_null() || right.is_null() {
        return Ok(Value::Null(result));
    }
    let length = |ticks: i128| match i64::try_from(ticks) {
        Ok(ticks) => Ok(Value::Length(ticks)),
        Err(_) => unknown("lengths of time that overflow"),
    };
    match (op, ticks(left), ticks(right)) {
        (BinaryOp::Add, Some(a), Some(b)) if result == Datetime => {
            Ok(within(a + b).map_or(Value::Null(Datetime), Value::Moment))
        }
        (BinaryOp::Subtract, Some(a), Some(b)) if result == Datetime => {
            Ok(within(a - b).map_or(Value::Null(Datetime), Value::Moment))
        }
        (BinaryOp::Add, Some(a), Some(b)) => length(a + b),
        (BinaryOp::Subtract, Some(a), Some(b)) => length(a - b),
        (_, Some(_), Some(0)) => unknown("a division by a length of nothing"),
        (BinaryOp::Divide, Some(a), Some(b)) => Ok(Value::Real(a as f64 / b as f64)),
        (BinaryOp::Modulo, Some(a), Some(b)) => length(a.rem_euclid(b)),
        (op, Some(t), None) | (op, None, Some(t)) => {
            let Value::Real(by) = convert(if ticks(left).is_some() { right } else { left }, Real)? else {
                return unknown("a number");
            };
            let made = if op == BinaryOp::Multiply { t as f64 * by } else { t as f64 / by };
            // Beyond 2^53 ticks the digits depend on how the product is made.
            if made.is_finite() && made.abs() < 9e15 && t.abs() < 9_000_000_000_000_000 {
                length(made as i128)
            } else {
                unknown("lengths of time that lose digits")
            }
        }
        _ => unknown("times"),
    }
}
