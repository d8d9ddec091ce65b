//! The pack's rule over many events in Parquet, beside DuckDB with the same query in SQL.

use std::path::Path;
use std::process::Command;

use super::{Bench, grouped};

/// Runs the rule on the table `file` of so many events.
pub(super) fn run(bench: &Bench, file: &Path, events: usize) -> Result<(), String> {
    let rule = bench.root.join("rulepacks/pdq/rules/pdq-create-process.yaml");
    let script = bench.file("bench-duckdb.py", include_str!("duckdb.py"))?;
    let mut times = (Vec::new(), Vec::new());
    let (mut ours, mut theirs) = (0, String::new());
    for _ in 0..5 {
        let (seconds, rows) = bench.query(&rule, file)?;
        times.0.push(seconds);
        ours = rows.len();
        let answer = Command::new("python3").arg(&script).arg(file).output();
        let answer = answer.map_err(|e| format!("cannot run python3: {e}"))?;
        if !answer.status.success() {
            let said = String::from_utf8_lossy(&answer.stderr).into_owned();
            println!("query      DuckDB is missing: python3 -m pip install duckdb\n{said}");
            break;
        }
        let text = String::from_utf8_lossy(&answer.stdout).into_owned();
        let mut words = text.split_whitespace();
        times.1.push(words.next().and_then(|w| w.parse().ok()).ok_or("DuckDB's script printed no time")?);
        theirs = words.collect::<Vec<_>>().join(" ");
    }
    let best = |times: &[f64]| times.iter().copied().fold(f64::INFINITY, f64::min);
    let (muster, duckdb) = (best(&times.0), best(&times.1));
    let rate = |seconds: f64| grouped(events as f64 / seconds);
    println!(
        "query      {} rows a second, the PDQ rule over {} events: {muster:.3} s",
        rate(muster),
        grouped(events as f64)
    );
    if !times.1.is_empty() {
        println!(
            "           {} rows a second by DuckDB: {duckdb:.3} s; muster takes {:.2} times that",
            rate(duckdb),
            muster / duckdb
        );
        if theirs != ours.to_string() {
            return Err(format!("muster gives {ours} rows and DuckDB {theirs}"));
        }
    }
    Ok(())
}
