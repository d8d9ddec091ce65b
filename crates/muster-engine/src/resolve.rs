//! What only the data decides of a query's columns, decided.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use muster_binder::bound::{ColumnId, Decides, Pending, Place, Query, RelationKind, Slot};
use muster_binder::{Bound, bind_with};
use muster_catalog::{Catalog, Type, Value};
use muster_source::Source;
use muster_values::TableSet;
use serde_json::Value as Json;

use crate::check;
use crate::run::{Options, Rows, RunError, run};

/// Plugins of one query, one in the input of the other.
const MAX_ROUNDS: usize = 16;

/// Binds a query whose columns these tables decide on (see [`Query::pending`]): inputs of plugins are run, innermost
/// first. What stays undecided is refused by [`check`].
///
/// # Errors
/// Those of running an input.
pub fn bind_on(
    query: &muster_syntax::Query,
    source: &Source,
    catalog: &Catalog,
    tables: &TableSet,
    options: &Options<'_>,
) -> Result<Bound, RunError> {
    let mut known: BTreeMap<Place, Vec<Slot>> = BTreeMap::new();
    for _ in 0..MAX_ROUNDS {
        let bound = bind_with(query, source, catalog, &known);
        let Some(asked) = &bound.query else { return Ok(bound) };
        let (tested, run): (Vec<&Pending>, Vec<&Pending>) =
            asked.pending.iter().partition(|pending| matches!(pending.decides, Decides::HasColumn(_)));
        if !tested.is_empty() {
            for pending in tested {
                let found = column(asked, pending, tables, options)?;
                match known.entry(pending.place.clone()) {
                    // A function that is called twice may look into two tables.
                    Entry::Occupied(entry) if *entry.get() != found => return Ok(bound),
                    Entry::Occupied(_) => {}
                    Entry::Vacant(entry) => drop(entry.insert(found)),
                }
            }
            continue;
        }
        let Some(first) = run.first() else { return Ok(bound) };
        // A function that is called twice has one text and two inputs.
        let mut decided: Option<Vec<Slot>> = None;
        for pending in run.iter().filter(|p| p.place == first.place) {
            let input = of_input(asked, pending);
            if !check(&input, source).is_empty() {
                return Ok(bound);
            }
            let slots = slots(&input, pending, tables, options)?;
            if decided.as_ref().is_some_and(|before| *before != slots) {
                return Ok(bound);
            }
            decided = Some(slots);
        }
        known.insert(first.place.clone(), decided.unwrap_or_default());
    }
    Ok(bind_with(query, source, catalog, &known))
}

fn of_input(query: &Query, pending: &Pending) -> Query {
    Query { result: pending.input.clone(), pending: Vec::new(), ..query.clone() }
}

/// The column that a table may have, as a slot.
fn column(query: &Query, pending: &Pending, tables: &TableSet, options: &Options<'_>) -> Result<Vec<Slot>, RunError> {
    let (RelationKind::Table { name, .. }, Decides::HasColumn(wanted)) = (&pending.input.kind, &pending.decides) else {
        return Ok(Vec::new());
    };
    let in_memory = tables.get(name).map(|(table, _)| table);
    let Some(table) = in_memory.or_else(|| tables.stored(name).map(|(table, _)| table)) else {
        // Nothing can be said of a table that was not provided.
        return run(&of_input(query, pending), tables, options).map(|_| Vec::new());
    };
    let column = table.columns.iter().find(|column| column.name == *wanted);
    Ok(column.map(|column| Slot { name: column.name.clone(), ty: column.ty }).into_iter().collect())
}

/// What becomes a column, by name.
fn slots(input: &Query, pending: &Pending, tables: &TableSet, options: &Options<'_>) -> Result<Vec<Slot>, RunError> {
    let options = Options { evidence: false, ..options.clone() };
    let rows = run(input, tables, &options)?;
    Ok(match &pending.decides {
        Decides::Slots(bag) => slots_of_bags(&rows, *bag),
        Decides::Values(column) => values(&rows, *column),
        Decides::HasColumn(_) => Vec::new(),
    })
}

/// The slots of the bags in a column: of the type that all their values have, else `dynamic`. Nulls have none.
fn slots_of_bags(rows: &Rows, bag: ColumnId) -> Vec<Slot> {
    let place = rows.columns.iter().position(|column| column.id == bag);
    let mut types: BTreeMap<String, Option<Type>> = BTreeMap::new();
    for row in rows.values() {
        let Some(Value::Dynamic(Json::Object(bag))) = place.and_then(|place| row.get(place)) else { continue };
        for (name, value) in bag {
            let ty = match value {
                Json::Null => None,
                Json::Bool(_) => Some(Type::Bool),
                Json::Number(number) if number.is_i64() => Some(Type::Long),
                Json::Number(_) => Some(Type::Real),
                Json::String(_) => Some(Type::String),
                Json::Array(_) | Json::Object(_) => Some(Type::Dynamic),
            };
            let known = types.entry(name.clone()).or_default();
            *known = match (*known, ty) {
                (None, other) | (other, None) => other,
                (Some(one), Some(other)) => Some(if one == other { one } else { Type::Dynamic }),
            };
        }
    }
    types.into_iter().map(|(name, ty)| Slot { name, ty: ty.unwrap_or(Type::Dynamic) }).collect()
}

/// The different texts of a column.
fn values(rows: &Rows, column: ColumnId) -> Vec<Slot> {
    let place = rows.columns.iter().position(|known| known.id == column);
    let texts: BTreeSet<String> = rows
        .values()
        .filter_map(|mut row| match place.and_then(|place| row.get_mut(place)) {
            Some(Value::String(text)) => Some(std::mem::take(text)),
            _ => None,
        })
        .collect();
    texts.into_iter().map(|name| Slot { name, ty: Type::String }).collect()
}
