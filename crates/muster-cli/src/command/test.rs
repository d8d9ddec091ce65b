//! `muster test`: rules on scenarios, compared with golden files and intent.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use muster_files::{Written, write_whole};
use muster_report::{Detail, Event, RunRecord, Status, render};
use muster_runner::{Stop, Suite, Writes, run_suite, selected};
use muster_source::{Style, has_errors};
use serde_json::{Value as Json, json};

use crate::exit::Exit;
use crate::{terminal, workspace};

/// Run rules on scenarios and compare with golden files and intent
#[derive(Debug, clap::Args)]
pub(crate) struct Test {
    /// Workspaces, packs, rules, scenarios, or folders of them; without one, the workspace of the current folder
    paths: Vec<PathBuf>,
    /// Which cases: words, patterns and `pack:` `rule:` `scenario:` `tag:` `technique:`; space is and, comma is or, `!` is not
    #[arg(long, value_name = "EXPR", default_value = "")]
    filter: String,
    /// Threads; without it those of muster.yaml, else one a processor
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Form of the report
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// File for the report; for another form than `human`, people still get theirs on stdout
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// List the reasons of known gaps too
    #[arg(long, short)]
    verbose: bool,
    /// Show the cases that would run, and run none
    #[arg(long)]
    list: bool,
    /// Stop after the first case that fails
    #[arg(long)]
    fail_fast: bool,
    /// The day by which dates are judged, instead of the system's
    #[arg(long, value_name = "DATE", hide = true)]
    today: Option<NaiveDate>,
}

/// Forms of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// The whole record
    Json,
    /// `JUnit` XML, as nextest writes it
    Junit,
    /// Annotations of GitHub Actions
    Github,
}

impl From<Format> for muster_report::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Human => Self::Human,
            Format::Json => Self::Json,
            Format::Junit => Self::Junit,
            Format::Github => Self::Github,
        }
    }
}

pub(crate) fn run(args: &Test) -> Result<Exit, Exit> {
    let today = args.today.unwrap_or_else(workspace::today);
    let mut suite = workspace::load(&args.paths, &args.filter, today)?.suite;
    if let Some(jobs) = args.jobs {
        suite.options.jobs = usize::from(jobs);
    }
    if args.fail_fast {
        suite.options.stop = Stop::AtFirstFailure;
    }
    if under_ci() {
        suite.options.writes = Writes::Nothing;
    }
    if args.list {
        return list(&suite, args.format);
    }
    let record = watched(&suite);
    write(&record, args)?;
    Ok(Exit::of(record.conclusion.exit_code()))
}

/// Whether this is a CI run: `CI` is set to anything that is not a no.
fn under_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !["", "0", "false"].iter().any(|no| value.eq_ignore_ascii_case(no)))
}

/// Runs the suite; complaints and, on a terminal, a progress bar go to stderr.
fn watched(suite: &Suite) -> RunRecord {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    let mut bad = 0;
    let record = run_suite(suite, &mut |event| match event {
        Event::Diagnostic(diagnostic) => bar.suspend(|| terminal::complain(std::slice::from_ref(diagnostic))),
        Event::RunStarted { cases, .. } if std::io::stderr().is_terminal() => {
            bar.set_length(*cases as u64);
            if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} cases {msg}") {
                bar.set_style(style);
            }
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        Event::CaseFinished(case) => {
            bar.inc(1);
            if matches!(case.status, Status::Failed | Status::Error) {
                bad += 1;
                bar.set_message(format!("{bad} failed"));
            }
        }
        Event::LeftOut(_) | Event::RunStarted { .. } | Event::Finding(_) | Event::RunFinished { .. } => {}
    });
    bar.finish_and_clear();
    record
}

fn write(record: &RunRecord, args: &Test) -> Result<(), Exit> {
    let detail = if args.verbose { Detail::Full } else { Detail::Brief };
    if let Some(path) = &args.output {
        let text = render(record, args.format.into(), Style::Plain, detail);
        save(path, &text)?;
        if args.format == Format::Human {
            return Ok(());
        }
    }
    match args.format {
        Format::Json | Format::Junit | Format::Github if args.output.is_none() => {
            let text = render(record, args.format.into(), Style::Plain, detail);
            terminal::report(|out| out.write_all(text.as_bytes()))
        }
        _ => terminal::print(&render(record, muster_report::Format::Human, Style::Colored, detail)),
    }
}

fn save(path: &Path, text: &str) -> Result<(), Exit> {
    let written = write_whole(path, |out| {
        out.write_all(text.as_bytes())?;
        Ok(Written { rows: 1 })
    });
    written.map(|_| ()).map_err(|error| terminal::usage(error, "name a file in a folder that can be written to"))
}

fn list(suite: &Suite, format: Format) -> Result<Exit, Exit> {
    terminal::complain(&suite.diagnostics);
    let cases = selected(suite);
    let text = match format {
        Format::Json => {
            let all = cases.iter().map(|c| json!({"pack": c.pack, "rule": c.rule, "scenario": c.scenario}));
            format!("{:#}\n", all.collect::<Json>())
        }
        Format::Human => cases.iter().flat_map(|c| [c.to_string(), "\n".to_owned()]).collect(),
        Format::Junit | Format::Github => {
            return Err(terminal::usage("a list of cases has no such form", "write --format human or --format json"));
        }
    };
    terminal::report(|out| out.write_all(text.as_bytes()))?;
    if has_errors(&suite.diagnostics) {
        return Ok(Exit::Input);
    }
    if cases.is_empty() {
        terminal::error("no case is selected");
        terminal::hint("leave out --filter and paths to see all cases");
        return Ok(Exit::Nothing);
    }
    Ok(Exit::Good)
}
