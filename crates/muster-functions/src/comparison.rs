//! Equality and order of values.

use std::cmp::Ordering;

use muster_catalog::{Type, Value};
use muster_values::{Answer, Args, Failure};

use crate::conversion::convert;

/// `==` and, `negated`, `!=`. Two nulls give null; a null and a value are unequal.
pub(crate) fn equality(args: &Args<'_>, negated: bool) -> Answer {
    match (args.ty(0), args.ty(1)) {
        (Type::String, Type::String) => {
            let (left, right) = (args.text(0), args.text(1));
            args.rows(|row| Some((left.get(row) == right.get(row)) != negated))
        }
        (Type::Long, Type::Long) | (Type::Datetime, Type::Datetime) | (Type::Timespan, Type::Timespan) => {
            let (left, right) = (args.long(0), args.long(1));
            args.rows(|row| same(left.get(row), right.get(row), negated))
        }
        (Type::Real, Type::Real) => {
            let (left, right) = (args.real(0), args.real(1));
            args.rows(|row| same(left.get(row), right.get(row), negated))
        }
        (Type::Guid, Type::Guid) => {
            let (left, right) = (args.text(0), args.text(1));
            args.rows(|row| same(left.raw(row), right.raw(row), negated))
        }
        (Type::Dynamic, Type::Dynamic) => Err(Failure::new(
            "two `dynamic` values cannot be compared; one of them needs a conversion such as `tostring`",
        )),
        (left, right) if left != right => unlike(args, negated),
        _ => args.rows(|row| same(some(args.value(0, row)), some(args.value(1, row)), negated)),
    }
}

/// Equality of values of two types. Kusto converts one of them without saying which: the answer is the one that either
/// conversion leads to, and where they lead to different ones there is none.
fn unlike(args: &Args<'_>, negated: bool) -> Answer {
    let answer = |row: usize| -> Result<Option<bool>, Failure> {
        let (left, right) = (args.value(0, row), args.value(1, row));
        let to_right = same(some(convert(&left, right.ty())), some(right.clone()), negated);
        let to_left = same(some(left.clone()), some(convert(&right, left.ty())), negated);
        if to_right.unwrap_or(false) == to_left.unwrap_or(false) {
            return Ok(to_right);
        }
        let [from, to] = [left, right].map(|value| format!("`{}` ({})", convert_text(&value), value.ty()));
        Err(Failure::new(format!(
            "whether {from} equals {to} depends on which of them is converted, which Kusto does not document; convert one \
             with `tostring`, `tolong` or `tobool`"
        )))
    };
    let rows = if args.all_constant() { 1 } else { args.row_count() };
    let answers = (0..rows).map(answer).collect::<Result<Vec<_>, _>>()?;
    args.rows(|row| answers.get(row).copied().flatten())
}

fn convert_text(value: &Value) -> String {
    match convert(value, Type::String) {
        Value::String(text) => text,
        _ => String::new(),
    }
}

/// `<` and its kin; `holds` is asked about the order of two values. A null on either side gives null, a NaN false.
pub(crate) fn order(args: &Args<'_>, holds: fn(Ordering) -> bool) -> Answer {
    match (args.ty(0), args.ty(1)) {
        (Type::Real, Type::Real) => {
            let (left, right) = (args.real(0), args.real(1));
            args.rows(|row| Some(left.get(row)?.partial_cmp(&right.get(row)?).is_some_and(holds)))
        }
        (Type::Decimal, Type::Decimal) => {
            let (left, right) = (args.decimal(0), args.decimal(1));
            args.rows(|row| Some(holds(left.get(row)?.cmp(&right.get(row)?))))
        }
        (Type::Bool, Type::Bool) => {
            let (left, right) = (args.bool(0), args.bool(1));
            args.rows(|row| Some(holds(left.get(row)?.cmp(&right.get(row)?))))
        }
        (Type::Dynamic, Type::Dynamic) => Err(Failure::new(
            "two `dynamic` values cannot be compared; one of them needs a conversion such as `tolong`",
        )),
        _ => {
            let (left, right) = (args.long(0), args.long(1));
            args.rows(|row| Some(holds(left.get(row)?.cmp(&right.get(row)?))))
        }
    }
}

fn same<T: PartialEq>(left: Option<T>, right: Option<T>, negated: bool) -> Option<bool> {
    match (left, right) {
        (None, None) => None,
        (Some(left), Some(right)) => Some((left == right) != negated),
        _ => Some(negated),
    }
}

fn some(value: Value) -> Option<Value> {
    (!value.is_null()).then_some(value)
}
