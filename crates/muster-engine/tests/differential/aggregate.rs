//! `summarize`: groups, and what is computed of each.

use muster_catalog::Type;
use muster_syntax::{BinaryOp, Expr, ExprKind};

use crate::collection::has;
use crate::expression::{Place, compare, type_of};
use crate::operator::named;
use crate::text::convert;
use crate::value::{Answer, Json, Table, Value, unknown};

/// Values that may be keys of groups and joins.
pub(crate) fn check_key(key: &[Value]) -> Answer<()> {
    for value in key {
        match value {
            Value::Dynamic(_) | Value::Null(Type::Dynamic) => return unknown("a key of type dynamic"),
            Value::Real(r) if r.is_nan() || (*r == 0.0 && r.is_sign_negative()) => {
                return unknown("an odd number as a key");
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether two rows cannot be told apart.
pub(crate) fn equal_rows(left: &[Value], right: &[Value]) -> bool {
    left.iter().zip(right).all(|(a, b)| match (a, b) {
        (Value::Real(a), Value::Real(b)) => a.to_bits() == b.to_bits(),
        _ => a == b,
    })
}

const PREFIXES: [(&str, &str); 20] = [
    ("count", "count_"),
    ("countif", "countif_"),
    ("sum", "sum_"),
    ("sumif", "sumif_"),
    ("avg", "avg_"),
    ("avgif", "avgif_"),
    ("min", "min_"),
    ("max", "max_"),
    ("minif", "minif_"),
    ("maxif", "maxif_"),
    ("dcount", "dcount_"),
    ("dcountif", "dcountif_"),
    ("make_set", "set_"),
    ("make_list", "list_"),
    ("stdev", "stdev_"),
    ("variance", "variance_"),
    ("stdevp", "stdevp_"),
    ("variancep", "variancep_"),
    ("make_bag", "bag_"),
    ("count_distinct", "count_distinct_"),
];

fn is_aggregate(name: &str) -> bool {
    PREFIXES.iter().any(|(known, _)| *known == name)
        || matches!(name, "take_any" | "percentile" | "make_set_if" | "make_list_if" | "make_list_with_nulls")
}

struct Group<'a> {
    table: &'a Table,
    rows: Vec<usize>,
    place: Place<'a>,
}

pub(crate) fn summarize(input: &Table, aggregates: &[Expr], by: &[Expr], place: Place<'_>) -> Answer<Table> {
    let mut table = Table::default();
    let mut keys = Vec::new();
    for key in by {
        let (Some(name), expr) = named(key) else { return unknown("a key without a name") };
        table.columns.push((name, type_of(expr, input, place.locals)?));
        keys.push(expr);
    }
    let mut groups: Vec<(Vec<Value>, Vec<usize>)> = Vec::new();
    if by.is_empty() {
        groups.push((Vec::new(), Vec::new()));
    }
    for row in 0..input.rows.len() {
        let key: Answer<Vec<Value>> = keys.iter().map(|key| place.at(input, row).value(key)).collect();
        let key = key?;
        check_key(&key)?;
        match groups.iter_mut().find(|(other, _)| *other == key) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((key, vec![row])),
        }
    }
    // A group of nothing tells the types.
    let empty = Group { table: input, rows: Vec::new(), place };
    let by_columns: Vec<&Expr> = keys.clone();
    let mut columns = Vec::new();
    for aggregate in aggregates {
        let given = matches!(aggregate.kind, ExprKind::Named { .. });
        for (at, (name, value)) in empty.columns(aggregate, &by_columns)?.into_iter().enumerate() {
            let taken: Vec<(String, Type)> = table.columns.iter().chain(&columns).cloned().collect();
            // Only what nobody named is numbered.
            let name = if given || at > 0 { name } else { crate::operator::free_name(&taken, &name) };
            columns.push((name, value.ty()));
        }
    }
    table.columns.extend(columns);
    for (at, (name, _)) in table.columns.iter().enumerate() {
        if table.columns[..at].iter().any(|(other, _)| other == name) {
            return unknown("two columns of one name");
        }
    }
    for (key, rows) in groups {
        let group = Group { table: input, rows, place };
        let mut made = key;
        for aggregate in aggregates {
            made.extend(group.columns(aggregate, &by_columns)?.into_iter().map(|(_, value)| value));
        }
        table.rows.push(made);
    }
    table.ordered = table.rows.len() < 2;
    Ok(table)
}

impl Group<'_> {
    /// The values of an expression in the rows of the group.
    fn values(&self, expr: &Expr) -> Answer<Vec<Value>> {
        self.rows.iter().map(|row| self.place.at(self.table, *row).value(expr)).collect()
    }

    fn ty(&self, expr: &Expr) -> Answer<Type> {
        type_of(expr, self.table, self.place.locals)
    }

    /// The columns that one aggregate makes.
    fn columns(&self, aggregate: &Expr, keys: &[&Expr]) -> Answer<Vec<(String, Value)>> {
        let (given, expr) = match &aggregate.kind {
            ExprKind::Named { .. } => named(aggregate),
            _ => (None, aggregate),
        };
        if let ExprKind::Call { name, arguments } = &expr.kind {
            if matches!(name.text.as_str(), "arg_max" | "arg_min") {
                return self.extreme_row(&name.text, arguments, given, keys);
            }
            if given.is_none() {
                let own = arguments.first().and_then(|argument| named(argument).0).unwrap_or_default();
                let prefix = PREFIXES.iter().find(|(known, _)| *known == name.text).map(|(_, prefix)| *prefix);
                let name = match (name.text.as_str(), prefix) {
                    ("take_any", _) if !own.is_empty() => own,
                    (_, Some(prefix)) => format!("{prefix}{own}"),
                    _ => return unknown("an aggregate without a name"),
                };
                return Ok(vec![(name, self.value(expr, false)?)]);
            }
        }
        match given {
            Some(name) => Ok(vec![(name, self.value(expr, false)?)]),
            None => unknown("an aggregate without a name"),
        }
    }

    /// An expression of aggregates. With `any_order` nobody sees the order of the elements.
    fn value(&self, expr: &Expr, any_order: bool) -> Answer<Value> {
        match &expr.kind {
            ExprKind::Parenthesized(inner) => self.value(inner, any_order),
            ExprKind::Call { name, arguments } if is_aggregate(&name.text) => {
                self.aggregate(&name.text, arguments, any_order)
            }
            ExprKind::Call { name, arguments } => {
                let any_order = matches!(name.text.as_str(), "array_sort_asc" | "array_length");
                let values: Answer<Vec<Value>> = arguments.iter().map(|a| self.value(a, any_order)).collect();
                crate::scalar::call(&name.text, &values?)
            }
            ExprKind::Binary { op, left, right, .. } => {
                let (left, right) = (self.value(left, false)?, self.value(right, false)?);
                match op {
                    BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Modulo => {
                        crate::arithmetic::apply(*op, &left, &right)
                    }
                    BinaryOp::Equal | BinaryOp::Less | BinaryOp::Greater => {
                        Ok(compare(*op, &left, &right)?.map_or(Value::Null(Type::Bool), Value::Bool))
                    }
                    _ => unknown("an operator on aggregates"),
                }
            }
            ExprKind::Literal(literal) => crate::expression::literal_value(literal),
            _ => unknown("an expression of aggregates"),
        }
    }

    /// The rows for which a predicate holds.
    fn filtered(&self, predicate: &Expr) -> Answer<Group<'_>> {
        let mut rows = Vec::new();
        for row in &self.rows {
            if self.place.at(self.table, *row).holds(predicate)? {
                rows.push(*row);
            }
        }
        self.ty(predicate)?;
        Ok(Group { table: self.table, rows, place: self.place })
    }

    fn aggregate(&self, name: &str, arguments: &[Expr], any_order: bool) -> Answer<Value> {
        if let Some(plain) = name.strip_suffix("_if").or_else(|| name.strip_suffix("if"))
            && name != "countif"
        {
            let [value, predicate] = arguments else { return unknown(name) };
            return self.filtered(predicate)?.aggregate(plain, std::slice::from_ref(value), any_order);
        }
        let (value, rest) = match (name, arguments) {
            ("count", []) => return Ok(Value::Long(self.rows.len() as i64)),
            ("countif", [predicate]) => return Ok(Value::Long(self.filtered(predicate)?.rows.len() as i64)),
            (_, [value, rest @ ..]) => (value, rest),
            _ => return unknown(name),
        };
        let ty = self.ty(value)?;
        let all = self.values(value)?;
        let values: Vec<Value> = all.iter().filter(|value| !value.is_null()).cloned().collect();
        match (name, rest) {
            ("sum", []) => sum(ty, &values),
            ("avg", []) => average(ty, &values),
            ("min" | "max", []) => {
                let op = if name == "min" { BinaryOp::Less } else { BinaryOp::Greater };
                if ty == Type::Dynamic || ty == Type::Guid {
                    return unknown("the greatest of these");
                }
                Ok(extreme(op, &values)?.map_or(Value::null(ty), |at| values[at].clone()))
            }
            ("dcount" | "count_distinct", []) => {
                let mut different: Vec<&Value> = Vec::new();
                for value in &values {
                    check_key(std::slice::from_ref(value))?;
                    if !different.contains(&value) {
                        different.push(value);
                    }
                }
                if ty == Type::Dynamic {
                    return unknown("different dynamics");
                }
                Ok(Value::Long(different.len() as i64))
            }
            ("take_any", []) => match all.split_first() {
                None => Ok(Value::null(ty)),
                Some((first, others))
                    if others.iter().all(|o| equal_rows(std::slice::from_ref(o), std::slice::from_ref(first))) =>
                {
                    Ok(first.clone())
                }
                _ => unknown("some value of several"),
            },
            ("make_bag", []) => {
                let mut bag = serde_json::Map::new();
                for value in values {
                    if let Value::Dynamic(Json::Object(entries)) = value {
                        for (key, value) in entries {
                            match bag.get(&key) {
                                Some(first) if *first != value && !self.table.ordered => {
                                    return unknown("one value of a key");
                                }
                                Some(_) => {}
                                None => {
                                    bag.insert(key, value);
                                }
                            }
                        }
                    }
                }
                if ty == Type::Dynamic { Ok(Value::Dynamic(Json::Object(bag))) } else { unknown("a bag of no bags") }
            }
            ("make_list" | "make_list_with_nulls" | "make_set", most) => {
                let most = match most {
                    [] => usize::MAX,
                    [most] => match self.place.value(most)? {
                        Value::Long(n) if n > 0 => n as usize,
                        _ => return unknown("a size"),
                    },
                    _ => return unknown(name),
                };
                if ty == Type::Dynamic && name == "make_set" {
                    return unknown("a set of dynamics");
                }
                let from = if name == "make_list_with_nulls" { &all } else { &values };
                let mut items: Vec<Json> = Vec::new();
                for value in from {
                    let item = value.to_json()?;
                    if name != "make_set" || !has(&items, &item)? {
                        items.push(item);
                    }
                }
                if items.len() > most && !self.table.ordered {
                    return unknown("some of the items");
                }
                items.truncate(most);
                if !any_order && !self.table.ordered && items.iter().any(|item| Some(item) != items.first()) {
                    return unknown("a list in some order");
                }
                Ok(Value::Dynamic(Json::Array(items)))
            }
            ("stdev" | "variance" | "stdevp" | "variancep", []) => {
                let numbers = numbers(&values)?;
                if numbers.iter().any(|n| !n.is_finite() || n.abs() > 1e6) {
                    return unknown("the spread of extreme numbers");
                }
                if numbers.len() < 2 || numbers.iter().all(|n| *n == numbers[0]) {
                    return Ok(Value::Real(0.0));
                }
                let mean = numbers.iter().sum::<f64>() / numbers.len() as f64;
                let squares: f64 = numbers.iter().map(|n| (n - mean) * (n - mean)).sum();
                let count = if name.ends_with('p') { numbers.len() } else { numbers.len() - 1 };
                let variance = squares / count as f64;
                if variance < 1e-6 * mean * mean {
                    return unknown("a spread whose digits cancel");
                }
                Ok(Value::Real(if name.starts_with("stdev") { variance.sqrt() } else { variance }))
            }
            ("percentile", [share]) => {
                let Value::Real(share) = convert(&self.place.value(share)?, Type::Real)? else {
                    return unknown("a share");
                };
                let ty = if ty == Type::Int { Type::Long } else { ty };
                let mut sorted: Vec<Value> = Vec::new();
                for value in &values {
                    let value = convert(value, ty)?;
                    if matches!(value, Value::Real(r) if r.is_nan()) {
                        return unknown("percentiles of NaN");
                    }
                    let mut at = sorted.len();
                    while at > 0 && compare(BinaryOp::Less, &value, &sorted[at - 1])? == Some(true) {
                        at -= 1;
                    }
                    sorted.insert(at, value);
                }
                if sorted.is_empty() {
                    return Ok(Value::null(ty));
                }
                let rank = (share / 100.0 * sorted.len() as f64).ceil().max(1.0) as usize;
                Ok(sorted[rank.min(sorted.len()) - 1].clone())
            }
            _ => unknown(name),
        }
    }

    /// `arg_max` and `arg_min`: the row that has the extreme value.
    fn extreme_row(
        &self,
        name: &str,
        arguments: &[Expr],
        given: Option<String>,
        keys: &[&Expr],
    ) -> Answer<Vec<(String, Value)>> {
        let Some((by, returned)) = arguments.split_first() else { return unknown(name) };
        let Some(own) = named(by).0 else { return unknown("an extreme without a name") };
        let is_key =
            |column: &str| keys.iter().any(|key| matches!(&key.kind, ExprKind::Name(name) if name.text == column));
        let mut columns: Vec<String> = Vec::new();
        for column in returned {
            match &column.kind {
                ExprKind::Star => {
                    let others = self.table.columns.iter().filter(|(name, _)| *name != own && !is_key(name));
                    columns.extend(others.map(|(name, _)| name.clone()));
                }
                ExprKind::Name(name) => columns.push(name.text.clone()),
                _ => return unknown("an expression beside an extreme"),
            }
        }
        let ty = self.ty(by)?;
        if matches!(ty, Type::Dynamic | Type::Guid | Type::Bool) {
            return unknown("the greatest of these");
        }
        let values = self.values(by)?;
        let op = if name == "arg_min" { BinaryOp::Less } else { BinaryOp::Greater };
        let known: Vec<usize> = (0..values.len()).filter(|at| !values[*at].is_null()).collect();
        let candidates: Vec<Value> = known.iter().map(|at| values[*at].clone()).collect();
        let best = match extreme(op, &candidates)? {
            Some(at) => Some(candidates[at].clone()),
            None => values.first().cloned(),
        };
        let cells = |row: usize| -> Answer<Vec<Value>> {
            columns
                .iter()
                .map(|column| match self.table.index(column) {
                    Some(index) => Ok(self.table.rows[row][index].clone()),
                    None => unknown("a column"),
                })
                .collect()
        };
        let mut winner: Option<Vec<Value>> = None;
        for (at, row) in self.rows.iter().enumerate() {
            if best.as_ref().is_some_and(|best| equal_rows(std::slice::from_ref(best), &values[at..=at])) {
                let cells = cells(*row)?;
                match &winner {
                    Some(first) if !self.table.ordered && !equal_rows(first, &cells) => {
                        return unknown("one of several rows");
                    }
                    Some(_) => {}
                    None => winner = Some(cells),
                }
            }
        }
        let nothing = || columns.iter().map(|c| self.table.index(c).map(|at| Value::null(self.table.columns[at].1)));
        let winner = match winner {
            Some(cells) => cells,
            None => match nothing().collect::<Option<Vec<Value>>>() {
                Some(cells) => cells,
                None => return unknown("a column"),
            },
        };
        let mut made = vec![(given.unwrap_or(own), best.unwrap_or(Value::null(ty)))];
        made.extend(columns.into_iter().zip(winner));
        Ok(made)
    }
}

/// Where the extreme value stands; the first of several.
fn extreme(op: BinaryOp, values: &[Value]) -> Answer<Option<usize>> {
    let mut best: Option<usize> = None;
    for (at, value) in values.iter().enumerate() {
        if matches!(value, Value::Real(r) if r.is_nan() || (*r == 0.0 && r.is_sign_negative())) {
            return unknown("the greater of odd numbers");
        }
        let better = match (best.map(|best| &values[best]), value) {
            (None, _) => true,
            (Some(Value::Text(a)), Value::Text(b)) => {
                if op == BinaryOp::Less {
                    b < a
                } else {
                    b > a
                }
            }
            (Some(Value::Bool(a)), Value::Bool(b)) => {
                if op == BinaryOp::Less {
                    b < a
                } else {
                    b > a
                }
            }
            (Some(best), value) => compare(op, value, best)? == Some(true),
        };
        if better {
            best = Some(at);
        }
    }
    Ok(best)
}

fn numbers(values: &[Value]) -> Answer<Vec<f64>> {
    values
        .iter()
        .map(|value| match (value, convert(value, Type::Real)?) {
            (Value::Int(_) | Value::Long(_) | Value::Real(_), Value::Real(r)) => Ok(r),
            _ => unknown("no number"),
        })
        .collect()
}

fn whole(values: &[Value]) -> Option<i128> {
    let one = |value: &Value| match value {
        Value::Int(n) => Some(i128::from(*n)),
        Value::Long(n) | Value::Length(n) => Some(i128::from(*n)),
        _ => None,
    };
    values.iter().map(one).sum()
}

fn sum(ty: Type, values: &[Value]) -> Answer<Value> {
    match ty {
        Type::Int | Type::Long | Type::Timespan => match whole(values).and_then(|sum| i64::try_from(sum).ok()) {
            Some(sum) => Ok(if ty == Type::Timespan { Value::Length(sum) } else { Value::Long(sum) }),
            None => unknown("a sum that overflows"),
        },
        Type::Real => {
            let numbers = numbers(values)?;
            let size: f64 = numbers.iter().map(|n| n.abs()).sum();
            let sum: f64 = numbers.iter().sum();
            if size.is_finite() && sum.abs() * 1e3 < size {
                return unknown("a sum whose digits cancel");
            }
            Ok(Value::Real(sum))
        }
        _ => unknown("a sum of these"),
    }
}

fn average(ty: Type, values: &[Value]) -> Answer<Value> {
    let count = values.len();
    match ty {
        Type::Int | Type::Long if count > 0 => match whole(values) {
            Some(sum)
                if sum.unsigned_abs() < 1 << 53
                    && values
                        .iter()
                        .all(|v| whole(std::slice::from_ref(v)).is_some_and(|n| n.unsigned_abs() < 1 << 53)) =>
            {
                Ok(Value::Real(sum as f64 / count as f64))
            }
            _ => unknown("an average that loses digits"),
        },
        Type::Real if count > 0 => match sum(ty, values)? {
            Value::Real(sum) => Ok(Value::Real(sum / count as f64)),
            other => Ok(other),
        },
        Type::Int | Type::Long | Type::Real => Ok(Value::Real(f64::NAN)),
        Type::Timespan if count == 0 => Ok(Value::Null(ty)),
        Type::Timespan => match whole(values) {
            Some(sum) if sum % count as i128 == 0 => Ok(Value::Length((sum / count as i128) as i64)),
            _ => unknown("an average with a fraction of a tick"),
        },
        _ => unknown("an average of these"),
    }
}
