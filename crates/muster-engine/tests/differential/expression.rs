//! Scalar expressions: the syntax tree, walked anew for each row.
//!
//! The type of an expression is that of its value on a row of nulls, so every function gives a typed null for nulls.

use std::collections::BTreeMap;

use muster_catalog::Type;
use muster_syntax::{BinaryOp, Expr, ExprKind, FunctionDeclaration, InOp, Json as Written, Literal, Name, UnaryOp};

use crate::scalar;
use crate::text::{self, convert};
use crate::texts;
use crate::value::{Answer, Json, Table, Value, unknown};

/// What a name may stand for besides a column.
#[derive(Debug, Clone)]
pub(crate) enum Local {
    Scalar(Value),
    Table(Table),
    Function(FunctionDeclaration),
}

pub(crate) type Locals = BTreeMap<String, Local>;

/// Where an expression is: in a row of a table, or in none.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) locals: &'a Locals,
    pub(crate) row: Option<(&'a Table, usize)>,
}

impl<'a> Place<'a> {
    pub(crate) fn at(self, table: &'a Table, row: usize) -> Self {
        Self { row: Some((table, row)), ..self }
    }

    fn name(self, name: &Name) -> Answer<Value> {
        if let Some((table, row)) = self.row
            && let Some(index) = table.index(&name.text)
        {
            return Ok(table.rows[row][index].clone());
        }
        match self.locals.get(&name.text) {
            Some(Local::Scalar(value)) => Ok(value.clone()),
            _ => unknown(format!("the name `{}`", name.text)),
        }
    }

    /// The value of an expression here.
    pub(crate) fn value(self, expr: &Expr) -> Answer<Value> {
        match &expr.kind {
            ExprKind::Parenthesized(inner) => self.value(inner),
            ExprKind::Literal(literal) => literal_value(literal),
            ExprKind::Name(name) => self.name(name),
            ExprKind::Unary { op: UnaryOp::Plus, operand } => self.value(operand),
            ExprKind::Unary { op: UnaryOp::Minus, operand } => Ok(match self.value(operand)? {
                Value::Int(n) => Value::Long(-i64::from(n)),
                Value::Null(Type::Int) => Value::Null(Type::Long),
                Value::Long(n) => Value::Long(n.wrapping_neg()),
                Value::Real(r) => Value::Real(-r),
                Value::Length(t) => Value::Length(t.wrapping_neg()),
                value @ Value::Null(Type::Long | Type::Real | Type::Timespan) => value,
                value => return unknown(format!("the negative of a {}", value.ty())),
            }),
            ExprKind::Binary { op, left, right, .. } => self.binary(*op, left, right),
            ExprKind::Between { negated, value, low, high } => {
                let (value, low, high) = (self.value(value)?, self.value(low)?, self.value(high)?);
                // Whether NaN is outside of a range is not said.
                if *negated && [&value, &low, &high].iter().any(|v| matches!(v, Value::Real(r) if r.is_nan())) {
                    return unknown("NaN and a range");
                }
                let low = compare(BinaryOp::GreaterEqual, &value, &low)?;
                let high = compare(BinaryOp::LessEqual, &value, &high)?;
                let within = and(low, high);
                Ok(truth(if *negated { within.map(|b| !b) } else { within }))
            }
            ExprKind::In { op, left, list, .. } => self.list(*op, left, list),
            ExprKind::Path { object, member } => {
                let ExprKind::Name(name) = &member.kind else { return unknown("a path to a call") };
                element(&self.value(object)?, &Value::Text(name.text.clone()))
            }
            ExprKind::Index { object, index } => element(&self.value(object)?, &self.value(index)?),
            ExprKind::Call { name, arguments } => self.call(&name.text, arguments),
            _ => unknown("an expression of this kind"),
        }
    }

    pub(crate) fn holds(self, expr: &Expr) -> Answer<bool> {
        Ok(convert(&self.value(expr)?, Type::Bool)? == Value::Bool(true))
    }

    fn condition(self, expr: &Expr) -> Answer<Option<bool>> {
        match convert(&self.value(expr)?, Type::Bool)? {
            Value::Bool(b) => Ok(Some(b)),
            _ => Ok(None),
        }
    }

    fn binary(self, op: BinaryOp, left: &Expr, right: &Expr) -> Answer<Value> {
        match op {
            BinaryOp::And => return Ok(truth(and(self.condition(left)?, self.condition(right)?))),
            BinaryOp::Or => {
                let (left, right) = (self.condition(left)?, self.condition(right)?);
                return Ok(truth(and(left.map(|b| !b), right.map(|b| !b)).map(|b| !b)));
            }
            _ => {}
        }
        let (left, right) = (self.value(left)?, self.value(right)?);
        match op {
            BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Modulo => {
                crate::arithmetic::apply(op, &left, &right)
            }
            BinaryOp::Equal
            | BinaryOp::NotEqual
            | BinaryOp::Less
            | BinaryOp::LessEqual
            | BinaryOp::Greater
            | BinaryOp::GreaterEqual => Ok(truth(compare(op, &left, &right)?)),
            _ => {
                let (Value::Text(source), Value::Text(sought)) =
                    (convert(&left, Type::String)?, convert(&right, Type::String)?)
                else {
                    return unknown("an operator on texts of something else");
                };
                Ok(Value::Bool(texts::operator(op.text(), &source, &sought)?))
            }
        }
    }

    /// The values in the parentheses of `in (…)`: single ones, and the elements of arrays.
    fn items(self, list: &[Expr]) -> Answer<Vec<Value>> {
        if let [one] = list
            && let Some(table) = crate::operator::table_of(one, self)?
        {
            return Ok(table.rows.into_iter().filter_map(|row| row.into_iter().next()).collect());
        }
        let mut items = Vec::new();
        for item in list {
            match self.value(item)? {
                Value::Dynamic(Json::Array(elements)) => items.extend(elements.into_iter().map(Value::of_json)),
                value => items.push(value),
            }
        }
        Ok(items)
    }

    fn list(self, op: InOp, left: &Expr, list: &[Expr]) -> Answer<Value> {
        let value = self.value(left)?;
        let items = self.items(list)?;
        if matches!(op, InOp::HasAny | InOp::HasAll | InOp::InCi | InOp::NotInCi) {
            let Value::Text(value) = convert(&value, Type::String)? else { return unknown("texts in lists") };
            let operator = if matches!(op, InOp::HasAny | InOp::HasAll) { "has" } else { "=~" };
            let mut found = Vec::new();
            for item in items {
                let Value::Text(item) = convert(&item, Type::String)? else { return unknown("texts in lists") };
                found.push(texts::operator(operator, &value, &item)?);
            }
            return Ok(Value::Bool(match op {
                InOp::HasAll => found.iter().all(|b| *b),
                InOp::NotInCi => !found.contains(&true),
                _ => found.contains(&true),
            }));
        }
        if value.is_null() && items.iter().any(Value::is_null) {
            return unknown("null in a list with a null");
        }
        let mut found = false;
        for item in items {
            if item.ty() != value.ty() && (item.is_null() || matches!(item, Value::Dynamic(_))) {
                return unknown("a list of another type");
            }
            found |= compare(BinaryOp::Equal, &value, &item)? == Some(true);
        }
        Ok(Value::Bool(found == (op == InOp::In)))
    }

    fn call(self, name: &str, arguments: &[Expr]) -> Answer<Value> {
        if let Some(Local::Function(function)) = self.locals.get(name) {
            return self.user_function(function, arguments);
        }
        match (name, arguments) {
            ("toscalar", [table]) => {
                let Some(table) = crate::operator::table_of(table, self)? else { return self.value(table) };
                let Some((_, ty)) = table.columns.first() else { return unknown("no column") };
                if table.rows.len() > 1 && !table.ordered {
                    return unknown("the first of several rows");
                }
                Ok(table.rows.first().and_then(|row| row.first()).cloned().unwrap_or(Value::null(*ty)))
            }
            ("prev" | "next" | "row_number" | "row_cumsum", _) => self.window(name, arguments),
            ("extract", [regex, group, source, to]) => {
                let ExprKind::TypeOf(names) = &to.kind else { return unknown("extract") };
                let ty = names.first().and_then(|name| Type::from_name(&name.text));
                let text = self.call("extract", &[regex.clone(), group.clone(), source.clone()])?;
                ty.map_or_else(|| unknown("extract"), |ty| convert(&text, ty))
            }
            _ => {
                let values: Answer<Vec<Value>> = arguments.iter().map(|argument| self.value(argument)).collect();
                scalar::call(name, &values?)
            }
        }
    }

    fn user_function(self, function: &FunctionDeclaration, arguments: &[Expr]) -> Answer<Value> {
        let mut locals = self.locals.clone();
        for (parameter, argument) in function.parameters.iter().zip(arguments) {
            let muster_syntax::ParameterKind::Scalar(ty) = &parameter.kind else { return unknown("a table") };
            let Some(ty) = Type::from_name(&ty.text) else { return unknown("a type") };
            let value = convert(&self.value(argument)?, ty)?;
            locals.insert(parameter.name.text.clone(), Local::Scalar(value));
        }
        let [muster_syntax::Statement::Expression(body)] = function.body.as_slice() else {
            return unknown("a longer function");
        };
        Place { locals: &locals, row: None }.value(body)
    }

    fn window(self, name: &str, arguments: &[Expr]) -> Answer<Value> {
        let Some((table, row)) = self.row.filter(|(table, _)| table.serialized) else {
            return unknown("a window function on rows without order");
        };
        if !table.ordered {
            return unknown("a window function on rows in some order");
        }
        let number = |index: usize, default: i64| match arguments.get(index).map(|a| self.value(a)).transpose()? {
            None => Ok(default),
            Some(Value::Long(n)) => Ok(n),
            Some(_) => unknown("no number"),
        };
        match (name, arguments) {
            ("row_number", [] | [_]) => Ok(Value::Long(row as i64 + number(0, 1)?)),
            ("row_cumsum", [term]) => {
                let mut sum: Option<Value> = None;
                for before in 0..=row {
                    let value = self.at(table, before).value(term)?;
                    sum = Some(match sum {
                        None => convert(&value, if value.ty() == Type::Int { Type::Long } else { value.ty() })?,
                        Some(sum) => crate::arithmetic::apply(BinaryOp::Add, &sum, &value)?,
                    });
                }
                Ok(sum.unwrap_or(Value::Null(Type::Long)))
            }
            (_, [term, ..]) => {
                let offset = number(1, 1)?;
                let there = row as i64 + if name == "prev" { -offset } else { offset };
                let own = self.value(term)?;
                match usize::try_from(there).ok().filter(|there| *there < table.rows.len()) {
                    Some(there) => self.at(table, there).value(term),
                    None => match arguments.get(2) {
                        Some(default) => convert(&self.value(default)?, own.ty()),
                        None => Ok(Value::null(own.ty())),
                    },
                }
            }
            _ => unknown("this window function"),
        }
    }
}

/// The type of an expression on rows of a table.
pub(crate) fn type_of(expr: &Expr, table: &Table, locals: &Locals) -> Answer<Type> {
    let nulls = Table {
        columns: table.columns.clone(),
        rows: vec![table.columns.iter().map(|(_, ty)| Value::null(*ty)).collect()],
        ..*table
    };
    Ok(Place { locals, row: Some((&nulls, 0)) }.value(expr)?.ty())
}

fn truth(value: Option<bool>) -> Value {
    value.map_or(Value::Null(Type::Bool), Value::Bool)
}

fn and(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// The wider of two number types, or the one type of both.
pub(crate) fn common(left: Type, right: Type) -> Answer<Type> {
    let rank = |ty| [Type::Int, Type::Long, Type::Real].iter().position(|t| *t == ty);
    match (rank(left), rank(right)) {
        _ if left == right => Ok(left),
        (Some(a), Some(b)) => Ok(if a > b { left } else { right }),
        _ => unknown(format!("a common type of {left} and {right}")),
    }
}

/// Compares by one of the six operators.
pub(crate) fn compare(op: BinaryOp, left: &Value, right: &Value) -> Answer<Option<bool>> {
    let ty = match (left.ty(), right.ty()) {
        (Type::Dynamic, Type::Dynamic) => return unknown("a comparison of two dynamics"),
        (Type::Dynamic, other) | (other, Type::Dynamic) => other,
        (left, right) => common(left, right)?,
    };
    let (left, right) = (convert(left, ty)?, convert(right, ty)?);
    let equality = matches!(op, BinaryOp::Equal | BinaryOp::NotEqual);
    if ty == Type::String && !equality {
        return unknown("an order of texts");
    }
    if left.is_null() || right.is_null() {
        let both = left.is_null() && right.is_null();
        return Ok(if equality && !both { Some(op == BinaryOp::NotEqual) } else { None });
    }
    let order = match (&left, &right) {
        (Value::Bool(a), Value::Bool(b)) => a.partial_cmp(b),
        (Value::Int(a), Value::Int(b)) => a.partial_cmp(b),
        (Value::Long(a), Value::Long(b)) => a.partial_cmp(b),
        (Value::Real(a), Value::Real(b)) => a.partial_cmp(b),
        (Value::Text(a), Value::Text(b)) | (Value::Guid(a), Value::Guid(b)) => a.partial_cmp(b),
        (Value::Moment(a), Value::Moment(b)) | (Value::Length(a), Value::Length(b)) => a.partial_cmp(b),
        _ => return unknown("a comparison"),
    };
    // Only NaN has no order, and it is unequal to everything.
    Ok(Some(match op {
        BinaryOp::Equal => order.is_some_and(std::cmp::Ordering::is_eq),
        BinaryOp::NotEqual => order.is_none_or(std::cmp::Ordering::is_ne),
        BinaryOp::Less => order.is_some_and(std::cmp::Ordering::is_lt),
        BinaryOp::LessEqual => order.is_some_and(std::cmp::Ordering::is_le),
        BinaryOp::Greater => order.is_some_and(std::cmp::Ordering::is_gt),
        _ => order.is_some_and(std::cmp::Ordering::is_ge),
    }))
}

/// A member of a bag or an element of an array.
fn element(object: &Value, index: &Value) -> Answer<Value> {
    let found = match (object, index) {
        (Value::Dynamic(Json::Object(bag)), Value::Text(key)) => bag.get(key).cloned(),
        (Value::Dynamic(Json::Array(items)), Value::Long(n)) => {
            let n = if *n < 0 { *n + items.len() as i64 } else { *n };
            usize::try_from(n).ok().and_then(|n| items.get(n)).cloned()
        }
        (Value::Dynamic(_) | Value::Null(Type::Dynamic), Value::Text(_) | Value::Long(_)) => None,
        _ => return unknown("an element of this"),
    };
    Ok(found.map_or(Value::Null(Type::Dynamic), Value::of_json))
}

pub(crate) fn literal_value(literal: &Literal) -> Answer<Value> {
    Ok(match literal {
        Literal::Bool(b) => Value::Bool(*b),
        Literal::Long(digits) => match text::to_long(digits) {
            Some(n) => Value::Long(n),
            None => return unknown("a number out of range"),
        },
        Literal::Real(digits) => match digits.parse() {
            Ok(r) => Value::Real(r),
            Err(_) => return unknown("an odd number"),
        },
        Literal::Timespan(text) => Value::Length(span(text)?),
        Literal::String(text) => Value::Text(text.clone()),
        Literal::Typed { ty, text, .. } => typed(&ty.text, text)?,
        Literal::Dynamic(json) => Value::of_json(written(json)?),
    })
}

/// `2h`, `1.5d`, `10ms`
fn span(text: &str) -> Answer<i64> {
    let digits: String = text.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let unit = match &text[digits.len()..] {
        "d" => crate::calendar::DAY,
        "h" => 36_000_000_000,
        "m" => 600_000_000,
        "s" => crate::calendar::SECOND,
        "ms" => 10_000,
        "microsecond" => 10,
        "tick" => 1,
        other => return unknown(format!("the unit {other}")),
    };
    digits.parse::<f64>().map_or_else(|_| unknown("an odd length"), |n| Ok((n * unit as f64) as i64))
}

fn typed(ty: &str, text: &str) -> Answer<Value> {
    let Some(ty) = Type::from_name(ty) else { return unknown("a type") };
    if text == "null" {
        return Ok(Value::null(ty));
    }
    let value = match ty {
        Type::Real if text == "nan" => Value::Real(f64::NAN),
        Type::Real if text == "+inf" => Value::Real(f64::INFINITY),
        Type::Real if text == "-inf" => Value::Real(f64::NEG_INFINITY),
        Type::Guid => Value::Guid(text.to_lowercase()),
        Type::Timespan if text.ends_with(char::is_alphabetic) => Value::Length(span(text)?),
        ty => convert(&Value::Text(text.to_owned()), ty)?,
    };
    if value.is_null() { unknown(format!("the literal {ty}({text})")) } else { Ok(value) }
}

fn written(json: &Written) -> Answer<Json> {
    Ok(match json {
        Written::Null => Json::Null,
        Written::Bool(b) => Json::from(*b),
        Written::Number(digits) => match digits.parse::<i64>() {
            Ok(n) => Json::from(n),
            Err(_) => Json::from(digits.parse::<f64>().unwrap_or_default()),
        },
        Written::String(text) => Json::from(text.as_str()),
        Written::Literal(literal) => literal_value(literal)?.to_json()?,
        Written::Array(items) => Json::Array(items.iter().map(written).collect::<Answer<_>>()?),
        Written::Object(entries) => {
            Json::Object(entries.iter().map(|(key, value)| Ok((key.clone(), written(value)?))).collect::<Answer<_>>()?)
        }
    })
}
