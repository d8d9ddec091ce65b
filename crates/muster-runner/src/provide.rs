//! What a pack's rules may name besides the built-in tables: its schemas, saved functions and watchlists; and the rows
//! of tables that nobody simulates, its profiles.

use std::sync::Arc;

use arrow_array::builder::StringViewBuilder;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{Field, Schema};
use muster_catalog::{Catalog, Column, Table, Type, UserFunction};
use muster_files::{FileError, read_table};
use muster_rules::Pack;
use muster_source::{Diagnostic, Segment, Severity, Source, has_errors, nearest};
use muster_values::{TableSet, arrow_type, to_json, value_at};
use serde_json::{Map, Value as Json};

use crate::codes::PACK_DATA;
use crate::suite::SuitePack;

/// The built-in tables and all functions.
#[must_use]
pub fn base_catalog() -> Catalog {
    let mut catalog = Catalog::builtin();
    muster_functions::register(&mut catalog);
    catalog
}

/// A pack with its names in a catalog and its watchlists as tables. What cannot be used is reported and left out.
#[must_use]
pub fn suite_pack(pack: Pack, base: &Catalog, diagnostics: &mut Vec<Diagnostic>) -> SuitePack {
    let mut catalog = base.clone();
    let mut tables = TableSet::new();
    for source in &pack.schemas {
        match Table::parse(source) {
            Ok(table) => catalog.add_table(table),
            Err(faults) => diagnostics.extend(faults),
        }
    }
    for (name, source) in &pack.functions {
        match function(name, source) {
            Ok(function) => catalog.add_user_function(function),
            Err(faults) => diagnostics.extend(faults),
        }
    }
    for (alias, path) in &pack.watchlists {
        match read_table(path, alias, None) {
            Ok((table, batches)) => {
                let (table, batches) = watchlist(&catalog, alias, table, batches);
                catalog.add_watchlist(alias.as_str(), table.clone());
                let named = Table { name: format!("_GetWatchlist('{alias}')"), ..table };
                tables.insert(named, batches);
            }
            Err(FileError::Text(faults)) if has_errors(&faults) => diagnostics.extend(faults),
            Err(error) => {
                let message = format!("watchlist `{alias}`: {error}");
                diagnostics
                    .push(Diagnostic::bare(PACK_DATA, Severity::Error, message).help("write a CSV file with a header"));
            }
        }
    }
    for (name, path) in &pack.profiles {
        let Some(schema) = catalog.table(name) else {
            let near =
                nearest(name, catalog.table_names()).map_or_else(String::new, |near| format!("; a table is `{near}`"));
            let message = format!("`{}`: there is no table `{name}`{near}", path.display());
            let help = "name the file after its table, such as `FileProfiles.csv`";
            diagnostics.push(Diagnostic::bare(PACK_DATA, Severity::Error, message).help(help));
            continue;
        };
        match read_table(path, name, Some(schema)) {
            Ok((table, batches)) => tables.insert(table, batches),
            Err(error) => diagnostics.extend(error.into_diagnostics()),
        }
    }
    SuitePack { pack, catalog, tables }
}

/// A saved function from its file: a `.create function` command, parameters and body, or a query without parameters.
fn function(name: &str, source: &Source) -> Result<UserFunction, Vec<Diagnostic>> {
    let text = source.text();
    let code = text.lines().map(str::trim).find(|l| !l.is_empty() && !l.starts_with("//")).unwrap_or_default();
    if code.starts_with('.') {
        return UserFunction::parse(source);
    }
    let source = if code.starts_with('(') {
        source.clone()
    } else {
        let head = "() {\n";
        let segments = vec![Segment { inner: head.len(), outer: 0 }];
        source.excerpt(format!("{head}{text}\n}}"), segments)
    };
    Ok(UserFunction { name: name.to_owned(), source, column_arguments: false, platform: false })
}

/// The watchlist with `WatchlistItem`, the whole row as a bag, as every watchlist has it. The other columns that
/// Sentinel adds are not in a file; a rule that reads them is refused when it runs.
fn watchlist(catalog: &Catalog, alias: &str, mut table: Table, batches: Vec<RecordBatch>) -> (Table, Vec<RecordBatch>) {
    const ITEM: &str = "WatchlistItem";
    alias.clone_into(&mut table.name);
    let wanted = catalog.watchlist_base().is_some_and(|base| base.column(ITEM).is_some());
    if !wanted || table.column(ITEM).is_some() {
        return (table, batches);
    }
    let columns = table.columns.clone();
    table.columns.push(Column::new(ITEM, Type::Dynamic));
    let batches = batches
        .into_iter()
        .filter_map(|batch| {
            let mut builder = StringViewBuilder::new();
            for row in 0..batch.num_rows() {
                let bag: Map<String, Json> = columns
                    .iter()
                    .enumerate()
                    .map(|(i, c)| (c.name.clone(), to_json(&value_at(batch.column(i), c.ty, row))))
                    .collect();
                builder.append_value(Json::Object(bag).to_string());
            }
            let mut arrays: Vec<ArrayRef> = batch.columns().to_vec();
            arrays.push(Arc::new(builder.finish()));
            let mut fields: Vec<Field> = batch.schema().fields().iter().map(|f| f.as_ref().clone()).collect();
            fields.push(Field::new(ITEM, arrow_type(Type::Dynamic), true));
            RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).ok()
        })
        .collect();
    (table, batches)
}
