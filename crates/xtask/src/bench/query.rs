//! The pack's rule over many events in Parquet, beside DuckDB with the same query in SQL.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use arrow_array::RecordBatch;
use muster_files::{write_parquet, write_whole};
use muster_simulator::{Options, load, read, simulate};
use muster_source::Source;

use super::{Bench, generate, grouped, output};

/// Workstations of one day; a table of many events is made of many such days with different seeds.
const WORKSTATIONS: usize = 2000;
const TABLE: &str = "DeviceProcessEvents";

pub(super) fn run(bench: &Bench, events: usize) -> Result<(), String> {
    let file = table(bench, events)?;
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
        let answer = Command::new("python3").arg(&script).arg(&file).output();
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

/// The file of so many events; made once.
fn table(bench: &Bench, events: usize) -> Result<PathBuf, String> {
    let path = bench.folder.join(format!("{TABLE}-{events}.parquet"));
    if path.is_file() {
        return Ok(path);
    }
    let (library, _) = load::library(&bench.root.join("scenarios"));
    let source = Source::new("bench.yaml", generate::scenario(WORKSTATIONS));
    let (scenario, diagnostics) = read(&source, &library);
    let scenario = scenario.ok_or_else(|| format!("the bench's scenario is broken: {diagnostics:?}"))?;
    let jobs = std::thread::available_parallelism().map_or(1, usize::from);
    let day =
        |seed: u64| simulate(&scenario, &library, &Options { seed: Some(seed), jobs, ..Options::default() }).tables;
    let schema = day(0).get(TABLE).map(|(table, _)| table.clone()).ok_or("the simulator makes no processes")?;
    let mut left = events;
    let start = Instant::now();
    let mut rows = (0..).flat_map(|seed| day(seed).get(TABLE).map(|(_, batches)| batches.to_vec()).unwrap_or_default());
    let mut batches = std::iter::from_fn(|| -> Option<RecordBatch> {
        let batch = if left == 0 { None } else { rows.next() }?;
        let batch = batch.slice(0, batch.num_rows().min(left));
        left -= batch.num_rows();
        Some(batch)
    });
    write_whole(&path, |out| write_parquet(out, &schema, &mut batches, jobs)).map_err(|e| e.to_string())?;
    let seconds = start.elapsed().as_secs_f64();
    println!("           made {} in {seconds:.0} s, {} bytes", shown(&path), grouped(size(&path)));
    Ok(path)
}

fn shown(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn size(path: &Path) -> f64 {
    std::fs::metadata(path).map_or(0.0, |data| data.len() as f64)
}
