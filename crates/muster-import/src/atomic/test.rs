//! A file of Atomic Red Team, read.

use std::collections::BTreeMap;

use muster_source::{Diagnostic, Source, Span};
use muster_yaml::Fields;

use crate::codes::NOT_A_TEST;

/// Rounds of filling inputs: a default may name another input.
const ROUNDS: usize = 4;
/// Where the tests lie on the computer that runs them.
const FOLDER: &str = r"C:\AtomicRedTeam\atomics";

/// The tests of a technique.
#[derive(Debug, Clone)]
pub struct Atomics {
    /// The technique's id.
    pub technique: String,
    /// The technique's name.
    pub name: String,
    /// The tests, in the order of the file.
    pub tests: Vec<Test>,
}

/// A test.
#[derive(Debug, Clone)]
pub struct Test {
    /// Which of the file's tests it is, from 1.
    pub number: usize,
    /// What it is called.
    pub name: String,
    /// Its id, if it has one.
    pub guid: Option<String>,
    /// Whether it is made for Windows.
    pub windows: bool,
    /// What runs its command.
    pub executor: Executor,
    /// The command with its inputs in place, or why there is none.
    pub command: Result<String, String>,
    /// Whether it needs an elevated shell.
    pub elevated: bool,
    /// Where it stands.
    pub span: Span,
}

/// What runs a test's command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Executor {
    /// `cmd.exe`.
    CommandPrompt,
    /// Windows PowerShell.
    PowerShell,
    /// A person, by a description.
    Manual,
    /// Something that Windows has not, by its name.
    Other(String),
}

/// Reads a file of tests. What is wrong with one test is reported and leaves the others; a key that is not known is
/// none of our business, since the format grows.
#[must_use]
pub fn read(source: &Source) -> (Option<Atomics>, Vec<Diagnostic>) {
    let node = match muster_yaml::read(source) {
        Ok(node) => node,
        Err(diagnostics) => return (None, diagnostics),
    };
    let mut diagnostics = Vec::new();
    let mut fields = Fields::of(&node, source, &mut diagnostics);
    let technique = fields.require("attack_technique").and_then(|n| n.text());
    let name = fields.text("display_name").unwrap_or_default().to_owned();
    let items = fields.require("atomic_tests").and_then(|_| fields.list("atomic_tests"));
    let (Some(technique), Some(items)) = (technique, items) else {
        let at = fields.head();
        if !fields.diagnostics().iter().any(Diagnostic::is_error) {
            fields.report(
                Diagnostic::error(NOT_A_TEST, "the file holds no atomic test", source, at)
                    .help("add `attack_technique: T1059` and a list under `atomic_tests:`"),
            );
        }
        return (None, diagnostics);
    };
    let technique = technique.trim().to_owned();
    let mut tests = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let mut fields = Fields::of(item, source, &mut diagnostics);
        let name = fields.require("name").and_then(|n| n.text()).unwrap_or_default().trim().to_owned();
        let guid = fields.take("auto_generated_guid").and_then(|n| n.text()).map(str::to_owned);
        let platforms = fields.texts("supported_platforms").unwrap_or_default();
        let windows = platforms.iter().any(|(p, _)| p.eq_ignore_ascii_case("windows"));
        let mut inputs = BTreeMap::new();
        for (key, value) in fields.take("input_arguments").and_then(|n| n.entries()).unwrap_or_default() {
            let default = value.entries().unwrap_or_default().iter().find(|(k, _)| k.text() == Some("default"));
            // A default without a value is the empty text.
            let text = default.map(|(_, v)| v.text().unwrap_or_default().to_owned());
            inputs.insert(key.text().unwrap_or_default().to_owned(), text);
        }
        let Some(executor) = fields.require("executor") else { continue };
        let mut inner = Fields::of(executor, source, fields.diagnostics());
        let kind = match inner.require("name").and_then(|n| n.text()).unwrap_or_default() {
            "command_prompt" => Executor::CommandPrompt,
            "powershell" => Executor::PowerShell,
            "manual" => Executor::Manual,
            other => Executor::Other(other.to_owned()),
        };
        let elevated = inner.boolean("elevation_required").unwrap_or(false);
        let command = inner.take("command").and_then(|n| n.text());
        let command = match command.map(str::trim).filter(|c| !c.is_empty()) {
            Some(command) => filled(command, &inputs),
            None => Err("it has no command".to_owned()),
        };
        tests.push(Test { number: at + 1, name, guid, windows, executor: kind, command, elevated, span: item.span });
    }
    (Some(Atomics { technique, name, tests }), diagnostics)
}

/// The command with the defaults of its inputs.
fn filled(command: &str, inputs: &BTreeMap<String, Option<String>>) -> Result<String, String> {
    let mut text = command.to_owned();
    for _ in 0..ROUNDS {
        if !text.contains("#{") {
            break;
        }
        for (name, default) in inputs {
            let hole = format!("#{{{name}}}");
            if text.contains(&hole) {
                let Some(default) = default else { return Err(format!("its input `{name}` has no default")) };
                text = text.replace(&hole, default);
            }
        }
        if text.len() > 1 << 16 {
            return Err("its inputs name each other".to_owned());
        }
    }
    if let Some((_, rest)) = text.split_once("#{")
        && let Some((name, _)) = rest.split_once('}')
        && !name.is_empty()
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
    {
        return Err(if inputs.contains_key(name) {
            format!("its input `{name}` names itself")
        } else {
            format!("its input `{name}` is not described")
        });
    }
    Ok(text.replace("$PathToAtomicsFolder", FOLDER).replace("PathToAtomicsFolder", FOLDER))
}
