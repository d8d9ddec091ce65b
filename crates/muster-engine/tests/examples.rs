//! The examples of functions and aggregates give the results that the manual prints.

use std::collections::BTreeMap;

use muster_catalog::{Catalog, Datetime, Value};
use muster_engine::{Options, check, run};
use muster_functions::{Example, aggregate, register, scalar};
use muster_source::Source;
use muster_values::{TableSet, to_text};

/// The only value of a query, as `tostring` prints it.
fn value(query: &str, catalog: &Catalog) -> Result<String, String> {
    let source = Source::new("example", query);
    let parsed = muster_syntax::parse(&source);
    let bound = muster_binder::bind(&parsed.query, &source, catalog);
    let query = bound.query.ok_or_else(|| format!("{:?}", bound.diagnostics))?;
    let refused = check(&query, &source);
    if !refused.is_empty() {
        return Err(format!("{refused:?}"));
    }
    let keep = BTreeMap::new();
    let options = Options { clock: Datetime::UNIX_EPOCH, evidence: false, keep: &keep };
    let rows = run(&query, &TableSet::default(), &options).map_err(|error| error.to_string())?;
    let values: Vec<Value> = rows.values().flatten().collect();
    match values.as_slice() {
        [Value::Null(_)] => Ok("null".to_owned()),
        [value] => Ok(to_text(value)),
        values => Err(format!("{} values", values.len())),
    }
}

#[test]
fn every_example_gives_its_result() {
    let mut catalog = Catalog::builtin();
    register(&mut catalog);
    let scalars = scalar::ALL.iter().map(|entry| (entry.name, entry.examples));
    let aggregates = aggregate::ALL.iter().map(|entry| (entry.name, entry.examples));
    let mut wrong = Vec::new();
    for (name, examples) in scalars.chain(aggregates) {
        for Example { call, input, result } in examples {
            let query =
                if input.is_empty() { format!("print x = {call}") } else { format!("{input} | summarize y = {call}") };
            let got = value(&query, &catalog);
            if got.as_deref() != Ok(*result) {
                wrong.push(format!("{name}: {query}\n  want {result}\n  got {got:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn each_of_several_percentiles_has_its_own_column() {
    let mut catalog = Catalog::builtin();
    register(&mut catalog);
    let table = "datatable(x: long, w: long)[10, 8, 20, 6, 30, 3, 40, 1]";
    for (call, results) in [
        ("percentiles(x, 50, 100)", ["20", "40"]),
        ("percentilesw(x, w, 50, 75)", ["20", "20"]),
        ("percentilesw(x, w, 44, 100)", ["10", "40"]),
    ] {
        for (index, result) in results.iter().enumerate() {
            let query = format!("{table} | summarize (a, b) = {call} | project {}", ["a", "b"][index]);
            assert_eq!(value(&query, &catalog).as_deref(), Ok(*result), "{query}");
        }
    }
}
