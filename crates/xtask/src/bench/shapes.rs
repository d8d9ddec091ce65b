//! Ten shapes of rules as they are found in the wild, each by muster, DuckDB and Polars on the same Parquet file.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::{Bench, output};

/// Name and KQL of each shape; `shapes.py` has the same in SQL and as Polars expressions.
const SHAPES: [(&str, &str); 10] = [
    ("term-search", include_str!("shapes/term-search.kql")),
    ("has-any-200", include_str!("shapes/has-any-200.kql")),
    ("regex", include_str!("shapes/regex.kql")),
    ("summarize-by-device", include_str!("shapes/summarize-by-device.kql")),
    ("make-set", include_str!("shapes/make-set.kql")),
    ("arg-max", include_str!("shapes/arg-max.kql")),
    ("join-innerunique", include_str!("shapes/join-innerunique.kql")),
    ("join-leftanti", include_str!("shapes/join-leftanti.kql")),
    ("mv-expand", include_str!("shapes/mv-expand.kql")),
    ("parse", include_str!("shapes/parse.kql")),
];
const ROUNDS: usize = 3;

/// Runs all shapes, or the one called `only`, on the table `file`.
pub(super) fn run(bench: &Bench, file: &Path, only: Option<&str>) -> Result<(), String> {
    let script = bench.file("bench-shapes.py", include_str!("shapes/shapes.py"))?;
    println!("shapes     best of {ROUNDS} rounds; muster: the whole command, the others: the query alone");
    println!("           {:<20} {:>9} {:>9} {:>9}   of DuckDB  of Polars", "", "muster", "DuckDB", "Polars");
    let (mut of_duckdb, mut of_polars) = (Vec::new(), Vec::new());
    for (name, query) in SHAPES.iter().filter(|(name, _)| only.is_none_or(|only| only == *name)) {
        let mut best = [f64::INFINITY; 3];
        let query = bench.file(&format!("bench-{name}.kql"), query)?;
        for _ in 0..ROUNDS {
            let (seconds, ours) = bench.query(&query, file)?;
            let ours = sorted(&ours);
            best[0] = best[0].min(seconds);
            for (index, engine) in ["duckdb", "polars"].into_iter().enumerate() {
                let (seconds, theirs) = rival(&script, engine, name, &query, file)?;
                best[index + 1] = best[index + 1].min(seconds);
                if ours != theirs {
                    return Err(format!("{name}: {}", difference(&ours, engine, &theirs)));
                }
            }
        }
        let [muster, duckdb, polars] = best;
        of_duckdb.push(muster / duckdb);
        of_polars.push(muster / polars);
        let ratios = (muster / duckdb, muster / polars);
        println!(
            "           {name:<20} {muster:>7.3} s {duckdb:>7.3} s {polars:>7.3} s {:>11.2} {:>10.2}",
            ratios.0, ratios.1
        );
    }
    if only.is_none() {
        let (duckdb, polars) = (geometric(&of_duckdb), geometric(&of_polars));
        println!("           {:<50} {duckdb:>11.2} {polars:>10.2}", "geometric mean");
    }
    Ok(())
}

fn geometric(ratios: &[f64]) -> f64 {
    (ratios.iter().map(|r| r.ln()).sum::<f64>() / ratios.len() as f64).exp()
}

/// Runs `shapes.py`, which prints one JSON object: the seconds of the query alone, and its rows. The rows come as sorted
/// texts.
fn rival(script: &Path, engine: &str, shape: &str, query: &Path, file: &Path) -> Result<(f64, Vec<String>), String> {
    let mut command = Command::new("python3");
    let text = output(command.arg(script).args([engine, shape]).arg(query).arg(file))
        .map_err(|e| format!("install DuckDB and Polars: python3 -m pip install duckdb polars\n{e}"))?;
    let answer: Value = serde_json::from_str(&text).map_err(|e| format!("{engine} printed no JSON: {e}"))?;
    let seconds = answer["seconds"].as_f64().ok_or_else(|| format!("{engine} printed no time"))?;
    Ok((seconds, sorted(answer["rows"].as_array().map_or(&[][..], Vec::as_slice))))
}

fn sorted(rows: &[Value]) -> Vec<String> {
    let mut rows: Vec<String> = rows.iter().map(Value::to_string).collect();
    rows.sort();
    rows
}

fn difference(ours: &[String], engine: &str, theirs: &[String]) -> String {
    let only = |these: &[String], those: &[String]| {
        these.iter().find(|row| those.binary_search(row).is_err()).cloned().unwrap_or_default()
    };
    format!(
        "muster gives {} rows and {engine} {}; only muster: {}; only {engine}: {}",
        ours.len(),
        theirs.len(),
        only(ours, theirs),
        only(theirs, ours)
    )
}
