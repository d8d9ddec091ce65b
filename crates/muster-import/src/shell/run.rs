//! Which processes a text starts: the grammar of a shell, walked.

mod launch;

use super::builtin::{self, words};
use super::expand::Environment;
use super::grammar::{Condition, For, Node, parse};
use super::program::{Files, Meaning, absolute, file_name, tool};
use super::tree::{Process, Tree};
use super::{STANDING, USER};

/// Deepest nesting of shells in shells.
const MAX_DEPTH: usize = 8;
/// Most processes of one text.
const MAX_PROCESSES: usize = 500;
/// Most characters that `cmd.exe` takes.
const MAX_LINE: usize = 8191;

/// What `cmd.exe` starts when it gets `text`, in `folder`; each line of the text is a command.
///
/// # Errors
/// Why it cannot be told.
pub fn command_prompt(text: &str) -> Result<Tree, String> {
    if text.contains(STANDING) {
        return Err("the text has a character of the private use area".to_owned());
    }
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).filter(|l| !l.trim().is_empty()).collect();
    if lines.is_empty() {
        return Err("there is no command".to_owned());
    }
    let joined = lines.join(" & ");
    let mut shell = Shell::new();
    let children = shell.read(&lines.join("\n"))?;
    if joined.chars().count() > MAX_LINE {
        shell.assume(format!("the line is run although `cmd.exe` takes {MAX_LINE} characters"));
    }
    let command = format!("\"cmd.exe\" /c {joined}");
    Ok(shell.tree(Process { program: tool("cmd"), command, children }))
}

/// What PowerShell starts when it gets `text`.
///
/// # Errors
/// Why it cannot be told.
pub fn powershell(text: &str) -> Result<Tree, String> {
    if text.contains(STANDING) {
        return Err("the text has a character of the private use area".to_owned());
    }
    let text = text.trim().replace("\r\n", "\n");
    if text.is_empty() {
        return Err("there is no command".to_owned());
    }
    let mut shell = Shell::new();
    let children = shell.script(&text)?;
    let command = format!("\"powershell.exe\" & {{{}}}", text.replace('"', "\\\"\""));
    Ok(shell.tree(Process { program: tool("powershell"), command, children }))
}

pub(super) struct Shell {
    pub(super) environment: Environment,
    folder: String,
    before: Vec<String>,
    files: Files,
    /// Variables of the loops around, innermost last.
    loops: Vec<(char, String)>,
    /// Whether `!x!` is a variable.
    delayed: bool,
    depth: usize,
    count: usize,
    by_wmi: Vec<Process>,
    assumed: Vec<String>,
    gaps: Vec<String>,
}

impl Shell {
    fn new() -> Self {
        Self {
            environment: Environment::usual(),
            folder: format!(r"C:\Users\{USER}\AppData\Local\Temp"),
            before: Vec::new(),
            files: Files::default(),
            loops: Vec::new(),
            delayed: false,
            depth: 0,
            count: 1,
            by_wmi: Vec::new(),
            assumed: Vec::new(),
            gaps: Vec::new(),
        }
    }

    fn tree(self, shell: Process) -> Tree {
        Tree { shell, by_wmi: self.by_wmi, assumed: self.assumed, gaps: self.gaps }
    }

    fn assume(&mut self, what: String) {
        if !self.assumed.contains(&what) {
            self.assumed.push(what);
        }
    }

    pub(super) fn gap(&mut self, what: String) {
        if !self.gaps.contains(&what) {
            self.gaps.push(what);
        }
    }

    /// What the text starts, as `cmd.exe` reads it.
    fn read(&mut self, text: &str) -> Result<Vec<Process>, String> {
        let filled = self.environment.fill(text, '%');
        let node = parse(&filled)?;
        let mut out = Vec::new();
        self.node(&node, &mut out)?;
        Ok(out)
    }

    fn node(&mut self, node: &Node, out: &mut Vec<Process>) -> Result<(), String> {
        match node {
            Node::Simple(text) => self.simple(text, out),
            Node::List(all) => all.iter().try_for_each(|node| self.node(node, out)),
            Node::And(left, right) => {
                self.node(left, out)?;
                self.node(right, out)
            }
            Node::Or(left, right) => {
                self.node(left, out)?;
                // What is set, left or copied there does not happen.
                let before = (self.environment.clone(), self.folder.clone(), self.files.clone());
                let kept = (self.by_wmi.clone(), self.assumed.clone(), self.gaps.clone(), self.count);
                let mut skipped = Vec::new();
                self.node(right, &mut skipped)?;
                (self.environment, self.folder, self.files) = before;
                (self.by_wmi, self.assumed, self.gaps, self.count) = kept;
                if !skipped.is_empty() {
                    self.assume("what stands before `||` succeeds".to_owned());
                }
                Ok(())
            }
            Node::Pipe(sides) => sides.iter().try_for_each(|(node, text)| self.side(node, text, out)),
            Node::If { condition, then, otherwise } => {
                let yes = self.answer(condition)?;
                match (yes, otherwise) {
                    (true, _) => self.node(then, out),
                    (false, Some(node)) => self.node(node, out),
                    (false, None) => Ok(()),
                }
            }
            Node::For(each) => self.each(each, out),
            Node::Nothing => Ok(()),
        }
    }

    fn answer(&mut self, condition: &Condition) -> Result<bool, String> {
        match condition {
            Condition::Equal { left, right, fold, not } => {
                let (left, right) = (self.text(left)?, self.text(right)?);
                if [&left, &right].iter().any(|t| t.contains(STANDING) || t.contains('%')) {
                    self.assume(
                        format!("`{left}` equals `{right}`: what stands behind such an `if` runs")
                            .replace(STANDING, "…"),
                    );
                    return Ok(true);
                }
                let same = if *fold { left.eq_ignore_ascii_case(&right) } else { left == right };
                Ok(same != *not)
            }
            Condition::Unknown(text) => {
                self.assume(format!("`if {text}` holds").replace(STANDING, "…"));
                Ok(true)
            }
        }
    }

    fn each(&mut self, each: &For, out: &mut Vec<Process>) -> Result<(), String> {
        let set = self.text(&each.set)?;
        let values: Vec<String> = match each.kind {
            None => set.split([' ', '\t', ',', ';', '=', '\n']).filter(|v| !v.is_empty()).map(str::to_owned).collect(),
            Some('l') => counted(&set)?,
            Some('f') => {
                let command = set.trim();
                let inner = command.strip_prefix('\'').and_then(|c| c.strip_suffix('\''));
                let inner = inner.or_else(|| command.strip_prefix('`').and_then(|c| c.strip_suffix('`')));
                if let Some(inner) = inner {
                    let children = self.nested(inner)?;
                    self.start(
                        Process { program: tool("cmd"), command: format!("cmd.exe /c {inner}"), children },
                        out,
                    )?;
                }
                self.gap("how often the body of `for /f` runs, and on what".to_owned());
                return Ok(());
            }
            Some(_) => {
                self.gap("which files and folders the body of `for` runs on".to_owned());
                return Ok(());
            }
        };
        if values.iter().any(|v| v.contains(['*', '?'])) {
            self.gap("which files the body of `for` runs on".to_owned());
            return Ok(());
        }
        for value in values {
            self.loops.push((each.variable, value));
            let ran = self.node(&each.body, out);
            self.loops.pop();
            ran?;
        }
        Ok(())
    }

    /// A text with the variables that are filled last.
    fn text(&mut self, text: &str) -> Result<String, String> {
        let mut text = text.to_owned();
        for (letter, value) in self.loops.iter().rev() {
            let bare = value.trim_matches('"');
            for (form, with) in [
                (format!("%%~{letter}"), bare),
                (format!("%~{letter}"), bare),
                (format!("%%{letter}"), value),
                (format!("%{letter}"), value),
            ] {
                text = text.replace(&form, with);
            }
            if text.contains("%~") {
                return Err("a part of a loop's variable is asked for".to_owned());
            }
        }
        Ok(if self.delayed { self.environment.fill(&text, '!') } else { text })
    }

    /// One side of a pipe: a command of the shell itself needs a shell of its own.
    fn side(&mut self, node: &Node, text: &str, out: &mut Vec<Process>) -> Result<(), String> {
        let external = match node {
            Node::Simple(text) => {
                let text = self.text(text)?;
                builtin::split(text.trim_start_matches(['@', ' '])).is_none() && {
                    let (word, _) = builtin::first(&text);
                    !matches!(self.files.meaning(word.trim_matches('"'), &self.folder, false), Meaning::Batch)
                }
            }
            Node::Nothing => return Ok(()),
            _ => false,
        };
        if external {
            return self.node(node, out);
        }
        let (folder, environment) = (self.folder.clone(), self.environment.clone());
        let mut children = Vec::new();
        self.node(node, &mut children)?;
        (self.folder, self.environment) = (folder, environment);
        let text = self.text(text)?;
        let command = format!(r#"C:\Windows\system32\cmd.exe  /S /D /c" {text}""#);
        self.start(Process { program: tool("cmd"), command, children }, out)
    }

    fn simple(&mut self, text: &str, out: &mut Vec<Process>) -> Result<(), String> {
        let text = self.text(text)?;
        let text = text.trim_start_matches(['@', ' ', '\t', ',', ';', '=']);
        if text.trim().is_empty() {
            return Ok(());
        }
        match builtin::split(text) {
            Some((name, rest)) => self.builtin(name, rest, out),
            None => self.external(text, out),
        }
    }

    fn builtin(&mut self, name: &str, rest: &str, out: &mut Vec<Process>) -> Result<(), String> {
        let argument = rest.trim();
        match name {
            "call" if argument.starts_with(':') => {
                Err("`call` goes to a label, and a command line has none".to_owned())
            }
            "goto" => Err("`goto` goes to a label, and a command line has none".to_owned()),
            // `call` reads its line once more.
            "call" => self.simple(&self.environment.fill(argument, '%'), out),
            "cd" | "chdir" | "pushd" => {
                let target = words(argument).into_iter().find(|w| !w.eq_ignore_ascii_case("/d")).unwrap_or_default();
                if name == "pushd" {
                    self.before.push(self.folder.clone());
                }
                if !target.is_empty() {
                    let drives = argument.to_lowercase().contains("/d") || name == "pushd";
                    let other = target.chars().nth(1) == Some(':') && !same_drive(&target, &self.folder);
                    if drives || !other {
                        self.folder = absolute(&target, &self.folder);
                    }
                }
                Ok(())
            }
            "popd" => {
                self.folder = self.before.pop().unwrap_or_else(|| self.folder.clone());
                Ok(())
            }
            "set" => {
                let lower = argument.to_lowercase();
                if !lower.starts_with("/p") && !lower.starts_with("/a") {
                    let whole = rest.trim_start();
                    let whole = whole.strip_prefix('"').map_or(whole, |w| w.rsplit_once('"').map_or(w, |(w, _)| w));
                    if let Some((name, value)) = whole.split_once('=') {
                        self.environment.set(name, value);
                    }
                }
                Ok(())
            }
            "copy" | "move" | "mklink" | "ren" | "rename" => {
                let files: Vec<String> = words(argument).into_iter().filter(|w| !w.starts_with('/')).collect();
                match (name, files.as_slice()) {
                    ("mklink", [link, target]) => self.files.copied(target, link, &self.folder),
                    (_, [from, to]) if !from.contains('*') => self.files.copied(from, to, &self.folder),
                    _ => {}
                }
                Ok(())
            }
            "setlocal" if argument.to_lowercase().contains("enabledelayedexpansion") => {
                // Outside of a batch file `setlocal` does nothing.
                Ok(())
            }
            "start" => self.start_command(argument, out),
            _ => Ok(()),
        }
    }

    /// What a script of PowerShell starts by name.
    fn script(&mut self, script: &str) -> Result<Vec<Process>, String> {
        let mut out = Vec::new();
        let found = super::powershell::calls(script, &self.environment);
        for gap in found.gaps {
            self.gap(gap.replace(STANDING, "…"));
        }
        for call in found.calls {
            match self.files.meaning(&call.program, &self.folder, call.registered) {
                Meaning::Program { program, assumed } => {
                    // PowerShell gives a program its full path in quotes.
                    let command = format!("\"{}\" {}", program.path, call.arguments);
                    let command = command.trim_end().to_owned();
                    self.launch(program, assumed, command, &call.arguments, &mut out)?;
                }
                Meaning::Batch => {
                    // Unlike `cmd.exe`, PowerShell needs a shell for the lines.
                    self.gap(format!("what the lines of `{}` start", file_name(&call.program)));
                    let file = absolute(&call.program, &self.folder);
                    let command = format!("C:\\Windows\\system32\\cmd.exe /c \"\"{file}\" {}\"", call.arguments);
                    self.start(Process { program: tool("cmd"), command, children: Vec::new() }, &mut out)?;
                }
                other => self.not_a_program(&call.program, &call.arguments, other, &mut out)?,
            }
        }
        Ok(out)
    }
}

fn same_drive(a: &str, b: &str) -> bool {
    a.chars().next().map(|c| c.to_ascii_lowercase()) == b.chars().next().map(|c| c.to_ascii_lowercase())
}

/// The numbers of `(start,step,end)`.
fn counted(set: &str) -> Result<Vec<String>, String> {
    let numbers: Vec<i64> =
        set.split([',', ' ', ';']).filter(|n| !n.trim().is_empty()).filter_map(|n| n.trim().parse().ok()).collect();
    let [start, step, end] = numbers[..] else {
        return Err(format!("`for /l` counts by `{set}`, which is no start, step and end"));
    };
    if step == 0 {
        return Err("`for /l` has no end".to_owned());
    }
    let mut all = Vec::new();
    let mut at = start;
    while (step > 0 && at <= end) || (step < 0 && at >= end) {
        if all.len() >= MAX_PROCESSES {
            return Err(format!("`for /l` runs more than {MAX_PROCESSES} times"));
        }
        all.push(at.to_string());
        let Some(next) = at.checked_add(step) else { break };
        at = next;
    }
    Ok(all)
}
