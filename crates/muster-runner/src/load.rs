//! Suites from folders: the packs of a workspace, its scenarios, and which belong together.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use globset::Glob;
use muster_rules::{Workspace, kebab_case, load_pack, load_source};
use muster_simulator::Library;
use muster_source::{Diagnostic, Severity, Span, nearest};
use walkdir::WalkDir;

use crate::address::is_file_name;
use crate::codes::{ADDRESS, DUPLICATE_SCENARIO, PACK_DATA, UNKNOWN_PACK};
use crate::provide::{base_catalog, suite_pack};
use crate::suite::{Options, Suite, SuitePack, SuiteScenario};

/// Folders of scenario data that hold no scenarios.
pub(crate) const SHELVES: [&str; 3] = ["images", "behaviors", "profiles"];

/// Loads all packs and scenarios of a workspace. What has an error is left out and is among the suite's diagnostics.
#[must_use]
pub fn load_suite(workspace: &Workspace, options: Options) -> Suite {
    let mut diagnostics = Vec::new();
    let Packs { packs, broken } = packs(&workspace.rulepacks, &mut diagnostics);
    let (library, more) = muster_simulator::load::library(&workspace.scenarios);
    diagnostics.extend(more);
    let mut reader = Reader { library: &library, packs: &packs, broken: &broken, diagnostics: &mut diagnostics };
    let scenarios = reader.scenarios(&workspace.scenarios);
    Suite {
        packs,
        scenarios,
        library,
        rulepacks: workspace.rulepacks.clone(),
        scenario_folder: workspace.scenarios.clone(),
        golden: workspace.golden.clone(),
        options,
        diagnostics,
    }
}

/// The packs of a folder.
struct Packs {
    packs: Vec<SuitePack>,
    /// Ids of those that cannot be loaded.
    broken: Vec<String>,
}

/// The packs in the folders of `folder`, by name.
fn packs(folder: &Path, diagnostics: &mut Vec<Diagnostic>) -> Packs {
    let base = base_catalog();
    let (mut packs, mut broken) = (Vec::new(), Vec::new());
    let mut paths: Vec<_> = match fs::read_dir(folder) {
        Ok(entries) => entries.filter_map(Result::ok).map(|e| e.path()).collect(),
        Err(error) => {
            let message = format!("cannot read the folder of packs `{}`: {error}", folder.display());
            let help = "name it in `muster.yaml` under `rulepacks:`";
            diagnostics.push(Diagnostic::bare(PACK_DATA, Severity::Error, message).help(help));
            return Packs { packs, broken };
        }
    };
    paths.sort();
    for path in paths.iter().filter(|p| p.join("pack.yaml").is_file()) {
        let (pack, more) = load_pack(path);
        diagnostics.extend(more);
        match pack {
            Some(pack) => packs.push(suite_pack(pack, &base, diagnostics)),
            None => broken.push(kebab_case(&path.file_name().unwrap_or_default().to_string_lossy())),
        }
    }
    Packs { packs, broken }
}

/// Reads scenarios, and knows what they may name.
struct Reader<'a> {
    library: &'a Library,
    packs: &'a [SuitePack],
    broken: &'a [String],
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// The scenarios below `folder`, in the order of their paths.
    fn scenarios(&mut self, folder: &Path) -> Vec<SuiteScenario> {
        let mut found: Vec<SuiteScenario> = Vec::new();
        let mut names: BTreeMap<(String, String), usize> = BTreeMap::new();
        if !folder.exists() {
            return found;
        }
        let visible = |e: &walkdir::DirEntry| {
            let name = e.file_name().to_string_lossy();
            e.depth() == 0 || !(name.starts_with('.') || (e.depth() == 1 && SHELVES.contains(&name.as_ref())))
        };
        for entry in WalkDir::new(folder).max_depth(16).sort_by_file_name().into_iter().filter_entry(visible) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let message = format!("cannot read the folder of scenarios `{}`: {error}", folder.display());
                    self.diagnostics.push(Diagnostic::bare(PACK_DATA, Severity::Error, message));
                    continue;
                }
            };
            let path = entry.path();
            let is_yaml = path.extension().is_some_and(|e| e == "yaml" || e == "yml");
            if !entry.file_type().is_file() || !is_yaml {
                continue;
            }
            let inside = path.strip_prefix(folder).unwrap_or(path);
            let Some(scenario) = self.scenario(path, inside) else { continue };
            let mut good = true;
            for pack in &scenario.packs {
                let key = (pack.clone(), scenario.id.clone());
                if let Some(first) = names.get(&key).and_then(|i| found.get(*i)) {
                    let message = format!("two scenarios of the pack `{pack}` are called `{}`", scenario.id);
                    let source = &scenario.scenario.source;
                    self.diagnostics.push(
                        Diagnostic::error(DUPLICATE_SCENARIO, message, source, Span::new(0, 0))
                            .at(&first.scenario.source, Span::new(0, 0), "the first one")
                            .help("rename one of the files"),
                    );
                    good = false;
                }
            }
            if good {
                names.extend(scenario.packs.iter().map(|pack| ((pack.clone(), scenario.id.clone()), found.len())));
                found.push(scenario);
            }
        }
        found
    }

    /// Reads the scenario at `path`, which is `inside` below the folder of scenarios.
    fn scenario(&mut self, path: &Path, inside: &Path) -> Option<SuiteScenario> {
        let (source, more) = load_source(path);
        self.diagnostics.extend(more);
        let source = source?;
        let (scenario, more) = muster_simulator::read(&source, self.library);
        self.diagnostics.extend(more);
        let scenario = scenario?;
        let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if !is_file_name(&id) {
            let message = format!("a scenario cannot be called `{}`", id.escape_debug());
            self.diagnostics
                .push(Diagnostic::error(ADDRESS, message, &source, Span::new(0, 0)).help("rename the file"));
            return None;
        }
        let named = match &scenario.pack {
            Some(pack) => Some(pack.value.clone()),
            None => inside.parent().and_then(|p| p.iter().next()).map(|p| p.to_string_lossy().into_owned()),
        };
        let mut of: Vec<String> = Vec::new();
        for pack in self.packs.iter().map(|p| &p.pack) {
            let patterns: Vec<_> = pack.scenarios.iter().filter_map(|p| Glob::new(p).ok()).collect();
            let selected = if pack.scenarios.is_empty() {
                named.as_deref() == Some(pack.id.as_str())
            } else {
                patterns.iter().any(|p| p.compile_matcher().is_match(inside))
            };
            if selected {
                of.push(pack.id.clone());
            }
        }
        if of.is_empty() {
            // What is wrong with its pack has been told.
            if named.as_ref().is_some_and(|named| self.broken.contains(named)) {
                return None;
            }
            let known = || self.packs.iter().map(|p| p.pack.id.as_str());
            let span = scenario.pack.as_ref().map_or(Span::new(0, 0), |p| p.span);
            let message = match &named {
                Some(named) => format!("the scenario is of the pack `{named}`, which is not there"),
                None => "the scenario is of no pack".to_owned(),
            };
            let diagnostic = Diagnostic::error(UNKNOWN_PACK, message, &source, span);
            let diagnostic = match named.as_deref().and_then(|n| nearest(n, known())) {
                Some(near) => diagnostic.help(format!("a similar pack is `{near}`")),
                None => {
                    diagnostic.help("write `pack:` with the id of a pack, or put the file into a folder of that name")
                }
            };
            self.diagnostics.push(diagnostic);
            return None;
        }
        Some(SuiteScenario { id, packs: of, scenario })
    }
}
