//! The pack of remote management tools, made from its table `rulepacks/rmm/tools.yaml`: a rule for each tool, a scenario in
//! which each tool runs, and one in which its near misses do.

mod fact;
mod render;
mod table;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use table::Tool;

/// The table, and what the generated files say about themselves.
const TABLE: &str = "rulepacks/rmm/tools.yaml";

/// Folders that hold nothing but generated files and hand-written ones without [`render::MARK`].
const FOLDERS: [&str; 2] = ["rulepacks/rmm/rules", "scenarios/rmm"];

/// Writes rules and scenarios, or with `check` compares them.
///
/// # Errors
/// The table is wrong, or a file is stale or cannot be written.
pub(crate) fn run(root: &Path, check: bool) -> Result<(), String> {
    let tools = tools(root)?;
    let files = files(&tools);
    let mut stale: Vec<String> = Vec::new();
    for (name, text) in &files {
        let path = root.join(name);
        if std::fs::read_to_string(&path).is_ok_and(|old| old == *text) {
            continue;
        }
        stale.push(name.clone());
        if !check {
            std::fs::write(&path, text).map_err(|e| format!("cannot write {}: {e}", path.display()))?;
        }
    }
    for (name, path) in generated(root)? {
        if files.contains_key(&name) {
            continue;
        }
        if !check {
            std::fs::remove_file(&path).map_err(|e| format!("cannot remove {}: {e}", path.display()))?;
        }
        stale.push(name);
    }
    match (stale.len(), check) {
        (0, _) => println!("rmm: current, {} tools", tools.len()),
        (n, false) => println!("rmm: wrote or removed {n} files of {} tools", tools.len()),
        (_, true) => {
            return Err(format!("stale: {}; run `cargo run --release -p xtask -- gen`", stale.join(", ")));
        }
    }
    Ok(())
}

fn tools(root: &Path) -> Result<Vec<Tool>, String> {
    let path = root.join(TABLE);
    let text = std::fs::read_to_string(&path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
    table::read(TABLE, &text)
}

/// All generated files by their paths below the root.
fn files(tools: &[Tool]) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> =
        tools.iter().map(|tool| (format!("{}/{}.yaml", FOLDERS[0], tool.id), render::rule(tool))).collect();
    files.insert(format!("{}/tools-run.yaml", FOLDERS[1]), render::tools_run(tools));
    files.insert(format!("{}/near-misses.yaml", FOLDERS[1]), render::near_misses(tools));
    files
}

/// The files on disk that say that they are generated, each with its path below the root.
fn generated(root: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let mut found = Vec::new();
    for folder in FOLDERS {
        let path = root.join(folder);
        let entries = std::fs::read_dir(&path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
        for path in entries.filter_map(Result::ok).map(|e| e.path()).filter(|p| p.is_file()) {
            let text = std::fs::read_to_string(&path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
            if text.starts_with(render::MARK) {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                found.push((format!("{folder}/{name}"), path));
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests;
