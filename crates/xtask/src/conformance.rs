//! Cases with the answers of Microsoft's own engine and documentation, run against the `muster` beside this program.

use std::path::Path;
use std::process::Command;

use crate::ratchet;

/// Runs all cases but the geospatial ones.
///
/// # Errors
/// The runner cannot be run, or the numbers got worse.
pub(crate) fn run(root: &Path, shared: Option<&Path>) -> Result<(), String> {
    let Some(folder) = shared.map(|s| s.join("conformance")) else {
        println!("conformance: skipped, there is no folder of cases beside the repository");
        return Ok(());
    };
    let muster = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.join("muster")));
    let muster =
        muster.filter(|path| path.is_file()).ok_or("build the command first: cargo build --release -p muster-cli")?;
    let output = Command::new("python3")
        .arg(folder.join("run_conformance.py"))
        .args(["--types", "--min", "0", "--jobs", "2", "--skip", "docs/geo*", "--skip", "engine/geo*"])
        .arg("--cases")
        .arg(folder.join("kusto-engine.jsonl"))
        .arg("--cases")
        .arg(folder.join("kusto-docs.jsonl"))
        .arg("--cmd")
        .arg(format!("{} query --format json -", muster.display()))
        .output()
        .map_err(|e| format!("cannot run python3: {e}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let last = text
        .lines()
        .rev()
        .find(|line| line.starts_with("conformance:"))
        .ok_or_else(|| format!("the runner printed no result: {}", String::from_utf8_lossy(&output.stderr)))?;
    text.lines().filter(|line| line.starts_with("WRONG")).for_each(|line| println!("{line}"));
    println!("{last}");
    let numbers: Vec<u64> = last.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse().ok()).collect();
    // conformance: 499/637 passed (78.3%), 4 wrong, 134 errors
    let (Some(passed), Some(wrong)) = (numbers.first(), numbers.get(4)) else {
        return Err(format!("cannot read `{last}`"));
    };
    ratchet::compare(root, &[("conformance_passed", *passed), ("conformance_wrong_at_most", *wrong)])
}
