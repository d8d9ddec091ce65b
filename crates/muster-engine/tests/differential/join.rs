//! `join` and `lookup`: every pair of rows is tried.

use muster_syntax::{BinaryOp, Expr, ExprKind};

use crate::aggregate::{check_key, equal_rows};
use crate::value::{Answer, Table, Value, unknown};

/// The columns of both sides that must be equal.
fn keys(left: &Table, right: &Table, on: &[Expr]) -> Answer<Vec<(usize, usize)>> {
    let side = |expr: &Expr, side: &str, table: &Table| match &expr.kind {
        ExprKind::Path { object, member } => match (&object.kind, &member.kind) {
            (ExprKind::Name(object), ExprKind::Name(member)) if object.text == side => table.index(&member.text),
            _ => None,
        },
        _ => None,
    };
    let mut keys = Vec::new();
    for condition in on {
        let condition = match &condition.kind {
            ExprKind::Parenthesized(inner) => inner,
            _ => condition,
        };
        let key = match &condition.kind {
            ExprKind::Name(name) => left.index(&name.text).zip(right.index(&name.text)),
            ExprKind::Binary { op: BinaryOp::Equal, left: a, right: b, .. } => {
                side(a, "$left", left).zip(side(b, "$right", right))
            }
            _ => None,
        };
        let Some((l, r)) = key else { return unknown("a condition of a join") };
        if left.columns[l].1 != right.columns[r].1 {
            return unknown("keys of different types");
        }
        keys.push((l, r));
    }
    for row in &left.rows {
        check_key(&keys.iter().map(|(l, _)| row[*l].clone()).collect::<Vec<_>>())?;
    }
    for row in &right.rows {
        check_key(&keys.iter().map(|(_, r)| row[*r].clone()).collect::<Vec<_>>())?;
    }
    Ok(keys)
}

/// Whether two rows belong together. A null belongs to nothing.
fn fits(left: &[Value], right: &[Value], keys: &[(usize, usize)]) -> bool {
    keys.iter().all(|(l, r)| !left[*l].is_null() && left[*l] == right[*r])
}

/// The columns of both sides; a name that is taken gets the least number that makes it new.
fn both(left: &Table, right: &[(String, muster_catalog::Type)]) -> Vec<(String, muster_catalog::Type)> {
    let mut columns = left.columns.clone();
    for (name, ty) in right {
        let mut new = name.clone();
        let mut number = 0;
        while columns.iter().any(|(taken, _)| *taken == new)
            || (number > 0 && right.iter().any(|(taken, _)| *taken == new))
        {
            number += 1;
            new = format!("{name}{number}");
        }
        columns.push((new, *ty));
    }
    columns
}

fn nulls(columns: &[(String, muster_catalog::Type)]) -> Vec<Value> {
    columns.iter().map(|(_, ty)| Value::null(*ty)).collect()
}

pub(crate) fn join(left: &Table, right: &Table, kind: &str, on: &[Expr]) -> Answer<Table> {
    let keys = keys(left, right, on)?;
    let has = |row: &[Value], others: &[Vec<Value>], from_left: bool| {
        others.iter().any(|other| if from_left { fits(row, other, &keys) } else { fits(other, row, &keys) })
    };
    let filtered = |table: &Table, others: &Table, from_left: bool, wanted: bool| Table {
        columns: table.columns.clone(),
        rows: table.rows.iter().filter(|row| has(row, &others.rows, from_left) == wanted).cloned().collect(),
        ordered: false,
        serialized: false,
    };
    match kind {
        "leftsemi" => return Ok(filtered(left, right, true, true)),
        "leftanti" | "anti" | "leftantisemi" => return Ok(filtered(left, right, true, false)),
        "rightsemi" => return Ok(filtered(right, left, false, true)),
        "rightanti" | "rightantisemi" => return Ok(filtered(right, left, false, false)),
        "innerunique" | "inner" | "leftouter" | "rightouter" | "fullouter" => {}
        _ => return unknown("a kind of join"),
    }
    let mut lefts: Vec<&Vec<Value>> = left.rows.iter().collect();
    if kind == "innerunique" {
        let key = |row: &[Value]| keys.iter().map(|(l, _)| row[*l].clone()).collect::<Vec<_>>();
        let mut kept: Vec<&Vec<Value>> = Vec::new();
        for row in &left.rows {
            match kept.iter().find(|first| key(first) == key(row)) {
                // Which row of a key stays is not said: here the first.
                Some(first) if !left.ordered && !equal_rows(first, row) => return unknown("one row of a key"),
                Some(_) => {}
                None => kept.push(row),
            }
        }
        lefts = kept;
    }
    let mut rows = Vec::new();
    for l in &lefts {
        for r in right.rows.iter().filter(|r| fits(l, r, &keys)) {
            rows.push(l.iter().chain(r).cloned().collect());
        }
        if matches!(kind, "leftouter" | "fullouter") && !has(l, &right.rows, true) {
            rows.push(l.iter().cloned().chain(nulls(&right.columns)).collect());
        }
    }
    if matches!(kind, "rightouter" | "fullouter") {
        for r in right.rows.iter().filter(|r| !has(r, &left.rows, false)) {
            rows.push(nulls(&left.columns).into_iter().chain(r.iter().cloned()).collect());
        }
    }
    Ok(Table { columns: both(left, &right.columns), rows, ordered: false, serialized: false })
}

pub(crate) fn lookup(left: &Table, right: &Table, kind: &str, on: &[Expr]) -> Answer<Table> {
    let keys = keys(left, right, on)?;
    if !matches!(kind, "leftouter" | "inner") {
        return unknown("a kind of lookup");
    }
    let others: Vec<usize> = (0..right.columns.len()).filter(|at| !keys.iter().any(|(_, r)| r == at)).collect();
    let columns: Vec<_> = others.iter().map(|at| right.columns[*at].clone()).collect();
    let mut rows = Vec::new();
    for l in &left.rows {
        let found: Vec<&Vec<Value>> = right.rows.iter().filter(|r| fits(l, r, &keys)).collect();
        for r in &found {
            rows.push(l.iter().cloned().chain(others.iter().map(|at| r[*at].clone())).collect());
        }
        if found.is_empty() && kind == "leftouter" {
            rows.push(l.iter().cloned().chain(nulls(&columns)).collect());
        }
    }
    Ok(Table { columns: both(left, &columns), rows, ordered: false, serialized: false })
}
