//! Starting a program: itself, and what it is known to start in turn.

use super::super::builtin::{self, words};
use super::super::powershell;
use super::super::program::{Meaning, absolute, extension, file_name, tool};
use super::super::tree::{Process, Program};
use super::super::{HOST, STANDING};
use super::{MAX_DEPTH, MAX_PROCESSES, Shell};

impl Shell {
    /// `start "title" /options program arguments`.
    pub(super) fn start_command(&mut self, text: &str, out: &mut Vec<Process>) -> Result<(), String> {
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

    pub(super) fn external(&mut self, text: &str, out: &mut Vec<Process>) -> Result<(), String> {
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

    pub(super) fn not_a_program(
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
    pub(super) fn nested(&mut self, text: &str) -> Result<Vec<Process>, String> {
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
        let found = match powershell::command_of(arguments) {
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
            && !node.contains(HOST)
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

    pub(super) fn start(&mut self, process: Process, out: &mut Vec<Process>) -> Result<(), String> {
        self.count += 1;
        if self.count > MAX_PROCESSES {
            return Err(format!("it starts more than {MAX_PROCESSES} processes"));
        }
        out.push(process);
        Ok(())
    }
}

fn has_word(text: &str, word: &str) -> bool {
    words(text).iter().any(|w| w.eq_ignore_ascii_case(word))
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
