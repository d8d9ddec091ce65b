//! A pack: rules and what belongs to them.

use std::path::PathBuf;

use muster_source::{Diagnostic, Source};
use muster_yaml::Fields;

use crate::alias::Aliases;
use crate::rule::Rule;
use crate::suppression::Suppression;

/// A folder of rules with what they need.
#[derive(Debug, Clone)]
pub struct Pack {
    /// The folder's name in kebab case: the first step of golden files' paths.
    pub id: String,
    /// What people call it; the id if the file does not say.
    pub title: String,
    /// What it is for; may be empty.
    pub description: String,
    /// The folder, as it was given.
    pub root: PathBuf,
    /// The rules, by id.
    pub rules: Vec<Rule>,
    /// The suppressions, in the order of the file.
    pub suppressions: Vec<Suppression>,
    /// The field names that suppressions may use.
    pub fields: Aliases,
    /// Saved functions: the name and its text, by name. From `functions/*.kql`.
    pub functions: Vec<(String, Source)>,
    /// Tables that the pack adds or extends, in KQL's own notation. From `schemas/*.kql`.
    pub schemas: Vec<Source>,
    /// Watchlists by name. From `watchlists/*.csv`.
    pub watchlists: Vec<(String, PathBuf)>,
    /// What `externaldata` reads, by file name. From `external/`: CSV, TSV, PSV, text, JSON.
    pub external: Vec<(String, PathBuf)>,
    /// Rows of tables that nobody simulates, by table, such as `FileProfiles` for `FileProfile`. From `profiles/*.csv`.
    pub profiles: Vec<(String, PathBuf)>,
    /// Patterns of scenario files that the pack is tested on, relative to the folder of scenarios; empty means all that
    /// name the pack.
    pub scenarios: Vec<String>,
    /// The text of `pack.yaml`.
    pub source: Source,
}

impl Pack {
    /// The rule with this id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|r| r.id == id)
    }

    /// The suppressions that apply to the rule with this id.
    pub fn suppressions_of<'p>(&'p self, rule: &'p str) -> impl Iterator<Item = &'p Suppression> {
        self.suppressions.iter().filter(move |s| s.applies_to(rule))
    }
}

/// What `pack.yaml` says.
pub(crate) struct Head {
    pub(crate) title: Option<String>,
    pub(crate) description: String,
    pub(crate) fields: Aliases,
    pub(crate) scenarios: Vec<String>,
}

pub(crate) fn read(source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Option<Head> {
    let node = match muster_yaml::read(source) {
        Ok(node) => node,
        Err(faults) => {
            diagnostics.extend(faults);
            return None;
        }
    };
    let mut f = Fields::of(&node, source, diagnostics);
    let title = f.text("title").map(str::to_owned);
    let description = f.text("description").unwrap_or_default().trim().to_owned();
    let entries = f.mapping("fields").unwrap_or_default();
    let fields = Aliases::read(entries, source, f.diagnostics());
    let scenarios = f.texts("scenarios").unwrap_or_default().into_iter().map(|(t, _)| t.to_owned()).collect();
    f.finish();
    Some(Head { title, description, fields, scenarios })
}
