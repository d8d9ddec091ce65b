//! `muster check`: does everything load and bind?

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use muster_report::diagnostics_json;
use muster_rules::load_rule;
use muster_runner::{Checked, base_catalog, check_suite};
use muster_source::{Diagnostic, Severity, has_errors};

use super::{Form, counted};
use crate::exit::Exit;
use crate::{terminal, workspace};

/// Load and bind every rule, suppression and scenario; nothing is run
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// Workspaces, packs, rules, scenarios, or folders of them; without one, the workspace of the current folder
    paths: Vec<PathBuf>,
    /// Form of the complaints
    #[arg(long, value_enum, default_value = "human")]
    format: Form,
    /// The day by which dates are judged, instead of the system's
    #[arg(long, value_name = "DATE", hide = true)]
    today: Option<NaiveDate>,
}

pub(crate) fn run(args: &Check) -> Result<Exit, Exit> {
    let today = args.today.unwrap_or_else(workspace::today);
    let (alone, paths): (Vec<&PathBuf>, Vec<&PathBuf>) = args.paths.iter().partition(|p| stands_alone(p));
    let mut checked = Checked::default();
    if alone.is_empty() || !paths.is_empty() {
        let paths: Vec<PathBuf> = paths.into_iter().cloned().collect();
        checked = check_suite(&workspace::load(&paths, "", today)?.suite);
    }
    for file in alone {
        one(file, &mut checked);
    }
    tell(&checked, args.format)?;
    Ok(if checked.has_errors() {
        Exit::Input
    } else if !checked.findings.is_empty() {
        Exit::Failed
    } else if checked.rules + checked.scenarios == 0 {
        terminal::error("there is nothing to check: no rule and no scenario");
        terminal::hint("name a pack, a rule or a scenario");
        Exit::Nothing
    } else {
        Exit::Good
    })
}

/// Whether the path is a file that belongs to no pack and no workspace.
fn stands_alone(path: &Path) -> bool {
    let Ok(real) = path.canonicalize() else { return false };
    let marks = ["pack.yaml", "muster.yaml"];
    real.is_file() && !real.ancestors().any(|folder| marks.iter().any(|mark| folder.join(mark).is_file()))
}

/// Checks a file by itself: a scenario if it tells a story, else a rule.
fn one(path: &Path, checked: &mut Checked) {
    let (source, faults) = muster_rules::load_source(path);
    let yaml = path.extension().is_some_and(|e| e == "yaml" || e == "yml");
    let Some(source) = source else { return checked.diagnostics.extend(faults) };
    let tells = |key: &str| source.text().lines().any(|line| line.starts_with(key));
    if yaml && (tells("story:") || tells("fleet:")) {
        checked.diagnostics.extend(faults);
        let (library, more) = workspace::library(path);
        checked.diagnostics.extend(more);
        let (scenario, more) = muster_simulator::read(&source, &library);
        checked.diagnostics.extend(more);
        checked.scenarios += usize::from(scenario.is_some());
        return;
    }
    let (rule, mut diagnostics) = load_rule(path);
    if let Some(rule) = rule {
        let parsed = muster_syntax::parse(&rule.query);
        diagnostics.extend(parsed.diagnostics);
        if !has_errors(&diagnostics) {
            let bound = muster_binder::bind(&parsed.query, &rule.query, &base_catalog());
            diagnostics.extend(bound.diagnostics);
            diagnostics.extend(bound.query.iter().flat_map(|query| muster_engine::check(query, &rule.query)));
        }
        checked.rules += usize::from(!has_errors(&diagnostics));
    }
    checked.diagnostics.extend(diagnostics);
}

fn tell(checked: &Checked, form: Form) -> Result<(), Exit> {
    let all: Vec<Diagnostic> = checked.diagnostics.iter().chain(&checked.findings).cloned().collect();
    if form == Form::Json {
        return terminal::report(|out| out.write_all(diagnostics_json(&all).as_bytes()));
    }
    terminal::complain(&all);
    let count = |severity| all.iter().filter(|d| d.severity == severity).count();
    let summary = format!(
        "{}, {}, {}: {}, {}\n",
        counted(checked.rules, "rule", "rules"),
        counted(checked.suppressions, "suppression", "suppressions"),
        counted(checked.scenarios, "scenario", "scenarios"),
        counted(count(Severity::Error), "error", "errors"),
        counted(count(Severity::Warning), "warning", "warnings"),
    );
    terminal::print(&summary)
}
