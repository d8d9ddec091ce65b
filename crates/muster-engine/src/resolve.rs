//! What only the data decides of a query's columns, decided.

use std::collections::BTreeMap;

use muster_binder::bound::{Pending, Place, Query, Slot};
use muster_binder::{Bound, bind_with};
use muster_catalog::{Catalog, Type, Value};
use muster_source::Source;
use muster_values::TableSet;
use serde_json::Value as Json;

use crate::check;
use crate::run::{Options, RunError, run};

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
        let Some(first) = asked.pending.first() else { return Ok(bound) };
        // A function that is called twice has one text and two inputs.
        let mut decided: Option<Vec<Slot>> = None;
        for pending in asked.pending.iter().filter(|p| p.place == first.place) {
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

/// The slots of the bags in a column, by name: of the type that all their values have, else `dynamic`. Nulls have none.
fn slots(input: &Query, pending: &Pending, tables: &TableSet, options: &Options<'_>) -> Result<Vec<Slot>, RunError> {
    let options = Options { evidence: false, ..options.clone() };
    let rows = run(input, tables, &options)?;
    let place = rows.columns.iter().position(|column| column.id == pending.bag);
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
    Ok(types.into_iter().map(|(name, ty)| Slot { name, ty: ty.unwrap_or(Type::Dynamic) }).collect())
}
