//! `muster new scenario RULE`: a first scenario, made from the rule and tried on it before it is written.

use std::fmt::Write as _;
use std::path::Path;

use muster_catalog::Value;
use muster_runner::{Extent, Filter, SuiteScenario, Writes, run_suite};
use muster_source::{Diagnostic, Source, has_errors, nearest};
use muster_values::to_text;

use super::create;
use super::derive::{self, Row};
use crate::exit::Exit;
use crate::terminal;
use crate::workspace::{self, Loaded};

/// The table that scenarios fill.
const TABLE: &str = "DeviceProcessEvents";
/// How often the step is done: once, and so often that most thresholds are passed.
const REPEATS: [u32; 2] = [1, 20];
/// The step's id.
const STEP: &str = "first";

pub(super) fn run(folder: &Path, rule: &str) -> Result<Exit, Exit> {
    workspace::find(folder)?;
    let mut loaded = workspace::load(&[folder.to_owned()], "", workspace::today())?;
    let (pack, path) = {
        let Loaded { suite, workspace } = &loaded;
        let all = || suite.packs.iter().flat_map(|p| p.pack.rules.iter());
        let found = suite.packs.iter().find(|p| p.pack.rule(rule).is_some());
        let Some(pack) = found else {
            terminal::complain(&suite.diagnostics);
            let help = match nearest(rule, all().map(|r| r.id.as_str())) {
                Some(near) => format!("a similar rule is `{near}`"),
                None => "a rule is called by the stem of its file, in kebab case".to_owned(),
            };
            return Err(terminal::usage(format!("no rule is called `{rule}`"), help));
        };
        let id = pack.pack.id.clone();
        let path = workspace.scenarios.join(&id).join(format!("{rule}-first.yaml"));
        (id, path)
    };
    if path.exists() {
        return Err(terminal::usage(format!("`{}` is there already", path.display()), "remove or rename it first"));
    }
    let rows = rows(&loaded, &pack, rule)?;
    let title = loaded
        .suite
        .packs
        .iter()
        .find_map(|p| p.pack.rule(rule))
        .map(|r| (r.name.clone(), r.techniques.first().cloned()));
    let (name, technique) = title.unwrap_or_default();
    loaded.suite.scenarios.clear();
    loaded.suite.diagnostics.clear();
    loaded.suite.options.extent = Extent::Part;
    loaded.suite.options.writes = Writes::Nothing;
    loaded.suite.options.filter = Filter::parse(&format!("pack:{pack} rule:{rule}")).unwrap_or_default();
    let mut faults = Vec::new();
    for row in &rows {
        for repeat in REPEATS {
            for (program, command) in starts(row) {
                let technique = technique.as_deref();
                let draft = Draft { name: &name, pack: &pack, rule, technique, program, command, repeat, row };
                let text = draft.text();
                match fires(&mut loaded, &pack, &text) {
                    Ok(true) => {
                        create(&path, &text)?;
                        terminal::say("next: muster test; then make the story what an attacker really does");
                        return Ok(Exit::Good);
                    }
                    Ok(false) => {}
                    Err(more) => faults = more,
                }
            }
        }
    }
    terminal::complain(&faults);
    terminal::error(format!("no row on which `{rule}` fires could be made from its predicates"));
    terminal::hint("write a scenario by hand; its step's `set:` gives any column the value that the rule asks for");
    Err(Exit::Failed)
}

/// What a row must be like.
fn rows(loaded: &Loaded, pack: &str, rule: &str) -> Result<Vec<Row>, Exit> {
    let Some(pack) = loaded.suite.packs.iter().find(|p| p.pack.id == pack) else { return Ok(Vec::new()) };
    let Some(rule) = pack.pack.rule(rule) else { return Ok(Vec::new()) };
    let parsed = muster_syntax::parse(&rule.query);
    terminal::refuse(&parsed.diagnostics)?;
    let bound = muster_binder::bind(&parsed.query, &rule.query, &pack.catalog);
    terminal::refuse(&bound.diagnostics)?;
    let Some(query) = bound.query else { return Err(Exit::Input) };
    terminal::refuse(&muster_engine::check(&query, &rule.query))?;
    if !query.tables.iter().any(|t| t == TABLE) {
        let message = format!("the rule reads {}, and scenarios make only `{TABLE}` yet", query.tables.join(", "));
        terminal::error(message);
        terminal::hint("choose a rule about processes");
        return Err(Exit::Failed);
    }
    Ok(derive::rows(&query.result, TABLE))
}

/// Programs that the step may run, as images of the library and as files of their own, and their command lines: with
/// the program's name in front where the rule lets it, as real ones have it.
fn starts(row: &Row) -> Vec<(String, Option<String>)> {
    let name = row.get("FileName").map(to_text).filter(|name| !name.contains('\\'));
    let name = name.unwrap_or_else(|| "cmd.exe".to_owned());
    let commands = match row.get("ProcessCommandLine").map(to_text) {
        Some(command) => vec![Some(format!("\"{name}\" {command}")), Some(command)],
        None => vec![None],
    };
    let programs = [name.clone(), format!("C:\\ProgramData\\{name}")];
    programs.iter().flat_map(|p| commands.iter().map(move |c| (p.clone(), c.clone()))).collect()
}

/// Whether the rule raises a row on the scenario.
fn fires(loaded: &mut Loaded, pack: &str, text: &str) -> Result<bool, Vec<Diagnostic>> {
    let source = Source::new("the scenario made from the rule", text);
    let (scenario, diagnostics) = muster_simulator::read(&source, &loaded.suite.library);
    let Some(scenario) = scenario else { return Err(diagnostics) };
    loaded.suite.scenarios = vec![SuiteScenario { id: STEP.to_owned(), packs: vec![pack.to_owned()], scenario }];
    let mut faults = Vec::new();
    let record = run_suite(&loaded.suite, &mut |event| {
        if let muster_report::Event::Diagnostic(d) = event {
            faults.push(d.clone());
        }
    });
    if has_errors(&faults) {
        return Err(faults);
    }
    Ok(record.cases.iter().any(|case| case.rows.raised > 0))
}

/// A scenario with one step.
struct Draft<'a> {
    name: &'a str,
    pack: &'a str,
    rule: &'a str,
    technique: Option<&'a str>,
    program: String,
    command: Option<String>,
    repeat: u32,
    row: &'a Row,
}

impl Draft<'_> {
    fn text(&self) -> String {
        let mut text = format!(
            "title: {}\nnote: made from the rule's own predicates; write in their place what an attacker does\npack: {}\n\
             seed: 1\nclock: 2026-03-04T18:00:00Z\nspan: 12h\n\nfleet:\n  domain: contoso.com\n  workstations: 3\n\n\
             noise: none\n\ncast:\n  victim: {{workstation: any}}\n\nstory:\n  - id: {STEP}\n    verdict: malicious\n",
            quoted(&format!("First sight of {}", self.name)),
            self.pack
        );
        if let Some(technique) = self.technique {
            let _ = writeln!(text, "    technique: {technique}");
        }
        let _ = writeln!(text, "    at: -10m\n    on: victim\n    run: {}", quoted(&braced(&self.program)));
        if self.repeat > 1 {
            let _ = writeln!(text, "    repeat: {}", self.repeat);
        }
        if let Some(command) = &self.command {
            let _ = writeln!(text, "    command: {}", quoted(&braced(command)));
        }
        text.push_str("    as: user\n");
        let elsewhere = ["FileName", "ProcessCommandLine", "Timestamp", "TimeGenerated"];
        let set: Vec<(&String, &Value)> = self.row.iter().filter(|(c, _)| !elsewhere.contains(&c.as_str())).collect();
        if !set.is_empty() {
            text.push_str("    set:\n");
            for (column, value) in set {
                let value = if let Value::String(t) = value { quoted(&braced(t)) } else { to_text(value) };
                let _ = writeln!(text, "      {column}: {value}");
            }
        }
        let _ = writeln!(text, "\nexpect:\n  {}: {{detect: [{STEP}]}}", self.rule);
        text
    }
}

/// A text without placeholders.
fn braced(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// A text as YAML.
fn quoted(text: &str) -> String {
    if text.chars().any(char::is_control) {
        // JSON's strings are YAML's.
        return serde_json::Value::from(text).to_string();
    }
    format!("'{}'", text.replace('\'', "''"))
}
