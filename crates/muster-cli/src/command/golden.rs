//! `muster golden`: the review of pending golden files.

use std::fmt::Write as _;
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use clap::Subcommand;
use muster_report::{Line, difference};
use muster_rules::Workspace;
use muster_runner::filter::Candidate;
use muster_runner::golden::{self, Pending};
use muster_runner::{Filter, cases};
use muster_source::has_errors;
use serde_json::{Value as Json, json};

use super::{Form, counted};
use crate::exit::Exit;
use crate::{terminal, workspace};

/// Review what `test` left as pending golden files
#[derive(Debug, clap::Args)]
pub(crate) struct Golden {
    #[command(subcommand)]
    action: Action,
    /// Folder of the workspace; without it, the one of the current folder
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    workspace: PathBuf,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Show how pending files differ from golden ones; ends with 1 if there is any
    Diff {
        /// Which cases, as `muster test --filter` has it
        #[arg(default_value = "")]
        filter: String,
        /// Form of the differences
        #[arg(long, value_enum, default_value = "human")]
        format: Form,
    },
    /// Make pending files golden
    Accept {
        /// Which cases, as `muster test --filter` has it
        #[arg(default_value = "")]
        filter: String,
    },
    /// Remove pending files
    Reject {
        /// Which cases, as `muster test --filter` has it
        #[arg(default_value = "")]
        filter: String,
    },
    /// Remove golden files that no case refers to
    Prune,
}

pub(crate) fn run(args: &Golden) -> Result<Exit, Exit> {
    let workspace = workspace::find(&args.workspace)?;
    match &args.action {
        Action::Diff { filter, format } => diff(&pending(&workspace, filter)?, *format),
        Action::Accept { filter } => {
            for pending in &pending(&workspace, filter)? {
                let accepted = golden::accept(&workspace.golden, pending);
                accepted.map_err(|faults| terminal::refuse(&faults).err().unwrap_or(Exit::Input))?;
                terminal::print(&format!("accepted {}\n", pending.address))?;
            }
            Ok(Exit::Good)
        }
        Action::Reject { filter } => {
            for pending in &pending(&workspace, filter)? {
                let rejected = golden::reject(&workspace.golden, pending);
                rejected.map_err(|fault| terminal::refuse(&[fault]).err().unwrap_or(Exit::Input))?;
                terminal::print(&format!("rejected {}\n", pending.address))?;
            }
            Ok(Exit::Good)
        }
        Action::Prune => prune(&args.workspace),
    }
}

/// The pending files that the filter selects.
fn pending(workspace: &Workspace, filter: &str) -> Result<Vec<Pending>, Exit> {
    let filter = Filter::parse(filter).map_err(|fault| {
        terminal::complain(&[fault]);
        Exit::Usage
    })?;
    let all =
        golden::pending(&workspace.golden).map_err(|faults| terminal::refuse(&faults).err().unwrap_or(Exit::Input))?;
    if all.is_empty() {
        terminal::say("no golden file is pending; `muster test` leaves them where an outcome differs");
        return Ok(all);
    }
    let count = all.len();
    let selected: Vec<Pending> = all
        .into_iter()
        .filter(|p| {
            let (pack, rule, scenario) = (&p.address.pack, &p.address.rule, &p.address.scenario);
            filter.matches(&Candidate { pack, rule, scenario, ..Candidate::default() })
        })
        .collect();
    if selected.is_empty() {
        terminal::error(format!("the filter selects none of {}", counted(count, "pending file", "pending files")));
        terminal::hint("`muster golden diff` without a filter shows all; tags and techniques are not known here");
        return Err(Exit::Nothing);
    }
    Ok(selected)
}

fn diff(all: &[Pending], form: Form) -> Result<Exit, Exit> {
    let mut text = String::new();
    let mut objects = Vec::new();
    for pending in all {
        let (before, after) =
            pending.lines().map_err(|faults| terminal::refuse(&faults).err().unwrap_or(Exit::Input))?;
        let address = &pending.address;
        if form == Form::Json {
            objects.push(json!({
                "pack": address.pack,
                "rule": address.rule,
                "scenario": address.scenario,
                "golden": pending.golden.display().to_string(),
                "pending": pending.new.display().to_string(),
                "expected": rows(&before),
                "actual": rows(&after),
            }));
            continue;
        }
        let bold = Style::new().bold();
        let _ = writeln!(text, "{bold}{address}{bold:#}");
        for line in difference(&before, &after) {
            let (color, line) = match line {
                Line::Same(count) => (None, format!("    {} as before", counted(count, "row", "rows"))),
                Line::Removed(line) => (Some(AnsiColor::Red), format!("  - {line}")),
                Line::Added(line) => (Some(AnsiColor::Green), format!("  + {line}")),
            };
            let style = Style::new().fg_color(color.map(Into::into));
            let _ = writeln!(text, "{style}{line}{style:#}");
        }
        text.push('\n');
    }
    if form == Form::Json {
        let text = format!("{:#}\n", Json::Array(objects));
        terminal::report(|out| out.write_all(text.as_bytes()))?;
    } else {
        terminal::print(&text)?;
    }
    // What waits for a review is not all good.
    Ok(if all.is_empty() { Exit::Good } else { Exit::Failed })
}

fn rows(lines: &[String]) -> Json {
    lines.iter().map(|line| serde_json::from_str(line).unwrap_or_else(|_| Json::from(line.as_str()))).collect()
}

fn prune(folder: &std::path::Path) -> Result<Exit, Exit> {
    let loaded = workspace::load(&[folder.to_owned()], "", workspace::today())?;
    // The cases of a file that cannot be loaded are not known, and their golden files would look like orphans.
    if has_errors(&loaded.suite.diagnostics) {
        terminal::complain(&loaded.suite.diagnostics);
        terminal::error("golden files are not pruned while files of the suite cannot be loaded");
        terminal::hint("mend them first; `muster check` shows what is wrong");
        return Err(Exit::Input);
    }
    let removed = golden::prune(&loaded.workspace.golden, &cases(&loaded.suite))
        .map_err(|faults| terminal::refuse(&faults).err().unwrap_or(Exit::Input))?;
    for path in &removed {
        terminal::print(&format!("removed {}\n", path.display()))?;
    }
    if removed.is_empty() {
        terminal::say("every golden file belongs to a case");
    }
    Ok(Exit::Good)
}
