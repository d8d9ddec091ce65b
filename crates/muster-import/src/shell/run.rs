//! Which processes a text starts.

use super::builtin::{self, words};
use super::expand::Environment;
use super::grammar::{Condition, For, Node, parse};
use super::program::{Files, Meaning, absolute, extension, file_name, tool};
use super::{STANDING, USER};

/// Deepest nesting of shells in shells.
const MAX_DEPTH: usize = 8;
/// Most processes of one text.
const MAX_PROCESSES: usize = 500;
/// Most characters that `cmd.exe` takes.
const MAX_LINE: usize = 8191;

/// A program file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Its full path.
    pub path: String,
    /// The file that it is a copy of, if the text made it by copying a program.
    pub copy_of: Option<String>,
}

/// A process that is started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// What runs.
    pub program: Program,
    /// Its command line as it is given to Windows.
    pub command: String,
    /// What it starts, in order.
    pub children: Vec<Process>,
}

impl Program {
    /// The name by which Windows itself has this file, if it lies where Windows has it, in lower case; and whether it is
    /// the 32-bit one.
    #[must_use]
    pub fn of_windows(path: &str) -> Option<(String, bool)> {
        let lower = path.to_lowercase();
        let name = file_name(&lower).to_owned();
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        let folder = &lower[..lower.len() - name.len()];
        let usual = tool(stem).path.to_lowercase();
        let framework = folder == r"c:\windows\microsoft.net\framework64\v4.0.30319\";
        if framework || usual[..usual.len() - file_name(&usual).len()] == *folder {
            return Some((name, false));
        }
        (folder == r"c:\windows\syswow64\").then_some((name, true))
    }
}

/// What a text starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// The shell that reads the text, with what is below it.
    pub shell: Process,
    /// What the provider host of WMI starts on the text's behalf.
    pub by_wmi: Vec<Process>,
    /// What had to be assumed of the machine.
    pub assumed: Vec<String>,
    /// Processes that there are besides, and that the text does not tell.
    pub gaps: Vec<String>,
}

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

    /// `start "title" /options program arguments`.
    fn start_command(&mut self, text: &str, out: &mut Vec<Process>) -> Result<(), String> {
        let mut rest = text;
        if rest.starts_with('"') {
            let end = rest[1..].find('"').map_or(rest.len(), |at| at + 2);
            rest = rest[end..].trim_start();
        }
        let mut folder = None;
        while rest.starts_with('/') {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let option = rest[..end].to_lowercase();
            rest = rest[end..].trim_start();
            let takes = matches!(option.as_str(), "/d" | "/affinity" | "/node");
            if takes {
                let (word, behind) = builtin::first(rest);
                if option == "/d" {
                    folder = Some(absolute(word, &self.folder));
                }
                rest = behind.trim_start();
            }
        }
        let (word, arguments) = builtin::first(rest);
        let bare = word.trim_matches('"').to_owned();
        if bare.is_empty() {
            return self.start(
                Process {
                    program: tool("cmd"),
                    command: r#""C:\Windows\system32\cmd.exe" "#.to_owned(),
                    children: Vec::new(),
                },
                out,
            );
        }
        let before = folder.map(|folder| std::mem::replace(&mut self.folder, folder));
        let done = if builtin::split(rest).is_some() || self.files.meaning(&bare, &self.folder, true) == Meaning::Batch
        {
            self.nested(rest).and_then(|children| {
                let command = format!(r"C:\Windows\system32\cmd.exe /K {rest}");
                self.start(Process { program: tool("cmd"), command, children }, out)
            })
        } else {
            match self.files.meaning(&bare, &self.folder, true) {
                Meaning::Program { program, assumed } => {
                    // The window manager's start gives the full path in quotes, and a blank even without arguments.
                    let command = format!("\"{}\" {}", program.path, arguments.trim_start());
                    self.launch(program, assumed, command, arguments, out)
                }
                other => self.not_a_program(&bare, arguments, other, out),
            }
        };
        if let Some(before) = before {
            self.folder = before;
        }
        done
    }

    fn external(&mut self, text: &str, out: &mut Vec<Process>) -> Result<(), String> {
        let (word, arguments) = builtin::first(text);
        let bare = word.replace('"', "");
        if bare.eq_ignore_ascii_case("winrm") || bare.eq_ignore_ascii_case("winrm.cmd") {
            let command = format!(r"cscript  //nologo C:\Windows\System32\winrm.vbs{arguments}");
            return self.start(Process { program: tool("cscript"), command, children: Vec::new() }, out);
        }
        match self.files.meaning(&bare, &self.folder, false) {
            Meaning::Program { program, assumed } => {
                self.launch(program, assumed, text.trim_end().to_owned(), arguments, out)
            }
            other => self.not_a_program(&bare, arguments, other, out),
        }
    }

    fn not_a_program(
        &mut self,
        word: &str,
        arguments: &str,
        meaning: Meaning,
        out: &mut Vec<Process>,
    ) -> Result<(), String> {
        match meaning {
            Meaning::Batch => {
                self.gap(format!("what the lines of `{}` start", file_name(word)));
                Ok(())
            }
            Meaning::Opened { program, option } => {
                let file = absolute(word, &self.folder);
                let command = format!("\"{}\" {option}\"{file}\" {}", program.path, arguments.trim_start());
                self.start(Process { program, command, children: Vec::new() }, out)
            }
            Meaning::Unknown(why) => {
                self.gap(why.replace(STANDING, "…"));
                Ok(())
            }
            // Both callers launch programs themselves.
            Meaning::Program { .. } => Ok(()),
        }
    }

    /// Starts a program that is known, with what it is known to start itself.
    pub(super) fn launch(
        &mut self,
        program: Program,
        assumed: Option<String>,
        command: String,
        arguments: &str,
        out: &mut Vec<Process>,
    ) -> Result<(), String> {
        if let Some(assumed) = assumed {
            self.assume(assumed.replace(STANDING, "…"));
        }
        let arguments = arguments.trim_end();
        let is = program.copy_of.as_deref().unwrap_or(&program.path);
        let name = file_name(is).to_lowercase();
        let mut children = Vec::new();
        match name.as_str() {
            "cmd.exe" => children = self.inner_prompt(arguments)?,
            "net.exe" => {
                let verb = words(arguments).into_iter().next().unwrap_or_default().to_lowercase();
                let handed = [
                    "user",
                    "users",
                    "group",
                    "localgroup",
                    "accounts",
                    "start",
                    "stop",
                    "pause",
                    "continue",
                    "session",
                    "share",
                    "config",
                    "statistics",
                    "file",
                    "computer",
                    "time",
                ];
                if handed.contains(&verb.as_str()) {
                    let command = format!(r"C:\Windows\system32\net1 {}", arguments.trim_start());
                    self.start(Process { program: tool("net1"), command, children: Vec::new() }, &mut children)?;
                }
            }
            "wmic.exe" => self.wmic(arguments)?,
            "powershell.exe" | "pwsh.exe" => children = self.inner_powershell(arguments)?,
            "schtasks.exe" if has_word(arguments, "/run") => {
                self.gap("what the task starts that `schtasks /run` runs".to_owned());
            }
            "sc.exe" if has_word(arguments, "start") => {
                self.gap("what the service starts that `sc start` starts".to_owned());
            }
            "forfiles.exe" if has_word(arguments, "/c") => self.gap("what `forfiles` starts for each file".to_owned()),
            _ => {}
        }
        self.start(Process { program, command, children }, out)
    }

    /// What `cmd /c text` starts.
    fn inner_prompt(&mut self, arguments: &str) -> Result<Vec<Process>, String> {
        let mut rest = arguments.trim_start();
        let mut strip = false;
        let delayed = self.delayed;
        loop {
            let lower = rest.to_ascii_lowercase();
            let Some(option) = lower.strip_prefix('/').and_then(|o| o.chars().next()) else {
                // Without `/c` the shell waits for what is typed.
                return Ok(Vec::new());
            };
            match option {
                'c' | 'k' | 'r' => {
                    rest = rest[2..].trim_start();
                    break;
                }
                's' => strip = true,
                'v' => self.delayed = !lower.starts_with("/v:off"),
                _ => {}
            }
            let end = rest[1..].find(|c: char| c == '/' || c.is_whitespace()).map_or(rest.len(), |at| at + 1);
            rest = rest[end..].trim_start();
        }
        let found = self.nested(&unquoted(rest, strip));
        self.delayed = delayed;
        found
    }

    /// What a shell below this one starts; what it sets ends with it.
    fn nested(&mut self, text: &str) -> Result<Vec<Process>, String> {
        if self.depth >= MAX_DEPTH {
            return Err("shells are nested too deep".to_owned());
        }
        let before = (self.environment.clone(), self.folder.clone(), self.before.clone());
        let loops = std::mem::take(&mut self.loops);
        self.depth += 1;
        let found = self.read(text);
        self.depth -= 1;
        self.loops = loops;
        (self.environment, self.folder, self.before) = before;
        found
    }

    fn inner_powershell(&mut self, arguments: &str) -> Result<Vec<Process>, String> {
        if self.depth >= MAX_DEPTH {
            return Err("shells are nested too deep".to_owned());
        }
        self.depth += 1;
        let found = match super::powershell::command_of(arguments) {
            Ok(Some(script)) => self.script(&script),
            Ok(None) => Ok(Vec::new()),
            Err(gap) => {
                self.gap(gap);
                Ok(Vec::new())
            }
        };
        self.depth -= 1;
        found
    }

    /// `wmic process call create "command"`: not `wmic` starts it but the provider host.
    fn wmic(&mut self, arguments: &str) -> Result<(), String> {
        let lower = arguments.to_ascii_lowercase();
        let squeezed = lower.split_whitespace().collect::<Vec<_>>().join(" ");
        if !squeezed.contains("process call create") {
            return Ok(());
        }
        let node = lower
            .find("/node:")
            .map(|at| arguments[at + 6..].split_whitespace().next().unwrap_or_default().trim_matches(['"', '\'']));
        if let Some(node) = node
            && !["localhost", "127.0.0.1", "."].contains(&node.to_lowercase().as_str())
            && !node.contains(super::HOST)
        {
            self.gap(format!("what starts on `{node}`, which is another computer").replace(STANDING, "…"));
            return Ok(());
        }
        let at = lower.find("create").map_or(0, |at| at + "create".len());
        let behind = arguments[at..].trim();
        let command = match behind.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                // Inside, `\"` is a quote of the command's own.
                let inner = behind[1..].replace("\\\"", "\u{1}");
                inner.split(quote).next().unwrap_or_default().replace('\u{1}', "\"")
            }
            _ => behind.split(" /").next().unwrap_or_default().to_owned(),
        };
        // The arguments of `create` are divided by commas: the command, its folder, its window.
        let mut started = Vec::new();
        let (word, rest) = builtin::first(&command);
        match self.files.meaning(&word.replace('"', ""), r"C:\Windows\system32", false) {
            Meaning::Program { program, assumed } => {
                self.launch(program, assumed, command.clone(), rest, &mut started)?;
            }
            _ => self.gap(format!("what WMI starts as `{command}`").replace(STANDING, "…")),
        }
        self.by_wmi.append(&mut started);
        Ok(())
    }

    fn start(&mut self, process: Process, out: &mut Vec<Process>) -> Result<(), String> {
        self.count += 1;
        if self.count > MAX_PROCESSES {
            return Err(format!("it starts more than {MAX_PROCESSES} processes"));
        }
        out.push(process);
        Ok(())
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

fn has_word(text: &str, word: &str) -> bool {
    words(text).iter().any(|w| w.eq_ignore_ascii_case(word))
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

/// The text behind `/c`: the outer quotes go, unless there are exactly two around the name of a program.
fn unquoted(text: &str, strip: bool) -> String {
    let Some(inner) = text.strip_prefix('"') else { return text.to_owned() };
    let Some((between, behind)) = inner.rsplit_once('"') else { return inner.to_owned() };
    let special = between.contains(['"', '&', '<', '>', '(', ')', '@', '^', '|']);
    let program = extension(between).is_some_and(|e| ["exe", "com", "bat", "cmd"].contains(&e.as_str()));
    if !strip && !special && between.contains([' ', '\t']) && program {
        return text.to_owned();
    }
    format!("{between}{behind}")
}
