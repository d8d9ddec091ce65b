//! Tabular operators: from rows to rows.

use std::cmp::Ordering;

use muster_catalog::Type;
use muster_syntax::operator::{MvExpand, OperatorOption, SortKey};
use muster_syntax::{Expr, ExprKind, LetValue, Literal, Operator, Statement};

use crate::expression::{Local, Locals, Place, type_of};
use crate::text::convert;
use crate::value::{Answer, Json, Table, Value, unknown};
use crate::{aggregate, join};

/// The rows of a tabular expression; `None` where the expression is a scalar.
pub(crate) fn table_of(expr: &Expr, place: Place<'_>) -> Answer<Option<Table>> {
    Ok(Some(match &expr.kind {
        ExprKind::Parenthesized(inner) => return table_of(inner, place),
        ExprKind::Name(name) => match place.locals.get(&name.text) {
            Some(Local::Table(table)) => table.clone(),
            _ => return Ok(None),
        },
        ExprKind::Pipe { source, operators } => {
            let Some(mut table) = table_of(source, place)? else { return unknown("a pipe from no table") };
            for operator in operators {
                table = apply(&operator.operator, table, place.locals)?;
            }
            table
        }
        ExprKind::Head(node) => head(&node.operator, place)?,
        ExprKind::Call { name, arguments } if arguments.is_empty() => match place.locals.get(&name.text) {
            Some(Local::Function(function)) => match function.body.as_slice() {
                [Statement::Expression(body)] => return table_of(body, place),
                _ => return unknown("a longer function"),
            },
            _ => return Ok(None),
        },
        _ => return Ok(None),
    }))
}

/// Adds a `let` to what is known.
pub(crate) fn declare(statement: &Statement, locals: &mut Locals) -> Answer<()> {
    let Statement::Let(declaration) = statement else { return unknown("a statement") };
    let local = match &declaration.value {
        LetValue::Function(function) => Local::Function(function.clone()),
        LetValue::Expression(expr) => {
            let place = Place { locals, row: None };
            match table_of(expr, place)? {
                Some(table) => Local::Table(table),
                None => Local::Scalar(place.value(expr)?),
            }
        }
    };
    locals.insert(declaration.name.text.clone(), local);
    Ok(())
}

fn head(operator: &Operator, place: Place<'_>) -> Answer<Table> {
    match operator {
        Operator::Datatable { columns, values } => {
            let columns: Option<Vec<(String, Type)>> =
                columns.iter().map(|c| Some((c.name.text.clone(), Type::from_name(&c.ty.text)?))).collect();
            let Some(columns) = columns.filter(|c| !c.is_empty()) else { return unknown("a datatable") };
            let mut rows = Vec::new();
            for cells in values.chunks(columns.len()) {
                let row: Answer<Vec<Value>> =
                    cells.iter().zip(&columns).map(|(cell, (_, ty))| convert(&place.value(cell)?, *ty)).collect();
                rows.push(row?);
            }
            Ok(Table { columns, rows, ordered: true, serialized: false })
        }
        Operator::Print { columns } => {
            let mut table = Table { rows: vec![Vec::new()], ordered: true, ..Table::default() };
            for (number, column) in columns.iter().enumerate() {
                let (name, expr) = named(column);
                let name = match (&column.kind, name) {
                    (ExprKind::Named { .. }, Some(name)) => name,
                    (ExprKind::Name(_), _) | (_, None) => format!("print_{number}"),
                    _ => return unknown("the name of a column of print"),
                };
                let value = place.value(expr)?;
                table.columns.push((name, value.ty()));
                table.rows[0].push(value);
            }
            distinct_names(table)
        }
        Operator::Range { name, from, to, step } => {
            let (from, to, step) = (place.value(from)?, place.value(to)?, place.value(step)?);
            let (Value::Long(from), Value::Long(to), Value::Long(step)) = (&from, &to, &step) else {
                return unknown("a range of others than long");
            };
            if *step == 0 {
                return unknown("a range without a step");
            }
            let mut table =
                Table { columns: vec![(name.text.clone(), Type::Long)], rows: vec![], ordered: true, serialized: true };
            let mut value = *from;
            while if *step > 0 { value <= *to } else { value >= *to } {
                table.rows.push(vec![Value::Long(value)]);
                value += step;
            }
            Ok(table)
        }
        Operator::Union { options, tables } => union(None, options, tables, place),
        _ => unknown("this head of a query"),
    }
}

/// A name that nobody gave, with the least number that makes it new.
pub(crate) fn free_name(columns: &[(String, Type)], base: &str) -> String {
    let taken = |name: &str| columns.iter().any(|(other, _)| other == name);
    let numbered = (1..).map(|number| format!("{base}{number}"));
    std::iter::once(base.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

fn distinct_names(table: Table) -> Answer<Table> {
    for (at, (name, _)) in table.columns.iter().enumerate() {
        if table.columns[..at].iter().any(|(other, _)| other == name) {
            return unknown("two columns of one name");
        }
    }
    Ok(table)
}

/// The name that an entry of a list of columns gives or suggests, and what it computes.
pub(crate) fn named(entry: &Expr) -> (Option<String>, &Expr) {
    match &entry.kind {
        ExprKind::Named { names, value } => match names.as_slice() {
            [name] => (Some(name.text.clone()), value),
            _ => (None, value),
        },
        _ => (suggested(entry), entry),
    }
}

fn suggested(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Parenthesized(inner) => suggested(inner),
        ExprKind::Name(name) => Some(name.text.clone()),
        ExprKind::Path { object, member } => Some(format!("{}_{}", suggested(object)?, suggested(member)?)),
        ExprKind::Index { object, index } => match &index.kind {
            ExprKind::Literal(Literal::Long(text) | Literal::String(text)) => {
                Some(format!("{}_{text}", suggested(object)?))
            }
            _ => None,
        },
        ExprKind::Call { name, arguments } if matches!(name.text.as_str(), "bin" | "tostring" | "tolong") => {
            suggested(arguments.first()?)
        }
        _ => None,
    }
}

/// Applies an operator.
pub(crate) fn apply(operator: &Operator, input: Table, locals: &Locals) -> Answer<Table> {
    let place = Place { locals, row: None };
    match operator {
        Operator::Where { predicate, .. } => {
            let mut kept = Vec::new();
            for row in 0..input.rows.len() {
                if place.at(&input, row).holds(predicate)? {
                    kept.push(input.rows[row].clone());
                }
            }
            type_of(predicate, &input, locals)?;
            Ok(Table { rows: kept, ..input })
        }
        Operator::Extend { columns } => extend(&input, columns, place),
        Operator::Serialize { columns } => {
            let input = Table { serialized: true, ..input };
            extend(&input, columns, place)
        }
        Operator::Project { columns } => {
            let mut table = Table { rows: vec![Vec::new(); input.rows.len()], columns: Vec::new(), ..input };
            for column in columns {
                let (name, expr) = named(column);
                let passed_on = matches!(column.kind, ExprKind::Named { .. } | ExprKind::Name(_));
                let name = match name {
                    Some(name) if passed_on => name,
                    Some(name) => free_name(&table.columns, &name),
                    None if matches!(expr.kind, ExprKind::Call { .. }) => return unknown("the name of a call"),
                    None if input.columns.iter().any(|(name, _)| name.starts_with("Column")) => {
                        return unknown("a number for a column");
                    }
                    None => free_name(&table.columns, "Column1"),
                };
                table.columns.push((name, type_of(expr, &input, locals)?));
                for row in 0..input.rows.len() {
                    table.rows[row].push(place.at(&input, row).value(expr)?);
                }
            }
            distinct_names(table)
        }
        Operator::ProjectAway { columns } => {
            let gone = matching(&input, columns)?;
            let kept: Vec<usize> = (0..input.columns.len()).filter(|at| !gone.contains(at)).collect();
            picked(&input, &kept)
        }
        Operator::ProjectKeep { columns } => {
            let kept = matching(&input, columns)?;
            let kept: Vec<usize> = (0..input.columns.len()).filter(|at| kept.contains(at)).collect();
            picked(&input, &kept)
        }
        Operator::ProjectReorder { columns } => {
            let first: Vec<Expr> = columns.iter().map(|key| key.column.clone()).collect();
            let mut order = matching(&input, &first)?;
            order.extend((0..input.columns.len()).filter(|at| !order.contains(at)).collect::<Vec<_>>());
            picked(&input, &order)
        }
        Operator::ProjectRename { columns } => {
            let mut table = input.clone();
            for column in columns {
                let (Some(new), expr) = named(column) else { return unknown("a name") };
                let Some(index) = name_of(expr).and_then(|old| input.index(&old)) else { return unknown("a column") };
                table.columns[index].0 = new;
            }
            distinct_names(table)
        }
        Operator::Distinct { columns } => {
            let picks = match columns.as_slice() {
                [Expr { kind: ExprKind::Star, .. }] => (0..input.columns.len()).collect(),
                _ => matching(&input, columns)?,
            };
            let mut table = picked(&input, &picks)?;
            let mut seen: Vec<Vec<Value>> = Vec::new();
            for row in table.rows {
                aggregate::check_key(&row)?;
                if !seen.contains(&row) {
                    seen.push(row);
                }
            }
            table.rows = seen;
            Ok(Table { ordered: false, serialized: false, ..table })
        }
        Operator::Count { name: None } => Ok(Table {
            columns: vec![("Count".to_owned(), Type::Long)],
            rows: vec![vec![Value::Long(input.rows.len() as i64)]],
            ordered: true,
            serialized: false,
        }),
        Operator::Sort { keys, .. } => sort(input, keys, place),
        Operator::Top { count, by, .. } => take(sort(input, by, place)?, &place.value(count)?),
        Operator::Take { count } => take(input, &place.value(count)?),
        Operator::Summarize { aggregates, by, .. } => aggregate::summarize(&input, aggregates, by, place),
        Operator::Join { options, right, on } => {
            let Some(right) = table_of(right, place)? else { return unknown("no table") };
            join::join(&input, &right, &option(options, "kind").unwrap_or("innerunique".to_owned()), on)
        }
        Operator::Lookup { options, right, on } => {
            let Some(right) = table_of(right, place)? else { return unknown("no table") };
            join::lookup(&input, &right, &option(options, "kind").unwrap_or("leftouter".to_owned()), on)
        }
        Operator::Union { options, tables } => union(Some(input), options, tables, place),
        Operator::MvExpand(expand) => mv_expand(&input, expand, place),
        Operator::As { .. } => Ok(input),
        _ => unknown("this operator"),
    }
}

fn option(options: &[OperatorOption], name: &str) -> Option<String> {
    let option = options.iter().find(|option| option.name.text == name)?;
    name_of(&option.value)
}

fn name_of(expr: &Expr) -> Option<String> {
    if let ExprKind::Name(name) = &expr.kind { Some(name.text.clone()) } else { None }
}

fn extend(input: &Table, columns: &[Expr], place: Place<'_>) -> Answer<Table> {
    let mut table = input.clone();
    let mut made = Vec::new();
    for column in columns {
        let (Some(name), expr) = named(column) else { return unknown("a column without a name") };
        let ty = type_of(expr, input, place.locals)?;
        if made.contains(&name) {
            return unknown("a column twice");
        }
        made.push(name.clone());
        let index = table.index(&name).unwrap_or(table.columns.len());
        if index == table.columns.len() {
            table.columns.push((name, ty));
            table.rows.iter_mut().for_each(|row| row.push(Value::null(ty)));
        }
        table.columns[index].1 = ty;
        for row in 0..input.rows.len() {
            table.rows[row][index] = place.at(input, row).value(expr)?;
        }
    }
    Ok(table)
}

/// The columns that a list names, `a*` included.
fn matching(input: &Table, columns: &[Expr]) -> Answer<Vec<usize>> {
    let mut found = Vec::new();
    for column in columns {
        let Some(name) = name_of(column) else { return unknown("no name") };
        let before = found.len();
        for (index, (column, _)) in input.columns.iter().enumerate() {
            let fits = match name.split_once('*') {
                Some((start, "")) => column.starts_with(start),
                Some(_) => return unknown("a wildcard in the middle"),
                None => *column == name,
            };
            if fits && !found.contains(&index) {
                found.push(index);
            }
        }
        if found.len() == before {
            return unknown("a column that is not there, or is there twice");
        }
    }
    Ok(found)
}

fn picked(input: &Table, columns: &[usize]) -> Answer<Table> {
    if columns.is_empty() {
        return unknown("no column");
    }
    Ok(Table {
        columns: columns.iter().map(|at| input.columns[*at].clone()).collect(),
        rows: input.rows.iter().map(|row| columns.iter().map(|at| row[*at].clone()).collect()).collect(),
        ..*input
    })
}

/// The order of two values that are neither null nor NaN.
fn order(left: &Value, right: &Value) -> Answer<Ordering> {
    Ok(match (left, right) {
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Long(a), Value::Long(b)) => a.cmp(b),
        (Value::Real(a), Value::Real(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        (Value::Moment(a), Value::Moment(b)) | (Value::Length(a), Value::Length(b)) => a.cmp(b),
        _ => return unknown("an order of these"),
    })
}

fn sort(input: Table, keys: &[SortKey], place: Place<'_>) -> Answer<Table> {
    let mut rows: Vec<(Vec<Value>, Vec<Value>)> = Vec::new();
    for row in 0..input.rows.len() {
        let at = place.at(&input, row);
        let values: Answer<Vec<Value>> = keys.iter().map(|key| at.value(&key.value)).collect();
        rows.push((values?, input.rows[row].clone()));
    }
    let compare = |left: &[Value], right: &[Value]| -> Answer<Ordering> {
        for (key, (a, b)) in keys.iter().zip(left.iter().zip(right)) {
            let ascending = key.ascending.unwrap_or(false);
            let nulls_first = key.nulls_first.unwrap_or(ascending);
            // Nulls are outermost, NaN beside them, wherever nulls are.
            let rank = |value: &Value| match value {
                Value::Null(_) => 2,
                Value::Real(r) if r.is_nan() => 1,
                _ => 0,
            };
            let outer = if nulls_first { rank(b).cmp(&rank(a)) } else { rank(a).cmp(&rank(b)) };
            let inner = match outer {
                Ordering::Equal if rank(a) == 0 => order(a, b)?,
                Ordering::Equal => Ordering::Equal,
                outer => return Ok(outer),
            };
            if inner != Ordering::Equal {
                return Ok(if ascending { inner } else { inner.reverse() });
            }
        }
        Ok(Ordering::Equal)
    };
    // By insertion: each row goes before the first that must come after it.
    let mut sorted: Vec<(Vec<Value>, Vec<Value>)> = Vec::new();
    for row in rows {
        let mut at = sorted.len();
        while at > 0 && compare(&row.0, &sorted[at - 1].0)? == Ordering::Less {
            at -= 1;
        }
        sorted.insert(at, row);
    }
    let mut ordered = true;
    for pair in sorted.windows(2) {
        if compare(&pair[0].0, &pair[1].0)? == Ordering::Equal && !aggregate::equal_rows(&pair[0].1, &pair[1].1) {
            ordered = false;
        }
    }
    let rows = sorted.into_iter().map(|(_, row)| row).collect();
    Ok(Table { rows, ordered, serialized: true, ..input })
}

fn take(mut input: Table, count: &Value) -> Answer<Table> {
    let Value::Long(count) = count else { return unknown("no count") };
    let count = (*count).max(0) as usize;
    if count < input.rows.len() && count > 0 && !input.ordered {
        return unknown("some of the rows");
    }
    input.rows.truncate(count);
    Ok(input)
}

fn union(first: Option<Table>, options: &[OperatorOption], tables: &[Expr], place: Place<'_>) -> Answer<Table> {
    if options.iter().any(|option| option.name.text != "kind") {
        return unknown("an option of union");
    }
    let mut inputs: Vec<Table> = first.into_iter().collect();
    for table in tables {
        let Some(table) = table_of(table, place)? else { return unknown("no table") };
        inputs.push(table);
    }
    let mut columns: Vec<(String, Type)> = Vec::new();
    for input in &inputs {
        for column in &input.columns {
            if !columns.contains(column) {
                // Columns of one name stand together.
                let last = columns.iter().rposition(|(name, _)| *name == column.0);
                columns.insert(last.map_or(columns.len(), |at| at + 1), column.clone());
            }
        }
    }
    if option(options, "kind").as_deref() == Some("inner") {
        columns.retain(|column| inputs.iter().all(|input| input.columns.contains(column)));
        if columns.is_empty() {
            return unknown("no column");
        }
    }
    let mut rows = Vec::new();
    for input in &inputs {
        for row in &input.rows {
            let cell = |column: &(String, Type)| match input.columns.iter().position(|own| own == column) {
                Some(index) => row[index].clone(),
                None => Value::null(column.1),
            };
            rows.push(columns.iter().map(cell).collect());
        }
    }
    // A name of several types is a column for each of them.
    let names: Vec<(String, Type)> = columns
        .iter()
        .map(|(name, ty)| {
            let several = columns.iter().filter(|(other, _)| other == name).count() > 1;
            (if several { format!("{name}_{ty}") } else { name.clone() }, *ty)
        })
        .collect();
    distinct_names(Table { columns: names, rows, ordered: false, serialized: false })
}

fn mv_expand(input: &Table, expand: &MvExpand, place: Place<'_>) -> Answer<Table> {
    if expand.limit.is_some() {
        return unknown("a limit");
    }
    let counter = option(&expand.options, "with_itemindex");
    let as_arrays = option(&expand.options, "kind").as_deref() == Some("array");
    let mut table = Table { rows: Vec::new(), serialized: false, ..input.clone() };
    let mut targets = Vec::new();
    for column in &expand.columns {
        let (Some(name), expr) = named(&column.value) else { return unknown("a column without a name") };
        if type_of(expr, input, place.locals)? != Type::Dynamic {
            return unknown("an expansion of no dynamic");
        }
        let to = match &column.to {
            None => Type::Dynamic,
            Some(ty) => match Type::from_name(&ty.text) {
                Some(ty) => ty,
                None => return unknown("a type"),
            },
        };
        let index = table.index(&name).unwrap_or(table.columns.len());
        if index == table.columns.len() {
            table.columns.push((name, to));
        }
        if targets.iter().any(|(taken, _, _)| *taken == index) {
            return unknown("a column twice");
        }
        table.columns[index].1 = to;
        targets.push((index, expr, to));
    }
    if let Some(name) = &counter {
        table.columns.push((name.clone(), Type::Long));
    }
    for row in 0..input.rows.len() {
        let mut lists = Vec::new();
        for (_, expr, _) in &targets {
            lists.push(match place.at(input, row).value(expr)? {
                Value::Dynamic(Json::Array(items)) => items,
                Value::Dynamic(Json::Object(bag)) => bag
                    .into_iter()
                    .map(|(key, value)| {
                        if as_arrays {
                            Json::Array(vec![Json::from(key), value])
                        } else {
                            Json::Object([(key, value)].into_iter().collect())
                        }
                    })
                    .collect(),
                Value::Dynamic(single) => vec![single],
                _ => vec![Json::Null],
            });
        }
        let length = lists.iter().map(Vec::len).max().unwrap_or(0);
        if lists.len() > 1 && lists.iter().any(Vec::is_empty) {
            return unknown("an empty array beside another");
        }
        for at in 0..length {
            let mut made = input.rows[row].clone();
            made.resize(table.columns.len(), Value::Null(Type::Dynamic));
            for ((index, _, to), list) in targets.iter().zip(&lists) {
                let element = Value::of_json(list.get(at).cloned().unwrap_or_default());
                made[*index] = expanded(element, *to)?;
            }
            if counter.is_some() {
                made[table.columns.len() - 1] = Value::Long(at as i64);
            }
            table.rows.push(made);
        }
    }
    distinct_names(table)
}

/// An element as the type that `to typeof(…)` says.
fn expanded(element: Value, to: Type) -> Answer<Value> {
    match (&element, to) {
        (_, Type::Dynamic) => Ok(element),
        (Value::Null(_), to) => Ok(Value::null(to)),
        (Value::Dynamic(Json::Number(n)), Type::Long) if n.is_i64() => convert(&element, to),
        (Value::Dynamic(Json::String(_)), Type::String) => convert(&element, to),
        (Value::Dynamic(Json::String(_) | Json::Array(_) | Json::Object(_)), Type::Long) => Ok(Value::Null(Type::Long)),
        _ => unknown("an element of another type"),
    }
}
