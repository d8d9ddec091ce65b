//! What the README shows is what the command prints. A `…` stands for whatever was left out.

mod workspace;

use std::fs;
use std::path::{Path, PathBuf};

use workspace::Workspace;

const WIDENED: &str = "rulepacks/pdq/suppressions.yaml";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The lines of the `text` block that has `mark` in its first line.
fn block(mark: &str) -> Vec<String> {
    let readme = fs::read_to_string(root().join("README.md")).expect("the README is there");
    let mut blocks = readme.split("```text\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    let block = blocks.find(|block| block.lines().next().is_some_and(|line| line.contains(mark)));
    block.unwrap_or_else(|| panic!("the README has no block about `{mark}`")).lines().map(str::to_owned).collect()
}

/// Whether a line of the README stands for this line: blanks do not count, what is left out may be anything.
fn stands_for(shown: &str, line: &str) -> bool {
    let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (shown, line) = (squeeze(shown), squeeze(line));
    if !shown.contains('…') {
        return shown == line;
    }
    let mut rest = line.as_str();
    let pieces: Vec<&str> = shown.split('…').map(str::trim).collect();
    for (i, piece) in pieces.iter().enumerate() {
        match rest.find(piece) {
            Some(0) => rest = &rest[piece.len()..],
            Some(at) if i > 0 => rest = &rest[at + piece.len()..],
            _ => return false,
        }
    }
    pieces.last().is_some_and(|last| last.is_empty()) || rest.is_empty()
}

fn compare(shown: &[String], printed: &str) {
    let mut lines = printed.lines();
    for line in shown.iter().filter(|line| line.trim() != "…") {
        assert!(
            lines.any(|l| stands_for(line, l)),
            "the README shows this line, and it is not printed there:\n{line}\n\n{printed}"
        );
    }
}

#[test]
fn the_suite_of_this_repository_prints_what_the_readme_shows() {
    let output = Workspace::empty().muster("test").current_dir(root()).env("CI", "1").output().expect("it runs");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{printed}");
    compare(&block("pdq"), &printed);
}

#[test]
fn a_widened_exclusion_prints_what_the_readme_shows() {
    let workspace = Workspace::empty();
    for name in ["rulepacks", "scenarios", "golden", "muster.yaml"] {
        workspace.copy_in(&root().join(name), name);
    }
    workspace.replace(WIDENED, "contains \"PatchManagement\"", "contains \"agent\"");
    let output = workspace.muster("test").env("CI", "1").output().expect("it runs");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{printed}");
    compare(&block("busy-day: failed"), &printed);
}
