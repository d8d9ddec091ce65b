//! Real rules: how many parse, bind to the official columns, and run, on empty tables and on some rows; and queries with
//! faults: how many are rejected, at the official place, with the official code.

mod rows;

use std::collections::BTreeMap;
use std::path::Path;

use arrow_array::RecordBatch;
use muster_catalog::{Catalog, Column, Datetime, Table};
use muster_engine::{Options, RunError};
use muster_source::{Source, has_errors};
use muster_values::TableSet;
use serde_json::Value;

use crate::{invalid, ratchet};

#[derive(Debug, Default)]
struct Count {
    rules: u64,
    parsed: u64,
    valid: u64,
    bound: u64,
    ran: u64,
    blockers: BTreeMap<String, u64>,
    failures: Vec<String>,
    on_rows: rows::Count,
}

/// Measures and compares with the ratchet.
///
/// # Errors
/// The corpus cannot be read, or a number got worse.
pub(crate) fn run(root: &Path, shared: Option<&Path>) -> Result<(), String> {
    let Some(path) = shared.map(|s| s.join("corpus/rules-dev.jsonl")) else {
        println!("corpus: skipped, there is no corpus beside the repository");
        return Ok(());
    };
    let text = std::fs::read_to_string(&path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
    let mut catalog = Catalog::builtin();
    muster_functions::register(&mut catalog);
    let faulty = invalid::measure(&path.with_file_name("invalid-dev.jsonl"), &catalog)?;
    let mut count = Count::default();
    for line in text.lines() {
        let rule: Value = serde_json::from_str(line).map_err(|e| format!("{}: {e}", path.display()))?;
        one(&rule, &catalog, &mut count);
    }
    let share = |part: u64, whole: u64| part as f64 * 100.0 / whole.max(1) as f64;
    println!("rules                                {:5}", count.rules);
    println!("  parse                              {:5}  {:5.1} %", count.parsed, share(count.parsed, count.rules));
    println!("accepted by Microsoft's binder       {:5}", count.valid);
    println!("  bind to the official columns       {:5}  {:5.1} %", count.bound, share(count.bound, count.valid));
    println!("  run on empty tables                {:5}  {:5.1} %", count.ran, share(count.ran, count.valid));
    println!(
        "  run on some rows                   {:5}  {:5.1} %",
        count.on_rows.ran,
        share(count.on_rows.ran, count.valid)
    );
    println!("    and give some                    {:5}", count.on_rows.with_rows);
    println!("    search all tables and are left out {:2}", count.on_rows.searches);
    println!("what the rows did not suit");
    count.on_rows.failed.iter().for_each(|(message, rules)| println!("  {rules:5}  {message}"));
    count.on_rows.faults.iter().take(20).for_each(|fault| println!("fault on rows: {fault}"));
    let mut blockers: Vec<(&String, &u64)> = count.blockers.iter().collect();
    blockers.sort_by_key(|(name, rules)| (std::cmp::Reverse(**rules), (*name).clone()));
    println!("what keeps rules from running");
    for (name, rules) in blockers.iter().take(40) {
        println!("  {rules:5}  {name}");
    }
    count.failures.iter().take(20).for_each(|failure| println!("failed: {failure}"));
    println!("queries that Microsoft rejects        {:5}", faulty.queries);
    println!(
        "  rejected                           {:5}  {:5.1} %",
        faulty.rejected,
        share(faulty.rejected, faulty.queries)
    );
    println!(
        "  at the official place              {:5}  {:5.1} %",
        faulty.placed,
        share(faulty.placed, faulty.queries)
    );
    println!("  there with the official code       {:5}  {:5.1} %", faulty.coded, share(faulty.coded, faulty.queries));
    faulty.otherwise.iter().for_each(|line| println!("otherwise: {line}"));
    ratchet::compare(
        root,
        &[
            ("corpus_parsed", count.parsed),
            ("corpus_bound", count.bound),
            ("corpus_ran", count.ran),
            ("corpus_failed_at_most", count.failures.len() as u64),
            ("corpus_ran_on_rows", count.on_rows.ran),
            ("corpus_faults_on_rows_at_most", count.on_rows.faults.len() as u64),
            ("invalid_rejected", faulty.rejected),
            ("invalid_placed", faulty.placed),
            ("invalid_coded", faulty.coded),
        ],
    )
}

/// The aliases of watchlists that a query names.
fn watchlists(query: &str) -> Vec<String> {
    let calls = query.split("_GetWatchlist(").skip(1);
    let quoted = calls.filter_map(|rest| {
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        rest.get(1..)?.split(quote).next().map(str::to_owned)
    });
    quoted.collect()
}

fn one(rule: &Value, catalog: &Catalog, count: &mut Count) {
    let id = rule["id"].as_str().unwrap_or_default();
    let source = Source::new(id, rule["query"].as_str().unwrap_or_default());
    let parsed = muster_syntax::parse(&source);
    count.rules += 1;
    count.parsed += u64::from(!has_errors(&parsed.diagnostics));
    if rule["semantic_ok"] != true {
        return;
    }
    count.valid += 1;
    // Watchlists are a workspace's own: whatever a rule wants of one is there.
    let mut catalog = catalog.clone();
    for alias in watchlists(source.text()) {
        let open = Table { name: alias.clone(), description: String::new(), columns: Vec::new(), open: true };
        catalog.add_watchlist(alias, open);
    }
    let bound = muster_binder::bind(&parsed.query, &source, &catalog);
    let Some(query) = bound.query else {
        let first = bound.diagnostics.iter().find(|d| d.is_error());
        let said = first.map_or_else(String::new, |d| format!("{} {}", d.code, d.message));
        *count.blockers.entry(format!("not bound: {said}")).or_default() += 1;
        return;
    };
    let columns: Vec<(String, String)> = muster_binder::result_schema(&query)
        .into_iter()
        .map(|c| (c.name, c.ty.map_or("unknown".to_owned(), |ty| ty.name().to_owned())))
        .collect();
    let same = match rule["result_columns"].as_array() {
        Some(official) => {
            official.len() == columns.len()
                && official.iter().zip(&columns).all(|(o, c)| o[0] == c.0.as_str() && o[1] == c.1.as_str())
        }
        None => rule["result_column_count"].as_u64().is_none_or(|n| n == columns.len() as u64),
    };
    count.bound += u64::from(same);
    let mut tables = TableSet::new();
    for (name, columns) in &query.columns {
        let columns = columns.iter().map(|(name, ty)| Column::new(name, *ty)).collect();
        let table = Table { name: name.clone(), description: String::new(), columns, open: false };
        let batch = RecordBatch::new_empty(muster_values::table_schema(&table));
        tables.insert(table, vec![batch]);
    }
    let keep = BTreeMap::new();
    // 2026-01-01T00:00:00Z
    let clock = Datetime(639_028_224_000_000_000);
    let options = Options { clock, evidence: false, keep: &keep };
    let query = if query.pending.is_empty() {
        query
    } else {
        let bound = muster_engine::bind_on(&parsed.query, &source, &catalog, &tables, &options);
        let said =
            |bound: &muster_binder::Bound| bound.diagnostics.first().map(|d| format!("{} {}", d.code, d.message));
        match bound {
            Ok(muster_binder::Bound { query: Some(query), .. }) => query,
            Ok(bound) => {
                let said = said(&bound).unwrap_or_default();
                *count.blockers.entry(format!("not bound where bags have no slots: {said}")).or_default() += 1;
                return;
            }
            Err(error) => {
                count.failures.push(format!("{id}: {error}"));
                return;
            }
        }
    };
    let refused = muster_engine::check(&query, &source);
    if !refused.is_empty() {
        let mut names: Vec<String> = refused.iter().map(|d| d.message.clone()).collect();
        names.sort();
        names.dedup();
        for name in names {
            *count.blockers.entry(name).or_default() += 1;
        }
        return;
    }
    match muster_engine::run(&query, &tables, &options) {
        Ok(_) => {
            count.ran += 1;
            rows::one(id, &parsed.query, &source, &catalog, &query, clock, &mut count.on_rows);
        }
        Err(error @ (RunError::Failed { .. } | RunError::NoTable { .. } | RunError::Internal(_))) => {
            count.failures.push(format!("{id}: {error}"));
        }
    }
}
