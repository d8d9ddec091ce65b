//! Recorded events: exports of others as rows of a table.
//!
//! A record is told by itself, not by its file: a row of advanced hunting (by its own column names, also in an envelope of
//! Event Hubs), Sysmon's event 1, or event 4688 of the Security log. The last two become rows of `DeviceProcessEvents`.
//! Nothing is made up: what a record does not say stays empty, and [`Imported::columns`] tells for each column.

mod portal_time;
mod records;
mod row;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use muster_catalog::{Datetime, Table, Type, Value};
use muster_source::{Diagnostic, Source, Span};
use muster_values::{Column, table_schema};
use serde_json::Value as Json;

use crate::codes::{BAD_CELL, NO_EVENT};
use records::Record;

/// Most complaints about values of one column.
const MAX_COMPLAINTS: usize = 3;

/// What became of the columns of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    /// In how many rows the column has a value.
    pub rows: usize,
    /// The fields that it was filled from.
    pub from: BTreeSet<String>,
    /// In how many rows a field's value could not be read as the column's type.
    pub bad: usize,
}

/// Rows made from records.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The rows, in the order of the records.
    pub batch: RecordBatch,
    /// For each column of the table, in its order, what it was filled from.
    pub columns: Vec<(String, Filled)>,
    /// Fields that no column takes, and in how many records they have a value.
    pub unused: BTreeMap<String, usize>,
    /// Records of other kinds, and how many there are.
    pub others: BTreeMap<String, usize>,
}

/// The rows of `table` in the files `sources`.
#[must_use]
pub fn import(sources: &[Source], table: &Table) -> (Option<Imported>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut columns: Vec<Vec<Value>> = table.columns.iter().map(|_| Vec::new()).collect();
    let mut filled: Vec<Filled> = table.columns.iter().map(|_| Filled::default()).collect();
    let (mut unused, mut others) = (BTreeMap::new(), BTreeMap::new());
    let mut count = 0;
    for source in sources {
        let before = (count, diagnostics.len());
        let records = records::read(source, &table.name, &mut diagnostics);
        for record in &records {
            let cells = match row::cells(record, table) {
                Ok(cells) => cells,
                Err(kind) => {
                    *others.entry(kind).or_insert(0) += 1;
                    continue;
                }
            };
            count += 1;
            for name in cells.unused {
                *unused.entry(name).or_insert(0) += 1;
            }
            for (at, column) in table.columns.iter().enumerate() {
                let cell = cells.values.get(&at);
                let value = match cell {
                    None => Some(Value::null(column.ty)),
                    Some((json, _)) => value_of(json, column.ty),
                };
                if let (None, Some((json, field))) = (&value, cell) {
                    filled[at].bad += 1;
                    if filled[at].bad <= MAX_COMPLAINTS {
                        diagnostics.push(bad(source, record, field, json, &column.name, column.ty));
                    }
                }
                let value = value.unwrap_or(Value::null(column.ty));
                if let Some((_, field)) = cell.filter(|_| value != Value::null(column.ty)) {
                    filled[at].rows += 1;
                    filled[at].from.insert(field.clone());
                }
                columns[at].push(value);
            }
        }
        if count == before.0 && diagnostics.len() == before.1 {
            let message = format!("no event in it can be a row of `{}`", table.name);
            diagnostics.push(Diagnostic::warning(NO_EVENT, message, source, Span::new(0, 0)).help(
                "there are rows of advanced hunting, Sysmon's event 1, and event 4688; the table is chosen by `--table`",
            ));
        }
    }
    let arrays: Vec<ArrayRef> = columns
        .into_iter()
        .zip(&table.columns)
        .map(|(values, column)| ArrayRef::clone(Column::from_values(column.ty, values).array()))
        .collect();
    let options = RecordBatchOptions::new().with_row_count(Some(count));
    let batch = RecordBatch::try_new_with_options(table_schema(table), arrays, &options).ok();
    let columns = table.columns.iter().map(|c| c.name.clone()).zip(filled).collect();
    (batch.map(|batch| Imported { batch, columns, unused, others }), diagnostics)
}

fn bad(source: &Source, record: &Record, field: &str, json: &Json, column: &str, ty: Type) -> Diagnostic {
    let shown: String = text_of(json).chars().take(60).collect();
    let message = format!("`{shown}` in `{field}` is no {ty}, which `{column}` is");
    // Inside of its record a field of JSON is found by its name, a cell of CSV by its text.
    let text = source.text().get(record.at.range()).unwrap_or_default();
    let name = format!("\"{field}\"");
    let found = [name.as_str(), shown.as_str()].into_iter().find_map(|t| Some((text.find(t)?, t.len())));
    let (start, length) = found.unwrap_or((0, 0));
    let start = record.at.start as usize + start;
    let span = Span::new(start, start + length);
    Diagnostic::warning(BAD_CELL, message, source, span)
        .label(format!("record {}", record.number))
        .help("the cell stays empty; mend the export, or choose another table")
}

fn text_of(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A value of a record as the type of its column; nothing where it is none.
fn value_of(json: &Json, ty: Type) -> Option<Value> {
    if json.is_null() {
        return Some(Value::null(ty));
    }
    if ty == Type::Dynamic {
        return Some(match json {
            Json::String(text) if text.is_empty() => Value::Null(ty),
            // Advanced hunting has bags as text.
            Json::String(text) => match serde_json::from_str(text) {
                Ok(Json::Null) => Value::Null(ty),
                Ok(inner) => Value::Dynamic(inner),
                Err(_) => Value::Dynamic(json.clone()),
            },
            other => Value::Dynamic(other.clone()),
        });
    }
    let text = text_of(json);
    let text = text.trim();
    if text.is_empty() {
        return Some(Value::null(ty));
    }
    match ty {
        Type::String => Some(Value::String(text_of(json))),
        Type::Bool => match text.to_ascii_lowercase().as_str() {
            "true" | "1" => Some(Value::Bool(true)),
            "false" | "0" => Some(Value::Bool(false)),
            _ => None,
        },
        Type::Int => text.parse().ok().map(Value::Int),
        Type::Long => text.parse().ok().map(Value::Long),
        Type::Real => text.parse().ok().filter(|r: &f64| r.is_finite()).map(Value::Real),
        Type::Datetime => Datetime::parse(text).or_else(|| portal_time::parse(text)).map(Value::Datetime),
        Type::Guid => text.parse().ok().map(Value::Guid),
        Type::Timespan => muster_catalog::Timespan::parse(text).map(Value::Timespan),
        Type::Decimal | Type::Dynamic => None,
    }
}
