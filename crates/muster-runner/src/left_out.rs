//! What cannot be loaded or bound, and which complaints only follow from that.

use std::collections::BTreeSet;
use std::path::Path;

use muster_report::LeftOut;
use muster_rules::{NO_RULES, kebab_case};
use muster_source::Diagnostic;

use crate::load::SHELVES;
use crate::prepare::PreparedPack;
use crate::suite::Suite;

/// What a file with an error is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Rule,
    Scenario,
    Other,
}

fn kind(suite: &Suite, file: &Path) -> Kind {
    if let Ok(inside) = file.strip_prefix(&suite.rulepacks)
        && inside.iter().nth(1).is_some_and(|folder| folder == "rules")
    {
        return Kind::Rule;
    }
    match file.strip_prefix(&suite.scenario_folder).map(|inside| inside.iter().next()) {
        Ok(Some(first)) if !SHELVES.iter().any(|shelf| first == *shelf) => Kind::Scenario,
        _ => Kind::Other,
    }
}

/// Counts what a suite lacks: files that could not be loaded, and rules that cannot be bound.
pub(crate) fn left_out(suite: &Suite, packs: &[PreparedPack<'_>], binding: &[Diagnostic]) -> LeftOut {
    let mut files: BTreeSet<&str> = BTreeSet::new();
    let mut nameless = 0;
    for diagnostic in suite.diagnostics.iter().filter(|d| d.is_error() && d.code != NO_RULES) {
        match diagnostic.labels.first() {
            Some(label) => drop(files.insert(label.source.name())),
            None => nameless += 1,
        }
    }
    let unbound = packs.iter().flat_map(|p| &p.rules).filter(|r| r.query.is_none());
    files.extend(unbound.map(|r| r.rule.source.name()));
    let of_suppressions = binding.iter().filter(|d| may_be_of_suppressions(d));
    files.extend(of_suppressions.filter_map(|d| d.labels.first()).map(|l| l.source.name()));
    let count = |wanted| files.iter().filter(|file| kind(suite, Path::new(file)) == wanted).count();
    LeftOut { rules: count(Kind::Rule), scenarios: count(Kind::Scenario), files: count(Kind::Other) + nameless }
}

/// Whether a suppression may be missing because of this. A complaint without a place may be about any file.
pub(crate) fn may_be_of_suppressions(diagnostic: &Diagnostic) -> bool {
    let of_pack = |name: &str| name.ends_with("suppressions.yaml") || name.ends_with("pack.yaml");
    diagnostic.is_error() && diagnostic.labels.first().is_none_or(|label| of_pack(label.source.name()))
}

/// Names of which a suite cannot say that nothing has them, because their files could not be loaded.
#[derive(Debug, Default)]
pub(crate) struct Unknown {
    rules: BTreeSet<String>,
    /// Folders of packs whose suppressions are not all there.
    suppressions: Vec<String>,
    /// A file that has no name in the complaint may be any of them.
    anything: bool,
}

impl Unknown {
    pub(crate) fn of(suite: &Suite) -> Self {
        let mut unknown = Self::default();
        for diagnostic in suite.diagnostics.iter().filter(|d| d.is_error()) {
            let Some(label) = diagnostic.labels.first() else {
                unknown.anything = true;
                continue;
            };
            let file = Path::new(label.source.name());
            if kind(suite, file) == Kind::Rule {
                unknown.rules.insert(kebab_case(&file.file_stem().unwrap_or_default().to_string_lossy()));
            } else if may_be_of_suppressions(diagnostic) {
                unknown.suppressions.extend(file.parent().map(|folder| folder.display().to_string()));
            }
        }
        unknown
    }

    /// Whether there may be a rule of this id.
    pub(crate) fn rule(&self, id: &str) -> bool {
        self.anything || self.rules.contains(id)
    }

    /// Whether the pack may have suppressions that are not known.
    pub(crate) fn suppressions(&self, root: &Path) -> bool {
        self.anything || self.suppressions.iter().any(|folder| Path::new(folder) == root)
    }
}
