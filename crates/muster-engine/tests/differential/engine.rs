//! The engine through its public door: parse, bind, check, run.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{BooleanArray, RecordBatch};
use muster_catalog::{Catalog, Datetime, Type};
use muster_engine::{EventId, Options, RunError};
use muster_source::{Diagnostic, Source, has_errors};
use muster_values::{TableSet, table_schema};

use crate::stored_rows;
use crate::value::{Table, Value};

/// What the engine made of a query.
#[derive(Debug)]
pub(crate) enum Outcome {
    Rows {
        columns: Vec<(String, Type)>,
        rows: Vec<Vec<Value>>,
        evidence: Vec<Vec<EventId>>,
    },
    /// Code and message of the first complaint.
    Refused(String),
    Failed(String),
    /// What must never happen.
    Fault(String),
}

pub(crate) struct Engine {
    catalog: Catalog,
}

impl Engine {
    pub(crate) fn new() -> Self {
        let mut catalog = Catalog::new();
        muster_functions::register(&mut catalog);
        Self { catalog }
    }

    /// A catalog that has these tables too.
    fn with(&self, tables: &TableSet) -> Catalog {
        let mut catalog = self.catalog.clone();
        for (table, _) in tables.iter() {
            catalog.add_table(table.clone());
        }
        catalog
    }

    /// Runs a query that brings its own tables.
    pub(crate) fn run(&self, query: &str) -> Outcome {
        run(query, &self.catalog, &TableSet::new(), false, &BTreeMap::new())
    }

    /// Runs a query on tables.
    pub(crate) fn run_on(&self, query: &str, tables: &TableSet, evidence: bool) -> Outcome {
        run(query, &self.with(tables), tables, evidence, &BTreeMap::new())
    }

    /// Runs a query on tables that are read as files are.
    pub(crate) fn run_stored(&self, query: &str, tables: &TableSet) -> Outcome {
        run(query, &self.with(tables), &stored_rows::stored(tables), false, &BTreeMap::new())
    }

    /// Runs a query on some rows of tables.
    pub(crate) fn run_on_some(&self, query: &str, tables: &TableSet, keep: &BTreeMap<String, BooleanArray>) -> Outcome {
        run(query, &self.with(tables), tables, false, keep)
    }
}

fn run(
    query: &str,
    catalog: &Catalog,
    tables: &TableSet,
    evidence: bool,
    keep: &BTreeMap<String, BooleanArray>,
) -> Outcome {
    let source = Source::new("query.kql", query);
    let parsed = muster_syntax::parse(&source);
    let refused = |found: &[Diagnostic]| {
        let first = found.iter().find(|d| d.is_error());
        Outcome::Refused(first.map_or_else(String::new, |d| format!("{} {}", d.code, d.message)))
    };
    if has_errors(&parsed.diagnostics) {
        return refused(&parsed.diagnostics);
    }
    let bound = muster_binder::bind(&parsed.query, &source, catalog);
    let Some(query) = bound.query.filter(|_| !has_errors(&bound.diagnostics)) else {
        return refused(&bound.diagnostics);
    };
    let complaints = muster_engine::check(&query, &source);
    if has_errors(&complaints) {
        return refused(&complaints);
    }
    let clock = Datetime::parse("2026-03-04T18:00:00Z").expect("a time");
    match muster_engine::run(&query, tables, &Options { clock, evidence, keep }) {
        Ok(rows) => {
            let values: Result<Vec<Vec<Value>>, _> =
                rows.values().map(|row| row.into_iter().map(Value::of_engine).collect()).collect();
            let Ok(values) = values else { return Outcome::Refused("decimals are not compared".to_owned()) };
            Outcome::Rows {
                columns: rows.columns.iter().map(|c| (c.name.clone(), c.ty)).collect(),
                evidence: rows.evidence().collect(),
                rows: values,
            }
        }
        Err(RunError::Failed { message, .. }) => Outcome::Failed(message),
        Err(error) => Outcome::Fault(error.to_string()),
    }
}

/// Tables for the engine, each in two batches so that what forgets the first one cannot pass.
pub(crate) fn table_set(tables: &[(String, Table)]) -> TableSet {
    let mut set = TableSet::new();
    for (name, rows) in tables {
        let columns = rows.columns.iter().map(|(name, ty)| muster_catalog::Column::new(name, *ty)).collect();
        let table = muster_catalog::Table { name: name.clone(), description: String::new(), columns, open: false };
        let schema = table_schema(&table);
        let (first, second) = rows.rows.split_at(rows.rows.len() / 2);
        let batch = |part: &[Vec<Value>]| {
            let arrays = rows.columns.iter().enumerate().map(|(at, (_, ty))| {
                let values = part.iter().map(|row| row[at].to_engine());
                muster_values::Column::from_values(*ty, values).array().clone()
            });
            RecordBatch::try_new(Arc::clone(&schema), arrays.collect()).expect("columns fit their schema")
        };
        set.insert(table, vec![batch(first), batch(second)]);
    }
    set
}
