//! A test as a scenario file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{Atomics, Executor, Test};
use crate::shell::{self, Process, Program, Tree};

/// Deepest level of processes below the shell that a scenario can hold.
const MAX_LEVELS: usize = 12;

/// What became of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Not made for Windows.
    Elsewhere,
    /// A scenario.
    Made(Story),
    /// No scenario, and why.
    Refused(String),
}

/// A scenario made from a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// The text of the file.
    pub text: String,
    /// How many processes the test starts, its shell included.
    pub processes: usize,
    /// What had to be assumed of the machine.
    pub assumed: Vec<String>,
    /// Processes that there are besides, and that the test's text does not tell.
    pub gaps: Vec<String>,
}

/// The scenario of a test. `images` are the names of the images that the library has, in lower case: those run by name, with their
/// version information; others run by path. `origin` says where the test stands.
#[must_use]
pub fn scenario(atomics: &Atomics, test: &Test, images: &BTreeSet<String>, origin: &str) -> Verdict {
    if !test.windows {
        return Verdict::Elsewhere;
    }
    let command = match (&test.executor, &test.command) {
        (Executor::Manual, _) => return Verdict::Refused("it is done by hand".to_owned()),
        (Executor::Other(name), _) => return Verdict::Refused(format!("its executor `{name}` is not one of Windows")),
        (_, Err(why)) => return Verdict::Refused(why.clone()),
        (_, Ok(command)) => command,
    };
    let tree = match test.executor {
        Executor::CommandPrompt => shell::command_prompt(command),
        _ => shell::powershell(command),
    };
    let tree = match tree {
        Ok(tree) => tree,
        Err(why) => return Verdict::Refused(why),
    };
    if levels(&tree.shell).max(tree.by_wmi.iter().map(levels).max().unwrap_or(0)) > MAX_LEVELS {
        return Verdict::Refused(format!("its processes are nested deeper than {MAX_LEVELS} levels"));
    }
    let processes = count(&tree.shell) + tree.by_wmi.iter().map(count).sum::<usize>();
    let text = write(atomics, test, &tree, images, origin);
    Verdict::Made(Story { text, processes, assumed: tree.assumed, gaps: tree.gaps })
}

/// The stem of the file for a test: the technique, the test's number, the words of its name.
#[must_use]
pub fn file_stem(atomics: &Atomics, test: &Test) -> String {
    let name = kebab(&test.name);
    let technique = kebab(&atomics.technique);
    format!("{technique}-{:02}-{name}", test.number).trim_end_matches('-').to_owned()
}

fn kebab(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
        if out.len() >= 60 {
            break;
        }
    }
    out.trim_end_matches('-').to_owned()
}

fn count(process: &Process) -> usize {
    1 + process.children.iter().map(count).sum::<usize>()
}

fn levels(process: &Process) -> usize {
    1 + process.children.iter().map(levels).max().unwrap_or(0)
}

fn write(atomics: &Atomics, test: &Test, tree: &Tree, images: &BTreeSet<String>, origin: &str) -> String {
    let mut out = String::new();
    let account = if test.elevated { "elevated" } else { "user" };
    let technique = Some(atomics.technique.as_str()).filter(|t| is_technique(t));
    let mut note = String::from("made from the text of the test; nothing was executed");
    for (what, list) in [("assumed", &tree.assumed), ("not in the tree", &tree.gaps)] {
        if !list.is_empty() {
            let _ = write!(note, "; {what}: {}", list.join(", "));
        }
    }
    // Writing to a string cannot fail.
    let _ = writeln!(out, "title: {}", quoted(&format!("{} {}: {}", atomics.technique, atomics.name, test.name)));
    let _ = writeln!(out, "note: {}", quoted(&note));
    let _ = write!(out, "origin: {{source: Atomic Red Team, file: {}, test: {}", quoted(origin), test.number);
    if let Some(guid) = &test.guid {
        let _ = write!(out, ", id: {}", quoted(guid));
    }
    let _ = writeln!(out, ", technique: {}}}", quoted(&atomics.technique));
    let _ = writeln!(
        out,
        "tags: [atomic-red-team]\nseed: {}\nclock: 2026-03-04T18:00:00Z\nspan: 12h\nverdict: malicious\n",
        seed(test)
    );
    out.push_str(
        "fleet: {domain: contoso.com, workstations: 3}\nnoise: none\ncast:\n  victim: {workstation: any}\n\nstory:\n",
    );
    let _ = writeln!(
        out,
        "  - {{id: console, verdict: benign, at: -31m, on: victim, run: powershell.exe, parent: explorer.exe, as: {account}}}"
    );
    let mut writer = Writer { out, images, technique };
    writer.top("test", "after: console +1m", "console", account, &tree.shell);
    for (at, process) in tree.by_wmi.iter().enumerate() {
        let id = format!("wmi-{}", at + 1);
        let line =
            format!("  - {{id: {id}, verdict: benign, after: test +2s, run: WmiPrvSE.exe, as: network-service}}\n");
        writer.out.push_str(&line);
        writer.top(&format!("{id}-process"), &format!("after: {id} +1s"), &id, account, process);
    }
    writer.out
}

struct Writer<'a> {
    out: String,
    images: &'a BTreeSet<String>,
    technique: Option<&'a str>,
}

impl Writer<'_> {
    fn top(&mut self, id: &str, time: &str, parent: &str, account: &str, process: &Process) {
        let _ = writeln!(self.out, "  - id: {id}\n    {time}\n    parent: {parent}\n    as: {account}");
        self.rest(process, 4);
    }

    /// The keys of a process that follow its id, at a column.
    fn rest(&mut self, process: &Process, column: usize) {
        let indent = " ".repeat(column);
        if let Some(technique) = self.technique {
            let _ = writeln!(self.out, "{indent}technique: {technique}");
        }
        let run = self.run(&process.program);
        let _ = writeln!(self.out, "{indent}run: {run}\n{indent}command: {}", placed(&process.command));
        if process.children.is_empty() {
            return;
        }
        let _ = writeln!(self.out, "{indent}then:");
        let mut used: BTreeMap<String, usize> = BTreeMap::new();
        for child in &process.children {
            let stem = shell_stem(&child.program.path);
            let times = used.entry(stem.clone()).or_default();
            *times += 1;
            let id = if *times == 1 { stem } else { format!("{stem}-{times}") };
            let _ = writeln!(self.out, "{indent}  - id: {id}");
            self.rest(child, column + 4);
        }
    }

    fn run(&self, program: &Program) -> String {
        let known = |path: &str| Program::of_windows(path).filter(|(name, _)| self.images.contains(name));
        let own = program.copy_of.as_deref().unwrap_or(&program.path);
        match known(own) {
            Some((name, false)) if program.copy_of.is_none() => quoted(&name),
            Some((name, _)) => format!("{{image: {}, path: {}}}", quoted(&name), placed(&program.path)),
            None => placed(&program.path),
        }
    }
}

/// An id for a process of a file. A number may follow it, so that one that ends in a number cannot be taken for it.
fn shell_stem(path: &str) -> String {
    let name = path.rsplit('\\').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut id = kebab(stem).replace('-', "_");
    if id.is_empty() || id.bytes().all(|b| b.is_ascii_digit()) {
        id = format!("process_{id}");
    }
    id
}

/// Whether the language of scenarios takes it for a technique.
fn is_technique(text: &str) -> bool {
    let digits = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
    text.strip_prefix('T').is_some_and(|rest| match rest.split_once('.') {
        Some((technique, sub)) => digits(technique, 4) && digits(sub, 3),
        None => digits(rest, 4),
    })
}

/// A seed that a test keeps: by its id, else by its name.
fn seed(test: &Test) -> u32 {
    let key = test.guid.as_deref().unwrap_or(&test.name);
    // FNV-1a: the value must never change, and nothing depends on its strength.
    key.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// A text in which braces are meant and the characters that stand for something become placeholders.
fn placed(text: &str) -> String {
    let braced = text.replace('{', "{{").replace('}', "}}");
    let filled = braced
        .replace(shell::USER, "{user}")
        .replace(shell::HOST, "{host}")
        .replace(shell::DOMAIN, "{domain}")
        .replace(shell::RANDOM, "{digits:4}");
    quoted(&filled)
}

/// A text as YAML.
fn quoted(text: &str) -> String {
    if text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')) {
        // JSON's strings are YAML's.
        return serde_json::Value::from(text).to_string();
    }
    format!("'{}'", text.replace('\'', "''"))
}
