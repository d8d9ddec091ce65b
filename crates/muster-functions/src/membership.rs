//! `in`, `!in`, `in~`, `!in~`, `has_any` and `has_all`: a value against a list that is prepared once.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, DefaultHasher};

use muster_catalog::{Type, Value};
use muster_values::{Answer, Args, Failure};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::conversion::{convert, to_decimal, to_real};
use crate::folding::{fold, folded};
use crate::needles::{Needles, Scratch};
use crate::texts::{Texts, text_of};

/// A set with a hasher that has no seed: nothing here may depend on chance.
type Set<T> = HashSet<T, BuildHasherDefault<DefaultHasher>>;

/// A list on the right of `in` or one of its kin.
#[derive(Debug)]
pub struct InSet {
    test: Test,
}

#[derive(Debug)]
enum Test {
    Equal { members: Members, ignore_case: bool, negated: bool },
    Terms { needles: Needles, all: bool },
    Refused(String),
}

impl InSet {
    /// Prepares the list `items` for values of type `ty`.
    ///
    /// `op` is the operator as KQL spells it. An item that is a `dynamic` array stands for its elements. Items of
    /// another type are converted to `ty` as `==` does it; what cannot be converted equals nothing.
    ///
    /// An operator that takes no list is a failure of [`InSet::test`].
    #[must_use]
    pub fn new(op: &str, ty: Type, items: &[Value]) -> Self {
        let mut flat = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Value::Dynamic(Json::Array(elements)) => flat.extend(elements.iter().map(scalar)),
                Value::Dynamic(other) => flat.push(scalar(other)),
                other => flat.push(other.clone()),
            }
        }
        let equal =
            |ignore_case, negated| Test::Equal { members: Members::new(ty, &flat, ignore_case), ignore_case, negated };
        let test = match op {
            "in" => equal(false, false),
            "!in" => equal(false, true),
            "in~" => equal(true, false),
            "!in~" => equal(true, true),
            "has_any" => Test::Terms { needles: Needles::new(flat.iter().map(text_of).collect()), all: false },
            "has_all" => Test::Terms { needles: Needles::new(flat.iter().map(text_of).collect()), all: true },
            other => Test::Refused(format!("`{other}` takes no list")),
        };
        Self { test }
    }

    /// Tests the first argument, which is of the type given to [`InSet::new`]; answers with `bool`.
    ///
    /// # Errors
    /// A failure if the operator takes no list.
    pub fn test(&self, args: &Args<'_>) -> Answer {
        match &self.test {
            Test::Equal { members, ignore_case, negated } => members.test(args, *ignore_case, *negated),
            Test::Terms { needles, all } => {
                let texts = Texts::of(args, 0);
                let mut scratch = Scratch::default();
                args.rows(|row| {
                    let text = texts.get(row);
                    Some(if *all { needles.all(&text, &mut scratch) } else { needles.any(&text) })
                })
            }
            Test::Refused(message) => Err(Failure::new(message)),
        }
    }
}

fn scalar(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null(Type::Dynamic),
        Json::Bool(b) => Value::Bool(*b),
        Json::Number(n) => n.as_i64().map_or_else(|| Value::Real(n.as_f64().unwrap_or(f64::NAN)), Value::Long),
        Json::String(text) => Value::String(text.clone()),
        other => Value::Dynamic(other.clone()),
    }
}

/// The members of a list, by type.
#[derive(Debug, Default)]
struct Members {
    null: bool,
    text: Set<String>,
    /// Of `long`, `int`, `datetime`, `timespan`.
    long: Set<i64>,
    /// Bits of reals, without negative zero and NaN.
    real: Set<u64>,
    decimal: Set<i128>,
    guid: Set<Uuid>,
    truth: [bool; 2],
}

impl Members {
    fn new(ty: Type, items: &[Value], ignore_case: bool) -> Self {
        let mut members = Self::default();
        for item in items {
            members.add(ty, item, ignore_case);
        }
        members
    }

    fn add(&mut self, ty: Type, item: &Value, ignore_case: bool) {
        if item.is_null() && ty != Type::String {
            self.null = true;
            return;
        }
        match ty {
            Type::String => {
                let text = text_of(item);
                self.text.insert(if ignore_case { folded(&text) } else { text });
            }
            // A value is compared with each item as that item's type asks.
            Type::Dynamic => match item {
                Value::Bool(b) => self.truth[usize::from(*b)] = true,
                Value::Int(_) | Value::Long(_) | Value::Real(_) | Value::Decimal(_) => self.add_real(to_real(item)),
                other => {
                    let text = text_of(other);
                    self.text.insert(if ignore_case { folded(&text) } else { text });
                }
            },
            // A real among longs is met by the long of the same value only.
            Type::Int | Type::Long => match item {
                Value::Real(r) if r.fract() != 0.0 => {}
                Value::Decimal(units) if *units != to_decimal(&convert(item, Type::Long)).unwrap_or(units ^ 1) => {}
                other => {
                    if let Value::Long(i) = convert(other, Type::Long) {
                        self.long.insert(i);
                    }
                }
            },
            Type::Real => self.add_real(to_real(item)),
            Type::Decimal => self.decimal.extend(to_decimal(item)),
            Type::Bool | Type::Datetime | Type::Timespan | Type::Guid => match convert(item, ty) {
                Value::Bool(b) => self.truth[usize::from(b)] = true,
                Value::Datetime(t) => _ = self.long.insert(t.0),
                Value::Timespan(t) => _ = self.long.insert(t.0),
                Value::Guid(guid) => _ = self.guid.insert(guid),
                _ => {}
            },
        }
    }

    fn add_real(&mut self, r: Option<f64>) {
        self.real.extend(r.filter(|r| !r.is_nan()).map(bits));
    }

    fn test(&self, args: &Args<'_>, ignore_case: bool, negated: bool) -> Answer {
        // As for `==`: null among values is unequal to them, null and null give null.
        let null = if self.null { None } else { Some(negated) };
        let found = |there: Option<bool>| there.map_or(null, |there| Some(there != negated));
        match args.ty(0) {
            Type::String => {
                let texts = args.text(0);
                let mut buffer = String::new();
                args.rows(|row| Some(self.has_text(texts.get(row), ignore_case, &mut buffer) != negated))
            }
            Type::Long | Type::Datetime | Type::Timespan => {
                let values = args.long(0);
                args.rows(|row| found(values.get(row).map(|i| self.long.contains(&i))))
            }
            Type::Int => {
                let values = args.int(0);
                args.rows(|row| found(values.get(row).map(|i| self.long.contains(&i64::from(i)))))
            }
            Type::Real => {
                let values = args.real(0);
                args.rows(|row| found(values.get(row).map(|r| self.real.contains(&bits(r)))))
            }
            Type::Decimal => {
                let values = args.decimal(0);
                args.rows(|row| found(values.get(row).map(|d| self.decimal.contains(&d))))
            }
            Type::Bool => {
                let values = args.bool(0);
                args.rows(|row| found(values.get(row).map(|b| self.truth[usize::from(b)])))
            }
            Type::Guid => {
                let values = args.text(0);
                let guid = |text: &str| text.parse().is_ok_and(|guid: Uuid| self.guid.contains(&guid));
                args.rows(|row| found(values.raw(row).map(guid)))
            }
            Type::Dynamic => {
                let texts = Texts::of(args, 0);
                let mut buffer = String::new();
                args.rows(|row| {
                    let value = args.value(0, row);
                    if self.has_text(&texts.get(row), ignore_case, &mut buffer) {
                        return Some(!negated);
                    }
                    if value.is_null() {
                        return null;
                    }
                    let truth = matches!(value, Value::Dynamic(Json::Bool(b)) if self.truth[usize::from(b)]);
                    let number = !self.real.is_empty() && to_real(&value).is_some_and(|r| self.real.contains(&bits(r)));
                    Some((truth || number) != negated)
                })
            }
        }
    }

    fn has_text(&self, text: &str, ignore_case: bool, buffer: &mut String) -> bool {
        if !ignore_case {
            return self.text.contains(text);
        }
        buffer.clear();
        buffer.extend(text.chars().map(fold));
        self.text.contains(buffer.as_str())
    }
}

fn bits(r: f64) -> u64 {
    if r == 0.0 { 0 } else { r.to_bits() }
}

#[cfg(test)]
mod tests {
    use muster_values::Column;
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn test(op: &str, value: &Value, items: &[Value]) -> Value {
        let set = InSet::new(op, value.ty(), items);
        let (columns, types) = ([Column::from_value(value)], [value.ty()]);
        set.test(&Args::new(&columns, &types, 1, Type::Bool)).expect("an answer").value(Type::Bool, 0)
    }

    fn text(t: &str) -> Value {
        Value::String(t.to_owned())
    }

    #[rstest]
    #[case("in", text("a"), &[text("a")], Value::Bool(true))]
    #[case("in", text("A"), &[text("a")], Value::Bool(false))]
    #[case("in~", text("É"), &[text("é")], Value::Bool(true))]
    #[case("!in~", text("A"), &[text("a")], Value::Bool(false))]
    #[case("in", Value::Long(1), &[Value::Dynamic(json!([2, 1]))], Value::Bool(true))]
    #[case("in", Value::Long(1), &[text("1")], Value::Bool(true))]
    #[case("in", Value::Long(1), &[Value::Real(1.5)], Value::Bool(false))]
    #[case("in", Value::Real(0.0), &[Value::Real(-0.0)], Value::Bool(true))]
    #[case("in", Value::Null(Type::Long), &[Value::Long(1)], Value::Bool(false))]
    #[case("!in", Value::Null(Type::Long), &[Value::Long(1)], Value::Bool(true))]
    #[case("in", Value::Null(Type::Long), &[Value::Null(Type::Long)], Value::Null(Type::Bool))]
    #[case("in", Value::Dynamic(json!("x")), &[text("x")], Value::Bool(true))]
    #[case("in", Value::Dynamic(json!(1)), &[Value::Long(1)], Value::Bool(true))]
    #[case("!in", Value::Dynamic(json!("y")), &[text("x"), Value::Long(1)], Value::Bool(true))]
    #[case("in", text("x"), &[], Value::Bool(false))]
    fn membership_is_equality_with_one_of_the_items(
        #[case] op: &str,
        #[case] value: Value,
        #[case] items: &[Value],
        #[case] expected: Value,
    ) {
        assert_eq!(test(op, &value, items), expected);
    }

    #[rstest]
    #[case("has_any", "code 42 here", json!([42]), true)]
    #[case("has_any", "errors", json!(["error"]), false)]
    #[case("has_any", "anything", json!(["x", null]), true)]
    #[case("has_any", "anything", json!([]), false)]
    #[case("has_all", "anything", json!([]), true)]
    #[case("has_all", "alpha", json!(["alpha", null]), true)]
    #[case("has_all", "alpha beta", json!(["alpha", "beta"]), true)]
    #[case("has_all", "alpha", json!(["alpha", "beta"]), false)]
    #[case("has_any", "run CMD.exe", json!(["a", "b", "c", "d", "e", "cmd.exe"]), true)]
    #[case("has_any", "run CMD_exe", json!(["a", "b", "c", "d", "cmd", "cmd.exe"]), true)]
    #[case("has_all", "e d c b a", json!(["a", "b", "c", "d", "E", "a"]), true)]
    #[case("has_all", "e d c b b", json!(["a", "b", "c", "d", "e"]), false)]
    fn lists_of_terms(#[case] op: &str, #[case] value: &str, #[case] items: Json, #[case] expected: bool) {
        assert_eq!(test(op, &text(value), &[Value::Dynamic(items)]), Value::Bool(expected));
    }

    #[test]
    fn an_operator_without_a_list_is_refused() {
        let (columns, types) = ([Column::from_value(&text("a"))], [Type::String]);
        assert!(InSet::new("has", Type::String, &[]).test(&Args::new(&columns, &types, 1, Type::Bool)).is_err());
    }
}
