//! Chores of the repository: generated manuals, ratchets over a corpus of real rules, benchmarks.
//!
//! `cargo run --release -p xtask -- gen | corpus | conformance | bench`

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a chore talks to the person who runs it")]

mod bench;
mod conformance;
mod corpus;
mod invalid;
mod manual;
mod ratchet;
mod rmm;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The repository's root.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// The folder of cases and rules beside the repository, which is not part of it.
fn shared() -> Option<PathBuf> {
    Some(root().join("../shared")).filter(|folder| folder.is_dir())
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let rest: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
    let result = match words.first().map(String::as_str) {
        Some("gen") => {
            let check = rest.contains(&"--check");
            manual::run(&root(), check).and_then(|()| rmm::run(&root(), check))
        }
        Some("corpus") => corpus::run(&root(), shared().as_deref()),
        Some("conformance") => conformance::run(&root(), shared().as_deref()),
        Some("bench") => bench::run(&root(), shared().as_deref(), &rest),
        _ => Err("usage: xtask gen [--check] | corpus | conformance | bench [--events N] [--shape NAME]".to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
