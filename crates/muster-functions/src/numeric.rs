//! Shapes that many functions of numbers share.

use muster_catalog::{Datetime, TICKS_PER_SECOND, Timespan, Type, Value};
use muster_values::{Answer, Args};

/// A function of one real; `None` is null.
pub(crate) fn of_real(args: &Args<'_>, function: impl Fn(f64) -> Option<f64>) -> Answer {
    let number = args.real(0);
    args.rows(|row| function(number.get(row)?))
}

/// A function of two reals.
pub(crate) fn of_reals(args: &Args<'_>, function: impl Fn(f64, f64) -> Option<f64>) -> Answer {
    let (first, second) = (args.real(0), args.real(1));
    args.rows(|row| function(first.get(row)?, second.get(row)?))
}

/// A function of two longs.
pub(crate) fn of_longs(args: &Args<'_>, function: impl Fn(i64, i64) -> Option<i64>) -> Answer {
    let (first, second) = (args.long(0), args.long(1));
    args.rows(|row| function(first.get(row)?, second.get(row)?))
}

/// `value` brought down to `fixed` and a multiple of `size`; null where `size` is not positive.
///
/// All three are of one type, except that a moment is divided by a length of time.
pub(crate) fn bin(value: &Value, size: &Value, fixed: Option<&Value>) -> Option<Value> {
    let whole = |value: i128, size: i128, fixed: i128| {
        (size > 0).then(|| fixed.checked_add((value.checked_sub(fixed)?).div_euclid(size).checked_mul(size)?)).flatten()
    };
    let long = |value: i64, size: i64, fixed: i64| {
        whole(i128::from(value), i128::from(size), i128::from(fixed)).and_then(|bin| i64::try_from(bin).ok())
    };
    Some(match (value, size, fixed) {
        (Value::Int(v), Value::Int(s), f) => {
            let fixed = int(f)?;
            Value::Int(i32::try_from(long(i64::from(*v), i64::from(*s), i64::from(fixed))?).ok()?)
        }
        (Value::Long(v), Value::Long(s), None) => Value::Long(long(*v, *s, 0)?),
        (Value::Long(v), Value::Long(s), Some(Value::Long(f))) => Value::Long(long(*v, *s, *f)?),
        (Value::Real(v), Value::Real(s), None) if *s > 0.0 => Value::Real((v / s).floor() * s),
        (Value::Real(v), Value::Real(s), Some(Value::Real(f))) if *s > 0.0 => {
            Value::Real(((v - f) / s).floor() * s + f)
        }
        (Value::Decimal(v), Value::Decimal(s), None) => Value::Decimal(whole(*v, *s, 0)?),
        (Value::Decimal(v), Value::Decimal(s), Some(Value::Decimal(f))) => Value::Decimal(whole(*v, *s, *f)?),
        (Value::Timespan(v), Value::Timespan(s), None) => Value::Timespan(Timespan(long(v.0, s.0, 0)?)),
        (Value::Timespan(v), Value::Timespan(s), Some(Value::Timespan(f))) => {
            Value::Timespan(Timespan(long(v.0, s.0, f.0)?))
        }
        (Value::Datetime(v), Value::Timespan(s), None) => Value::Datetime(Datetime::checked(long(v.0, s.0, 0)?)?),
        (Value::Datetime(v), Value::Timespan(s), Some(Value::Datetime(f))) => {
            Value::Datetime(Datetime::checked(long(v.0, s.0, f.0)?)?)
        }
        _ => return None,
    })
}

fn int(value: Option<&Value>) -> Option<i32> {
    match value {
        None => Some(0),
        Some(Value::Int(i)) => Some(*i),
        Some(_) => None,
    }
}

/// Order of two values of one type that can be ordered; `None` for a null or for `NaN`.
pub(crate) fn compare(left: &Value, right: &Value) -> Option<std::cmp::Ordering> {
    match (left, right) {
        (Value::Bool(l), Value::Bool(r)) => Some(l.cmp(r)),
        (Value::Int(l), Value::Int(r)) => Some(l.cmp(r)),
        (Value::Long(l), Value::Long(r)) => Some(l.cmp(r)),
        (Value::Real(l), Value::Real(r)) => l.partial_cmp(r),
        (Value::Decimal(l), Value::Decimal(r)) => Some(l.cmp(r)),
        (Value::String(l), Value::String(r)) => Some(l.cmp(r)),
        (Value::Datetime(l), Value::Datetime(r)) => Some(l.cmp(r)),
        (Value::Timespan(l), Value::Timespan(r)) => Some(l.cmp(r)),
        (Value::Guid(l), Value::Guid(r)) => Some(l.cmp(r)),
        _ => None,
    }
}

/// The least or the greatest argument of a row; nulls are left out.
pub(crate) fn best(args: &Args<'_>, wanted: std::cmp::Ordering) -> Answer {
    let returns: Type = args.returns();
    args.values(|row| {
        let mut best = Value::null(returns);
        for index in 0..args.len() {
            let value = args.value(index, row);
            let first = index == 0 || best.is_null();
            if !value.is_null() && (first || compare(&value, &best) == Some(wanted)) {
                best = value;
            }
        }
        best
    })
}

/// A number of seconds from 0 to less than 60 in ticks; what is less than a tick is cut off.
pub(crate) fn second_ticks(seconds: f64) -> Option<i64> {
    if !(0.0..60.0).contains(&seconds) {
        return None;
    }
    // A thousandth of a tick makes good for decimals that have no exact binary form, such as 55.123.
    Some((seconds * TICKS_PER_SECOND as f64 + 0.001) as i64)
}

/// The moment that is a number of units of so many ticks after 1970.
pub(crate) fn unix_time(args: &Args<'_>, ticks_per_unit: i64) -> Answer {
    if args.ty(0) == Type::Real {
        return of_real_ticks(args, |number| number * ticks_per_unit as f64);
    }
    let number = args.long(0);
    args.rows(|row| {
        let ticks = number.get(row)?.checked_mul(ticks_per_unit)?.checked_add(Datetime::UNIX_EPOCH.0)?;
        Datetime::checked(ticks)
    })
}

/// The moment whose ticks after 1970 are a function of a real.
pub(crate) fn of_real_ticks(args: &Args<'_>, ticks: impl Fn(f64) -> f64) -> Answer {
    let number = args.real(0);
    args.rows(|row| {
        let ticks = ticks(number.get(row)?);
        // Beyond this no moment is left, and the cast below would saturate.
        let ticks = (ticks.abs() < 4e18).then_some(ticks as i64)?;
        Datetime::checked(ticks.checked_add(Datetime::UNIX_EPOCH.0)?)
    })
}

/// A function of three reals.
pub(crate) fn of_three_reals(args: &Args<'_>, function: impl Fn(f64, f64, f64) -> Option<f64>) -> Answer {
    let (first, second, third) = (args.real(0), args.real(1), args.real(2));
    args.rows(|row| function(first.get(row)?, second.get(row)?, third.get(row)?))
}
