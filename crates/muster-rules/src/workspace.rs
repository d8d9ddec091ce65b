//! `muster.yaml`: where the packs, the scenarios and the golden files are.

use std::path::{Path, PathBuf};

use muster_source::{Diagnostic, Source};
use muster_yaml::Fields;

/// The name of the file.
pub const FILE: &str = "muster.yaml";

/// The folders of a workspace and its defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// The folder of `muster.yaml`.
    pub root: PathBuf,
    /// The folder whose folders are packs.
    pub rulepacks: PathBuf,
    /// The folder of scenarios.
    pub scenarios: PathBuf,
    /// The folder of golden files.
    pub golden: PathBuf,
    /// Threads that run cases, if the file says so.
    pub jobs: Option<usize>,
}

impl Workspace {
    /// The workspace of a folder whose `muster.yaml` says nothing.
    #[must_use]
    pub fn at(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            rulepacks: root.join("rulepacks"),
            scenarios: root.join("scenarios"),
            golden: root.join("golden"),
            jobs: None,
        }
    }
}

/// Reads `muster.yaml`, which stands in `root`. Keys with errors are reported and have their defaults.
#[must_use]
pub fn read(source: &Source, root: &Path) -> (Workspace, Vec<Diagnostic>) {
    let mut workspace = Workspace::at(root);
    let node = match muster_yaml::read(source) {
        Ok(node) => node,
        Err(diagnostics) => return (workspace, diagnostics),
    };
    let mut diagnostics = Vec::new();
    if node.is_null() {
        return (workspace, diagnostics);
    }
    let mut f = Fields::of(&node, source, &mut diagnostics);
    let folders = [
        ("rulepacks", &mut workspace.rulepacks),
        ("scenarios", &mut workspace.scenarios),
        ("golden", &mut workspace.golden),
    ];
    for (key, folder) in folders {
        if let Some(text) = f.text(key) {
            *folder = root.join(text);
        }
    }
    if let Some(node) = f.take("defaults").filter(|n| !n.is_null()) {
        let mut d = Fields::of(node, source, f.diagnostics());
        if let Some(jobs) = d.integer("jobs") {
            workspace.jobs = usize::try_from(jobs).ok().filter(|n| (1..=1024).contains(n));
            if workspace.jobs.is_none() {
                let span = d.take("jobs").map_or_else(|| d.head(), |n| n.span);
                let message = format!("`jobs` cannot be `{jobs}`");
                d.report(
                    Diagnostic::error(muster_yaml::NOT_ONE_OF, message, source, span)
                        .help("write a number from 1 to 1024"),
                );
            }
        }
        d.finish();
    }
    f.finish();
    (workspace, diagnostics)
}
