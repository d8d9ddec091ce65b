//! The pack's rule over many events in Parquet, beside DuckDB with the same query in SQL.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use super::table::TABLE;
use super::{Bench, grouped, output};

/// Runs the rule on the table `file` of so many events.
pub(super) fn run(bench: &Bench, file: &Path, events: usize) -> Result<(), String> {
    let rule = bench.root.join("rulepacks/pdq/rules/pdq-create-process.yaml");
    let script = bench.file("bench-duckdb.py", include_str!("duckdb.py"))?;
    let mut times = (Vec::new(), Vec::new());
    let (mut ours, mut theirs) = (String::new(), String::new());
    for _ in 0..5 {
        let start = Instant::now();
        let mut command = Command::new(&bench.muster);
        command.arg("query").arg(&rule).arg("--data").arg(format!("{TABLE}={}", file.display()));
        ours = output(command.args(["--clock", "2026-03-04T18:00:00Z", "--format", "json"]))?;
        times.0.push(start.elapsed().as_secs_f64());
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
        let answer: serde_json::Value = serde_json::from_str(&ours).map_err(|e| format!("no JSON: {e}"))?;
        let rows = answer["rows"].as_array().map_or(0, Vec::len);
        println!(
            "           {} rows a second by DuckDB: {duckdb:.3} s; muster takes {:.2} times that",
            rate(duckdb),
            muster / duckdb
        );
        if theirs != rows.to_string() {
            return Err(format!("muster gives {rows} rows and DuckDB {theirs}"));
        }
    }
    Ok(())
}
