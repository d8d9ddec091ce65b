//! How long it takes to understand a rule: parse, bind and check it, and run it on tables without rows. Over the corpus of
//! real rules, where it is at hand.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use muster_catalog::{Catalog, Column, Datetime, Table};
use muster_engine::Options;
use muster_source::Source;
use muster_values::TableSet;
use serde_json::Value;

const ROUNDS: usize = 5;

/// Measures each rule that binds, and prints the median and the slowest twentieth.
pub(super) fn run(shared: Option<&Path>) -> Result<(), String> {
    let Some(path) = shared.map(|s| s.join("corpus/rules-dev.jsonl")) else {
        println!("plan       skipped, there is no corpus beside the repository");
        return Ok(());
    };
    let text = std::fs::read_to_string(&path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
    let mut catalog = Catalog::builtin();
    muster_functions::register(&mut catalog);
    let (mut understood, mut run) = (Vec::new(), Vec::new());
    for line in text.lines() {
        let rule: Value = serde_json::from_str(line).map_err(|e| format!("{}: {e}", path.display()))?;
        let source = Source::new("rule.kql", rule["query"].as_str().unwrap_or_default());
        if rule["semantic_ok"] == true
            && let Some((first, second)) = one(&source, &catalog)
        {
            understood.push(first);
            run.push(second);
        }
    }
    understood.sort();
    run.sort();
    let at = |times: &[Duration], share: usize| {
        times.get(times.len() * share / 100).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    };
    println!(
        "plan       {} rules: {:.2} ms each at the median, {:.2} ms at the 95th percentile; with a run on no rows {:.2} \
         and {:.2} ms",
        understood.len(),
        at(&understood, 50),
        at(&understood, 95),
        at(&run, 50),
        at(&run, 95)
    );
    Ok(())
}

/// The best time to understand the rule, and to understand it and run it on no rows; nothing for a rule that is refused.
fn one(source: &Source, catalog: &Catalog) -> Option<(Duration, Duration)> {
    let mut best = (Duration::MAX, Duration::MAX);
    let keep = BTreeMap::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let parsed = muster_syntax::parse(source);
        let query = muster_binder::bind(&parsed.query, source, catalog).query?;
        if !query.pending.is_empty() || !muster_engine::check(&query, source).is_empty() {
            return None;
        }
        let understood = start.elapsed();
        let mut tables = TableSet::new();
        for (name, columns) in &query.columns {
            let columns = columns.iter().map(|(name, ty)| Column::new(name, *ty)).collect();
            tables.insert(Table { name: name.clone(), description: String::new(), columns, open: false }, Vec::new());
        }
        let start = Instant::now();
        let options = Options { clock: Datetime::UNIX_EPOCH, evidence: false, keep: &keep };
        muster_engine::run(&query, &tables, &options).ok()?;
        best = (best.0.min(understood), best.1.min(understood + start.elapsed()));
    }
    Some(best)
}
