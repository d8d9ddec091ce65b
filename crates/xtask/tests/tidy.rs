//! The house keeps to its plan: who sees whom, where heavy crates may be, and the form of files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Lines beyond which a file has two reasons to change.
const MAX_LINES: usize = 800;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the crate lies two folders deep").to_owned()
}

/// The crates of the workspace with their dependencies that are no development dependencies.
fn manifests() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    packages
        .iter()
        .map(|package| {
            let dependencies = package["dependencies"].as_array().expect("a package has dependencies");
            let normal = dependencies.iter().filter(|d| d["kind"].is_null());
            let names = normal.map(|d| d["name"].as_str().unwrap_or_default().to_owned()).collect();
            (package["name"].as_str().unwrap_or_default().to_owned(), names)
        })
        .collect()
}

/// The rows of the table of floors: crate, floor, and whom it sees (nothing for "all").
fn plan() -> Vec<(String, u32, Option<BTreeSet<String>>)> {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md can be read");
    text.lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let floor = cells.get(1)?.parse().ok()?;
            let sees = match *cells.get(4)? {
                all if all.starts_with("all") => None,
                "–" => Some(BTreeSet::new()),
                list => Some(list.split(',').map(|name| format!("muster-{}", name.trim())).collect()),
            };
            Some((cells.get(2)?.trim_matches('`').to_owned(), floor, sees))
        })
        .collect()
}

fn sources() -> Vec<PathBuf> {
    walkdir::WalkDir::new(root().join("crates"))
        .into_iter()
        .map(|entry| entry.expect("the folder can be walked").into_path())
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .collect()
}

#[test]
fn every_crate_has_a_floor_and_sees_only_what_the_architecture_says() {
    let (manifests, plan) = (manifests(), plan());
    let planned: BTreeSet<&String> = plan.iter().map(|(name, ..)| name).collect();
    assert_eq!(planned, manifests.keys().collect(), "ARCHITECTURE.md's table and the workspace's crates");
    for (name, _, sees) in &plan {
        let Some(sees) = sees else { continue };
        let real: BTreeSet<String> = manifests[name].iter().filter(|d| d.starts_with("muster-")).cloned().collect();
        assert_eq!(sees, &real, "what `{name}` sees: left the architecture's table, right its manifest");
    }
}

#[test]
fn a_crate_sees_no_crate_of_its_own_floor_or_above() {
    let plan = plan();
    let floors: BTreeMap<&String, u32> = plan.iter().map(|(name, floor, _)| (name, *floor)).collect();
    for (name, dependencies) in manifests() {
        for seen in dependencies.iter().filter(|d| floors.contains_key(d)) {
            // The catalog and the values crate stand on the foundations of their own floor.
            let same = floors[seen] == floors[&name] && floors[&name] == 1;
            assert!(floors[seen] < floors[&name] || same, "`{name}` sees `{seen}`, which is not below it");
        }
    }
}

#[test]
fn heavy_crates_stay_in_their_rooms() {
    let rooms = [
        ("datafusion", "muster-engine"),
        ("parquet", "muster-files"),
        ("serde_yaml", "muster-yaml"),
        ("ureq", "muster-replay"),
    ];
    for (name, dependencies) in manifests() {
        for (heavy, room) in rooms {
            let has = dependencies.iter().any(|d| d.starts_with(heavy));
            assert!(!has || name == room, "`{name}` depends on {heavy}, which is `{room}`'s alone");
        }
    }
}

#[test]
fn every_file_says_what_it_is_and_is_of_a_readable_size() {
    for path in sources() {
        let text = std::fs::read_to_string(&path).expect("a source file is UTF-8");
        assert!(text.starts_with("//!"), "{} does not begin by saying what it is", path.display());
        let lines = text.lines().count();
        assert!(lines <= MAX_LINES, "{} has {lines} lines: split it by reason to change", path.display());
    }
}
