//! Which files a command is about: the workspace, and the part of it that paths select.
//!
//! Without paths a command is about the workspace of the current folder: the one whose `muster.yaml` is in it or the
//! nearest folder above. A path is a workspace's folder, a pack, a rule, a scenario, or a folder of any of these. Paths
//! of packs and rules are alternatives to each other, and so are those of scenarios; of one kind and the other, both
//! must hold. A pack without a workspace has its scenarios and golden files in its own folders `scenarios` and `golden`.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::NaiveDate;
use muster_rules::{Workspace, load_workspace, workspace::FILE};
use muster_runner::{Extent, Filter, Options, Suite, load_suite};
use muster_simulator::Library;
use muster_source::Diagnostic;

use crate::exit::Exit;
use crate::terminal;

/// Folders of scenario data that hold no scenarios.
const SHELVES: [&str; 3] = ["images", "behaviors", "profiles"];

/// A loaded suite and where it comes from.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) workspace: Workspace,
    pub(crate) suite: Suite,
}

/// What paths select.
#[derive(Debug, Default)]
struct Selection {
    /// Packs, rules and folders of them.
    rules: Vec<PathBuf>,
    /// Scenarios and folders of them.
    scenarios: Vec<PathBuf>,
}

/// The workspace at `start` or in the nearest folder above it.
pub(crate) fn find(start: &Path) -> Result<Workspace, Exit> {
    let (workspace, diagnostics) = load_workspace(start);
    terminal::complain(&diagnostics);
    // What is wrong with `muster.yaml` is configuration.
    if muster_source::has_errors(&diagnostics) { Err(Exit::Usage) } else { workspace.map(plain).ok_or(Exit::Usage) }
}

/// The workspace with its folders as one would write them: without `./` in front.
fn plain(workspace: Workspace) -> Workspace {
    let plain = |path: PathBuf| match path.strip_prefix(".") {
        Ok(rest) if rest != Path::new("") => rest.to_owned(),
        _ => path,
    };
    Workspace {
        root: workspace.root,
        rulepacks: plain(workspace.rulepacks),
        scenarios: plain(workspace.scenarios),
        golden: plain(workspace.golden),
        jobs: workspace.jobs,
    }
}

/// The day by the system's clock, UTC: what waivers and suppressions are judged by.
pub(crate) fn today() -> NaiveDate {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    i32::try_from(seconds / 86_400).ok().and_then(NaiveDate::from_epoch_days).unwrap_or_default()
}

/// Loads what `paths` select, with the cases that `filter` leaves. Complaints are in the suite.
pub(crate) fn load(paths: &[PathBuf], filter: &str, today: NaiveDate) -> Result<Loaded, Exit> {
    let refuse = |d: Diagnostic| {
        terminal::complain(&[d]);
        Exit::Usage
    };
    // A filter that is none is told before files are read.
    Filter::parse(filter).map_err(refuse)?;
    let workspace = of_paths(paths)?;
    let mut options = Options::new(today);
    options.jobs = workspace.jobs.unwrap_or(0);
    let mut suite = load_suite(&workspace, options);
    let selection = Selection::new(paths, &workspace);
    if !selection.is_everything() {
        suite.options.extent = Extent::Part;
    }
    let terms = selection.narrow(&mut suite, &workspace);
    suite.options.filter = Filter::parse(&both(filter, &terms)).map_err(refuse)?;
    Ok(Loaded { workspace, suite })
}

/// The one workspace that all paths are in.
fn of_paths(paths: &[PathBuf]) -> Result<Workspace, Exit> {
    let mut found: Option<(PathBuf, Workspace)> = None;
    if paths.is_empty() {
        return find(Path::new("."));
    }
    for path in paths {
        let real = real(path)?;
        let workspace = match (workspace_folder(&real), pack_folder(&real)) {
            (Some(_), _) => find(path)?,
            (None, Some(pack)) => Workspace {
                rulepacks: pack.parent().unwrap_or(&pack).to_owned(),
                scenarios: pack.join("scenarios"),
                golden: pack.join("golden"),
                jobs: None,
                root: pack,
            },
            (None, None) => {
                let message = format!("`{}` is in no workspace and in no pack", path.display());
                return Err(terminal::usage(message, "name a folder with a `muster.yaml`, or a pack"));
            }
        };
        let root = real_or_given(&workspace.root);
        match &found {
            Some((first, _)) if *first != root => {
                let message = format!("`{}` is in another workspace than the paths before it", path.display());
                return Err(terminal::usage(message, "run the command once for each workspace"));
            }
            Some(_) => {}
            None => found = Some((root, workspace)),
        }
    }
    found.map(|(_, workspace)| workspace).ok_or(Exit::Usage)
}

fn real(path: &Path) -> Result<PathBuf, Exit> {
    path.canonicalize().map_err(|error| {
        terminal::usage(format!("cannot read `{}`: {error}", path.display()), "check the path and its permissions")
    })
}

fn real_or_given(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn workspace_folder(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|f| f.join(FILE).is_file()).map(Path::to_owned)
}

fn pack_folder(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|f| f.join("pack.yaml").is_file()).map(Path::to_owned)
}

impl Selection {
    fn new(paths: &[PathBuf], workspace: &Workspace) -> Self {
        let mut selection = Self::default();
        let (root, scenarios) = (real_or_given(&workspace.root), real_or_given(&workspace.scenarios));
        for path in paths.iter().map(|p| real_or_given(p)) {
            if path.starts_with(&scenarios) {
                // All scenarios are no selection; neither is the data that they share.
                let shared = path.strip_prefix(&scenarios).ok().and_then(|p| p.iter().next());
                if path != scenarios && !shared.is_some_and(|s| SHELVES.iter().any(|shelf| s == *shelf)) {
                    selection.scenarios.push(path);
                }
            } else if !root.starts_with(&path) || pack_folder(&path).is_some_and(|p| p == path) {
                selection.rules.push(path);
            }
        }
        selection
    }

    fn is_everything(&self) -> bool {
        self.rules.is_empty() && self.scenarios.is_empty()
    }

    /// Leaves out packs and scenarios that are not selected, with the complaints about them, and gives filter terms for
    /// what is left of the rules. Rules stay in their packs, since scenarios speak of them.
    fn narrow(&self, suite: &mut Suite, workspace: &Workspace) -> Vec<String> {
        let mut terms = Vec::new();
        if !self.rules.is_empty() {
            suite.packs.retain(|pack| {
                let root = real_or_given(&pack.pack.root);
                let whole = self.rules.iter().any(|p| root.starts_with(p));
                let part: Vec<&str> = pack
                    .pack
                    .rules
                    .iter()
                    .filter(|r| !whole && self.rules.iter().any(|p| real_or_given(&r.path).starts_with(p)))
                    .map(|r| r.id.as_str())
                    .collect();
                if whole {
                    terms.push(format!("pack:{}", pack.pack.id));
                }
                terms.extend(part.iter().map(|rule| format!("pack:{} rule:{rule}", pack.pack.id)));
                // The file of a rule that cannot be loaded is no rule of the pack, but its complaints are wanted.
                whole || !part.is_empty() || self.rules.iter().any(|p| p.starts_with(&root))
            });
            if terms.is_empty() {
                terms.push("!*".to_owned());
            }
        }
        let packs: Vec<&str> = suite.packs.iter().map(|p| p.pack.id.as_str()).collect();
        suite.scenarios.retain(|scenario| {
            let file = real_or_given(Path::new(scenario.scenario.source.name()));
            scenario.packs.iter().any(|p| packs.contains(&p.as_str()))
                && (self.scenarios.is_empty() || self.scenarios.iter().any(|p| file.starts_with(p)))
        });
        let roots: Vec<PathBuf> = suite.packs.iter().map(|p| real_or_given(&p.pack.root)).collect();
        let (rulepacks, scenarios) = (real_or_given(&workspace.rulepacks), real_or_given(&workspace.scenarios));
        suite.diagnostics.retain(|d| {
            let Some(label) = d.labels.first() else { return true };
            let file = real_or_given(Path::new(label.source.name()));
            let wanted = |paths: &[PathBuf]| paths.is_empty() || paths.iter().any(|p| file.starts_with(p));
            match file.strip_prefix(&scenarios) {
                Ok(inside) => {
                    let shelf = inside.iter().next();
                    shelf.is_some_and(|s| SHELVES.iter().any(|shelf| s == *shelf)) || wanted(&self.scenarios)
                }
                Err(_) if file.starts_with(&rulepacks) && !self.rules.is_empty() => {
                    wanted(&self.rules) || wanted(&roots)
                }
                Err(_) => true,
            }
        });
        terms
    }
}

/// A filter that selects what both `filter` and one of `terms` select.
fn both(filter: &str, terms: &[String]) -> String {
    if terms.is_empty() || filter.trim().is_empty() {
        return if terms.is_empty() { filter.to_owned() } else { terms.join(",") };
    }
    let alternatives = filter.split([',', '|']);
    alternatives.flat_map(|a| terms.iter().map(move |t| format!("{} {t}", a.trim()))).collect::<Vec<_>>().join(",")
}

/// The library for a scenario's file: of its workspace, or of the nearest folder above it that has one.
pub(crate) fn library(scenario: &Path) -> (Library, Vec<Diagnostic>) {
    let real = real_or_given(scenario);
    let nearest = real.ancestors().skip(1).find(|f| SHELVES.iter().any(|shelf| f.join(shelf).is_dir()));
    if let Some(folder) = nearest {
        return muster_simulator::load::library(folder);
    }
    match workspace_folder(&real).map(|root| load_workspace(&root)) {
        Some((Some(workspace), _)) => muster_simulator::load::library(&workspace.scenarios),
        _ => (Library::default(), Vec::new()),
    }
}

/// Threads for work of one command: as asked, or one a processor.
pub(crate) fn jobs(asked: Option<usize>) -> usize {
    asked.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get)).clamp(1, 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_and_paths_must_both_hold() {
        assert_eq!(both("", &[]), "");
        assert_eq!(both("a,b", &[]), "a,b");
        assert_eq!(both(" ", &["pack:p".to_owned(), "pack:q".to_owned()]), "pack:p,pack:q");
        assert_eq!(both("a b|c", &["pack:p rule:r".to_owned()]), "a b pack:p rule:r,c pack:p rule:r");
    }
}
