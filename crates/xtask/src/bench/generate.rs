//! How many events a second `muster generate` makes, and in how much memory.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{Bench, grouped, output};

/// Events of the large fleet are about this many: 2,000 workstations for a hundred hours.
const WORKSTATIONS: usize = 2000;
const HOURS: usize = 100;
/// How often the memory of a process is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// A fleet on an ordinary day; some of it gets the Connect agent.
pub(super) fn scenario(workstations: usize) -> String {
    over(workstations, 24)
}

/// The same for so many hours.
fn over(workstations: usize, hours: usize) -> String {
    format!(
        "title: Ordinary days of {workstations} workstations\nseed: 1\nclock: 2026-03-04T18:00:00Z\nspan: {hours}h\n\
         verdict: benign\nfleet: {{workstations: {workstations}}}\nnoise: office\nstory:\n  - {{id: roll-out, at: -6h, \
         on: {{each: workstations, share: 10%, waves: 8, gap: 3m}}, use: pdq/connect-install}}\n"
    )
}

pub(super) fn run(bench: &Bench) -> Result<(), String> {
    // A scenario is played with the library of the nearest folder above it.
    for shelf in ["images", "behaviors", "profiles"] {
        output(
            Command::new("cp").arg("-rT").arg(bench.root.join("scenarios").join(shelf)).arg(bench.folder.join(shelf)),
        )?;
    }
    let day = bench.file("bench-generate.yaml", &scenario(800))?;
    let long = bench.file("bench-generate-long.yaml", &over(WORKSTATIONS, HOURS))?;
    let out = bench.folder.join("generated");
    muster(bench, &day, "ndjson", &out, 3)?;
    muster(bench, &day, "parquet", &out, 3)?;
    let (events, ours) = muster(bench, &long, "parquet", &out, 1)?;
    let theirs = duckdb(bench, &out.join("DeviceProcessEvents.parquet"), events)?;
    println!("           muster takes {:.2} times DuckDB's time", ours / theirs);
    output(Command::new("rm").arg("-r").arg(out)).map(drop)
}

/// The events and the seconds at best.
fn muster(bench: &Bench, scenario: &Path, format: &str, out: &Path, rounds: usize) -> Result<(f64, f64), String> {
    let (mut events, mut best, mut most) = (0.0, f64::INFINITY, None);
    for _ in 0..rounds {
        let mut command = Command::new(&bench.muster);
        command.arg("generate").arg(scenario).args(["--format", format]).arg("--out").arg(out);
        let (seconds, peak, said) = watched(command.current_dir(&bench.root))?;
        let count = said.rsplit(": ").next().and_then(|tail| tail.split(' ').next()).unwrap_or_default();
        events = count.parse().map_err(|_| format!("cannot read the number of events in `{said}`"))?;
        best = seconds.min(best);
        most = most.max(peak);
    }
    told("generate  ", &format!("muster to {format}"), events, best, most);
    Ok((events, best))
}

/// DuckDB writes as many random rows of the same schema: the seconds.
fn duckdb(bench: &Bench, like: &Path, events: f64) -> Result<f64, String> {
    let script = bench.file("bench-random-rows.py", include_str!("generate/random_rows.py"))?;
    let out = bench.folder.join("random.parquet");
    let mut command = Command::new("python3");
    command.arg(script).arg(like).arg(format!("{events:.0}")).arg(&out);
    let (seconds, peak, said) =
        watched(&mut command).map_err(|e| format!("install DuckDB: python3 -m pip install duckdb\n{e}"))?;
    let inner: f64 = said.trim().parse().map_err(|_| format!("DuckDB printed no time: {said}"))?;
    told("          ", "DuckDB, random rows", events, inner, peak);
    output(Command::new("rm").arg(&out))?;
    Ok(inner.min(seconds))
}

fn told(head: &str, who: &str, events: f64, seconds: f64, peak: Option<u64>) {
    let memory = peak.map(|mib| format!(", at most {} MiB", grouped(mib as f64))).unwrap_or_default();
    println!(
        "{head} {who}: {} events a second ({} events in {seconds:.1} s{memory})",
        grouped(events / seconds),
        grouped(events),
    );
}

/// Runs a command that has to succeed: its seconds, the most memory it had in MiB where the system tells, and what it
/// said.
fn watched(command: &mut Command) -> Result<(f64, Option<u64>, String), String> {
    let start = Instant::now();
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.map_err(|e| format!("cannot run {command:?}: {e}"))?;
    let mut peak = None;
    while child.try_wait().map_err(|e| e.to_string())?.is_none() {
        peak = memory(&child).or(peak);
        std::thread::sleep(LOOK);
    }
    let seconds = start.elapsed().as_secs_f64();
    let output = child.wait_with_output().map_err(|e| e.to_string())?;
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    if output.status.success() { Ok((seconds, peak, said)) } else { Err(said) }
}

/// The most memory that a process has had so far, in MiB; Linux counts it.
fn memory(child: &Child) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024)
}
