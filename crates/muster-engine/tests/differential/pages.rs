//! Queries that people wrote: the pages of `tests/kql`, and the conformance cases where they are at hand.

use std::path::Path;

use muster_source::{Source, has_errors};
use muster_syntax::Statement;

use crate::compare::difference;
use crate::engine::{Engine, Outcome};
use crate::expression::{Locals, Place};
use crate::operator::{declare, table_of};
use crate::value::{Answer, Table, unknown};

/// What the reference answers to a whole query.
fn answer(text: &str) -> Answer<Table> {
    let parsed = muster_syntax::parse(&Source::new("query.kql", text));
    let mut locals = Locals::new();
    match parsed.query.statements.split_last() {
        Some((Statement::Expression(last), before)) if !has_errors(&parsed.diagnostics) => {
            for statement in before {
                declare(statement, &mut locals)?;
            }
            table_of(last, Place { locals: &locals, row: None })?.map_or_else(|| unknown("no table"), Ok)
        }
        _ => unknown("no query"),
    }
}

/// The `kql` blocks of a page.
fn blocks(page: &str) -> impl Iterator<Item = String> {
    page.split("```kql\n").skip(1).filter_map(|rest| rest.split("\n```").next().map(str::to_owned))
}

fn queries() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut queries = Vec::new();
    for folder in ["operators", "semantics"] {
        let entries = std::fs::read_dir(root.join("tests/kql").join(folder)).expect("the folder is there");
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
        paths.sort();
        for path in paths {
            queries.extend(blocks(&std::fs::read_to_string(path).expect("a page is UTF-8")));
        }
    }
    for file in ["kusto-docs.jsonl", "kusto-engine.jsonl"] {
        let cases = std::fs::read_to_string(root.join("../shared/conformance").join(file)).unwrap_or_default();
        let cases = cases.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        queries.extend(cases.filter_map(|case| case["query"].as_str().map(str::to_owned)));
    }
    queries
}

#[test]
fn engine_and_reference_agree_on_queries_that_people_wrote() {
    let engine = Engine::new();
    let (mut both, mut wrong) = (0, Vec::new());
    for query in queries() {
        let Ok(expected) = answer(&query) else { continue };
        match engine.run(&query) {
            Outcome::Rows { columns, rows, .. } => {
                both += 1;
                if let Some(what) = difference(&expected, &columns, &rows) {
                    wrong.push(format!("{query}\n{what}\nexpected {expected:?}\ngiven {columns:?} {rows:?}"));
                }
            }
            // The pages show refusals too.
            Outcome::Refused(_) | Outcome::Failed(_) => {}
            Outcome::Fault(what) => wrong.push(format!("{query}\n{what}")),
        }
    }
    assert!(wrong.is_empty(), "{}\n{} are wrong", wrong.join("\n----\n"), wrong.len());
    assert!(both > 50, "only {both} queries could be compared");
}
