//! Measurements, all in one run on one machine. What counts are the ratios within a run: machines differ, and a shared
//! one differs from minute to minute.

mod generate;
mod plan;
mod query;
mod shapes;
mod start;
mod suite;
mod table;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Rows of the table that is queried, where nobody says otherwise.
const EVENTS: usize = 10_000_000;

/// Runs all measurements.
///
/// # Errors
/// A measurement cannot be made.
pub(crate) fn run(root: &Path, shared: Option<&Path>, words: &[&str]) -> Result<(), String> {
    let mut events = EVENTS;
    let mut only = None;
    let mut generate_only = false;
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match (*word, words.next()) {
            ("--events", Some(number)) => {
                let parsed = number.replace('_', "").parse();
                events = parsed.map_err(|_| format!("`{number}` is no number of events"))?;
            }
            ("--shape", Some(name)) => only = Some(*name),
            ("--part", Some(&"generate")) => generate_only = true,
            _ => return Err("usage: xtask bench [--events N] [--shape NAME] [--part generate]".to_owned()),
        }
    }
    let bench = Bench { root: root.to_owned(), muster: muster()?, folder: folder()? };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    println!("{threads} threads, release build, best of several runs; figures are of this run on this machine");
    if generate_only {
        return generate::run(&bench);
    }
    let file = table::table(&bench, events)?;
    if only.is_none() {
        suite::run(&bench)?;
        start::run(&bench)?;
        plan::run(shared)?;
        generate::run(&bench)?;
        query::run(&bench, &file, events)?;
    }
    shapes::run(&bench, &file, only)
}

/// What the measurements share.
struct Bench {
    root: PathBuf,
    muster: PathBuf,
    /// Where files may be put; kept from run to run.
    folder: PathBuf,
}

impl Bench {
    /// A file of the bench's own folder.
    fn file(&self, name: &str, text: &str) -> Result<PathBuf, String> {
        let path = self.folder.join(name);
        std::fs::write(&path, text).map_err(|e| format!("cannot write {}: {e}", path.display()))?;
        Ok(path)
    }
}

impl Bench {
    /// Runs a query or a rule on the table `file` by the command; the seconds of the whole command, and its rows.
    fn query(&self, query: &Path, file: &Path) -> Result<(f64, Vec<serde_json::Value>), String> {
        let start = Instant::now();
        let mut command = Command::new(&self.muster);
        command.arg("query").arg(query).arg("--data").arg(format!("{}={}", table::TABLE, file.display()));
        let text = output(command.args(["--clock", "2026-03-04T18:00:00Z", "--format", "json"]))?;
        let seconds = start.elapsed().as_secs_f64();
        let answer: serde_json::Value =
            serde_json::from_str(&text).map_err(|e| format!("muster printed no JSON: {e}"))?;
        Ok((seconds, answer["rows"].as_array().cloned().unwrap_or_default()))
    }
}

/// The command beside this program.
fn muster() -> Result<PathBuf, String> {
    let beside = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.join("muster")));
    let missing = || "build the command first: cargo build --release -p muster-cli".to_owned();
    beside.filter(|path| path.is_file()).ok_or_else(missing)
}

fn folder() -> Result<PathBuf, String> {
    let exe = std::env::current_exe().map_err(|e| e.to_string())?;
    let folder = exe.parent().and_then(Path::parent).unwrap_or(Path::new(".")).join("bench");
    std::fs::create_dir_all(&folder).map_err(|e| format!("cannot create {}: {e}", folder.display()))?;
    Ok(folder)
}

/// How long something takes at best, of so many times.
fn best(times: usize, mut what: impl FnMut() -> Result<(), String>) -> Result<Duration, String> {
    let mut least = Duration::MAX;
    for _ in 0..times {
        let start = Instant::now();
        what()?;
        least = least.min(start.elapsed());
    }
    Ok(least)
}

/// Runs a command that has to succeed and gives what it prints.
fn output(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|e| format!("cannot run {command:?}: {e}"))?;
    if !output.status.success() {
        return Err(format!("{command:?} failed: {}", String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A number with its thousands apart.
fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}
