//! `muster verify`: alerts that came back, paired with what a scenario must raise.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::ValueEnum;
use muster_catalog::{Datetime, TICKS_PER_SECOND, Timespan};
use muster_files::{Written, write_whole};
use muster_replay::Record;
use muster_report::{VerificationFormat, render_verification};
use muster_rules::load_source;
use muster_runner::{SuiteScenario, Verify as Options, verify};
use muster_source::{Style, nearest};

use crate::exit::Exit;
use crate::{terminal, workspace};

/// Compare alerts that came back with what the scenario must raise
#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    /// Exported alerts: JSON, NDJSON or CSV of Sentinel, Defender or Microsoft Graph; several files are taken together
    #[arg(required = true)]
    alerts: Vec<PathBuf>,
    /// The scenario's file
    #[arg(long, value_name = "FILE")]
    scenario: PathBuf,
    /// Only this rule, by its id or name; may be repeated
    #[arg(long, value_name = "RULE")]
    rule: Vec<String>,
    /// The journal of the replay, which says how times were shifted and which seed it had
    #[arg(long, value_name = "FILE", conflicts_with_all = ["start", "seed"])]
    journal: Option<PathBuf>,
    /// The time that the first event got in the replay
    #[arg(long, value_name = "TIME")]
    start: Option<String>,
    /// Seed instead of the scenario's
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// How long after the last event an alert may begin
    #[arg(long, value_name = "TIME", default_value = "1d")]
    within: String,
    /// Form of the report
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// File for the report, instead of stdout
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The day by which dates are judged, instead of the system's
    #[arg(long, value_name = "DATE", hide = true)]
    today: Option<NaiveDate>,
}

/// Forms of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for people
    Human,
    /// The whole record
    Json,
    /// `JUnit` XML
    Junit,
}

/// How far clocks of devices and of the tenant may differ.
const CLOCKS: Timespan = Timespan(300 * TICKS_PER_SECOND);

pub(crate) fn run(args: &Verify) -> Result<Exit, Exit> {
    let today = args.today.unwrap_or_else(workspace::today);
    let after = Timespan::parse(&args.within).filter(|t| t.0 >= 0).ok_or_else(|| {
        terminal::usage(format!("`{}` is no length of time", args.within), "write --within 1d, 2h or 30m")
    })?;
    let start = args.start.as_deref().map(time).transpose()?;
    let record = match &args.journal {
        Some(path) => Some(journal(path)?),
        None => None,
    };
    let mut suite = workspace::load(std::slice::from_ref(&args.scenario), "", today)?.suite;
    terminal::refuse(&suite.diagnostics)?;
    suite.options.seed = record.as_ref().and_then(Record::seed).or(args.seed);
    suite.options.jobs = workspace::jobs(None);
    let [scenario] = suite.scenarios.as_slice() else {
        let message = format!("`{}` is not the file of one scenario", args.scenario.display());
        return Err(terminal::usage(message, "name a scenario's file below the folder of scenarios"));
    };
    known(&suite, scenario, &args.rule)?;
    let mut sources = Vec::new();
    for path in &args.alerts {
        let (source, diagnostics) = load_source(path);
        terminal::refuse(&diagnostics)?;
        sources.extend(source);
    }
    let (alerts, diagnostics) = muster_alerts::read(&sources);
    terminal::refuse(&diagnostics)?;
    let shift = match (&record, start) {
        (Some(record), _) => record.shift().unwrap_or(0),
        (None, Some(start)) => start.0 - first(&suite, scenario)?.0,
        (None, None) => 0,
    };
    let options = Options { rules: args.rule.clone(), shift: Timespan(shift), before: CLOCKS, after };
    let verification = verify(&suite, scenario, &alerts, &options).map_err(|diagnostics| {
        terminal::complain(&diagnostics);
        Exit::Input
    })?;
    if verification.expected() == 0 && alerts.is_empty() {
        terminal::error("the scenario raises nothing, and there is no alert: nothing is compared");
        terminal::hint("name a scenario on which a rule fires; `muster test` shows which do");
        return Err(Exit::Nothing);
    }
    let format = match args.format {
        Format::Human => VerificationFormat::Human,
        Format::Json => VerificationFormat::Json,
        Format::Junit => VerificationFormat::Junit,
    };
    match &args.output {
        Some(path) => {
            let text = render_verification(&verification, format, Style::Plain);
            let written = write_whole(path, |out| out.write_all(text.as_bytes()).map(|()| Written { rows: 1 }));
            written.map_err(|error| terminal::usage(error, "name a file in a folder that can be written to"))?;
        }
        None if args.format == Format::Human => {
            terminal::print(&render_verification(&verification, format, Style::Colored))?;
        }
        None => {
            let text = render_verification(&verification, format, Style::Plain);
            terminal::report(|out| out.write_all(text.as_bytes()))?;
        }
    }
    Ok(if verification.is_good() { Exit::Good } else { Exit::Failed })
}

fn time(text: &str) -> Result<Datetime, Exit> {
    Datetime::parse(text)
        .ok_or_else(|| terminal::usage(format!("`{text}` is not a time"), "write --start 2026-03-04T18:00:00Z"))
}

fn journal(path: &std::path::Path) -> Result<Record, Exit> {
    let record = Record::read(path).map_err(|fault| {
        terminal::complain(&[fault]);
        Exit::Input
    })?;
    record.ok_or_else(|| {
        let message = format!("there is no journal in `{}`", path.display());
        terminal::usage(message, "name the file that `muster replay --journal` wrote")
    })
}

/// Complains about a rule that no pack of the scenario has.
fn known(suite: &muster_runner::Suite, scenario: &SuiteScenario, rules: &[String]) -> Result<(), Exit> {
    let all: Vec<_> = suite
        .packs
        .iter()
        .filter(|p| scenario.packs.contains(&p.pack.id))
        .flat_map(|p| &p.pack.rules)
        .flat_map(|r| [Some(r.id.as_str()), Some(r.name.as_str()), r.guid.as_deref()])
        .flatten()
        .collect();
    for rule in rules {
        if !all.iter().any(|name| name.eq_ignore_ascii_case(rule)) {
            let message = format!("the scenario's packs have no rule `{rule}`");
            let help = match nearest(rule, all.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`muster test --list` shows the rules".to_owned(),
            };
            return Err(terminal::usage(message, help));
        }
    }
    Ok(())
}

/// The time of the scenario's first event, as it is written there.
fn first(suite: &muster_runner::Suite, scenario: &SuiteScenario) -> Result<Datetime, Exit> {
    let options = muster_simulator::Options { seed: suite.options.seed, ..muster_simulator::Options::default() };
    let simulation = crate::story::play(&scenario.scenario, &suite.library, &options)?;
    let span = muster_replay::Telemetry::new(&simulation.tables).span();
    span.map(|(first, _)| first).ok_or_else(|| {
        terminal::error("the scenario makes no event");
        terminal::hint("add a step to `story:`, or ordinary activity with `noise: office`");
        Exit::Nothing
    })
}
