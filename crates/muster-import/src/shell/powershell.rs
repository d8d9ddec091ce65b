//! Programs that a script of PowerShell calls by name.
//!
//! PowerShell is a language, and only the calls at the start of its statements are read here. What stands in a block,
//! or gets arguments that the script computes, is a gap.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::expand::Environment;
use super::program::{extension, is_tool};

/// Names of tools that are other commands in Windows PowerShell.
const ALIASES: &[&str] = &[
    "compare", "curl", "diff", "fc", "kill", "print", "ps", "sc", "set", "sort", "start", "tee", "type", "where",
    "write",
];
/// Parameters of `powershell.exe` that take a value.
const VALUED: &[&str] = &[
    "executionpolicy",
    "version",
    "windowstyle",
    "inputformat",
    "outputformat",
    "psconsolefile",
    "configurationname",
    "workingdirectory",
];

/// A call of a program.
#[derive(Debug, PartialEq)]
pub(super) struct Call {
    pub(super) program: String,
    pub(super) arguments: String,
    /// Whether registered names are found, as `Start-Process` does.
    pub(super) registered: bool,
}

/// The calls of a script, and what it starts besides.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Calls {
    pub(super) calls: Vec<Call>,
    pub(super) gaps: Vec<String>,
}

/// The calls of a script.
pub(super) fn calls(script: &str, environment: &Environment) -> Calls {
    let mut found = Calls::default();
    let trimmed = script.trim();
    let inner = trimmed.strip_prefix('&').map(str::trim).and_then(|s| s.strip_prefix('{')?.strip_suffix('}'));
    for (statement, block) in statements(inner.unwrap_or(trimmed)) {
        let lower = first_word(&statement).to_lowercase();
        if ["iex", "invoke-expression", "invoke-command", "icm"].contains(&lower.as_str()) {
            found.gaps.push("what a text starts that the script makes and runs".to_owned());
            continue;
        }
        let (called, statement) = match statement.strip_prefix('&') {
            Some(rest) => (true, rest.trim_start()),
            None => (false, statement.as_str()),
        };
        let Some(words) = words(statement) else {
            if is_program(first_word(statement)) {
                found.gaps.push(format!("how `{}` is quoted in the script", first_word(statement)));
            }
            continue;
        };
        let Some((first, rest)) = words.split_first() else { continue };
        let name = with_environment(&first.text, environment);
        let call = if ["start-process", "saps", "start"].contains(&name.to_lowercase().as_str()) {
            let Some(call) = start_process(rest, environment) else { continue };
            call
        } else if is_program(&name) && (called || !first.quoted) {
            let arguments: Vec<String> = rest.iter().map(|w| w.passed(environment)).collect();
            Call { program: name, arguments: arguments.join(" "), registered: false }
        } else {
            continue;
        };
        if block {
            found.gaps.push(format!("how often a block of the script starts `{}`", call.program));
        } else if call.program.contains('$') || call.arguments.contains('$') {
            found.gaps.push(format!("the arguments that the script gives to `{}`", call.program));
        } else {
            found.calls.push(call);
        }
    }
    found
}

/// The script that `powershell.exe` gets on its command line.
pub(super) fn command_of(arguments: &str) -> Result<Option<String>, String> {
    let mut rest = arguments.trim_start();
    while let Some(parameter) = rest.strip_prefix(['-', '/']) {
        let end = parameter.find(char::is_whitespace).unwrap_or(parameter.len());
        let name = parameter[..end].to_lowercase();
        let behind = parameter[end..].trim_start();
        let is = |full: &str, least: usize| name.len() >= least && full.starts_with(&name);
        if is("encodedcommand", 1) || name == "ec" {
            let word = behind.split_whitespace().next().unwrap_or_default().trim_matches('"');
            return decoded(word)
                .map(Some)
                .ok_or_else(|| "what the encoded command is, which cannot be decoded".to_owned());
        }
        if is("file", 1) {
            return Err("what the script file starts".to_owned());
        }
        if is("command", 1) {
            rest = behind;
            break;
        }
        rest = behind;
        let valued = VALUED.iter().any(|full| full.starts_with(&name)) || ["ep", "ex"].contains(&name.as_str());
        if valued {
            let (_, after) = super::builtin::first(rest);
            rest = after.trim_start();
        }
    }
    let script = rest.trim();
    if script.is_empty() || script == "-" {
        return Ok(None);
    }
    let bare = script.strip_prefix('"').and_then(|s| s.strip_suffix('"')).unwrap_or(script);
    Ok(Some(bare.replace("\\\"", "\"")))
}

fn decoded(word: &str) -> Option<String> {
    let bytes = STANDARD.decode(word).ok()?;
    if bytes.len() % 2 != 0 {
        return None;
    }
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).ok()
}

/// The statements of a script, and whether each stands in a block.
fn statements(script: &str) -> Vec<(String, bool)> {
    let mut all = Vec::new();
    let mut statement = String::new();
    let (mut quote, mut depth, mut comment, mut escaped) = (None, 0_u32, false, false);
    let mut end = |statement: &mut String, depth: u32| {
        let text = std::mem::take(statement).trim().to_owned();
        if !text.is_empty() {
            all.push((text, depth > 0));
        }
    };
    for c in script.chars() {
        if comment && c != '\n' {
            continue;
        }
        comment = false;
        match (quote, c) {
            _ if escaped => escaped = false,
            (None | Some('"'), '`') => escaped = true,
            (Some(q), _) if q == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '#') if statement.is_empty() || statement.ends_with(char::is_whitespace) => {
                comment = true;
                continue;
            }
            (None, '\n' | ';' | '|') => {
                end(&mut statement, depth);
                continue;
            }
            (None, '{' | '(') => {
                end(&mut statement, depth);
                depth += 1;
                continue;
            }
            (None, '}' | ')') => {
                end(&mut statement, depth);
                depth = depth.saturating_sub(1);
                continue;
            }
            _ => {}
        }
        statement.push(c);
    }
    end(&mut statement, depth);
    all
}

struct Word {
    text: String,
    quoted: bool,
    /// Whether `$` is no variable.
    literal: bool,
}

impl Word {
    /// The word as PowerShell passes it to a program.
    fn passed(&self, environment: &Environment) -> String {
        let text = if self.literal { self.text.clone() } else { with_environment(&self.text, environment) };
        if text.is_empty() || text.contains(char::is_whitespace) { format!("\"{text}\"") } else { text }
    }
}

fn first_word(statement: &str) -> &str {
    statement.split_whitespace().next().unwrap_or_default()
}

/// The words of a statement; nothing if it needs more than quotes.
fn words(statement: &str) -> Option<Vec<Word>> {
    if statement.contains(['`', '@']) {
        return None;
    }
    let mut all: Vec<Word> = Vec::new();
    let mut word: Option<Word> = None;
    let mut quote = None;
    for c in statement.chars() {
        match (quote, c) {
            (Some(q), _) if q == c => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                let word = word.get_or_insert(Word { text: String::new(), quoted: true, literal: c == '\'' });
                word.quoted = true;
            }
            (None, c) if c.is_whitespace() => all.extend(word.take()),
            (_, c) => word.get_or_insert(Word { text: String::new(), quoted: false, literal: false }).text.push(c),
        }
    }
    all.extend(word);
    // What is redirected by PowerShell is no argument.
    if let Some(at) = all.iter().position(|w| !w.quoted && (w.text.starts_with('>') || w.text.starts_with("2>"))) {
        all.truncate(at);
    }
    quote.is_none().then_some(all)
}

fn is_program(word: &str) -> bool {
    let lower = word.to_lowercase();
    match extension(&lower).as_deref() {
        Some("exe" | "com" | "bat" | "cmd") => true,
        Some(_) => false,
        None => !lower.contains(['\\', '/', '=']) && is_tool(&lower) && !ALIASES.contains(&lower.as_str()),
    }
}

/// `Start-Process file -ArgumentList arguments`.
fn start_process(words: &[Word], environment: &Environment) -> Option<Call> {
    let (mut program, mut arguments) = (None, Vec::new());
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        let lower = word.text.to_lowercase();
        let is = |full: &str| !word.quoted && lower.len() > 1 && full.starts_with(&lower);
        if is("-wait") || is("-passthru") || is("-nonewwindow") {
        } else if is("-filepath") {
            program = words.get(at).map(|w| w.text.clone());
            at += 1;
        } else if is("-argumentlist") || lower == "-args" {
            // `a, b` is a list, whose items are joined by blanks.
            while let Some(word) = words.get(at).filter(|w| w.quoted || !w.text.starts_with('-')) {
                arguments.push(with_environment(word.text.trim_end_matches(','), environment));
                at += 1;
            }
        } else if lower.starts_with('-') && !word.quoted {
            at += 1;
        } else if program.is_none() {
            program = Some(word.text.clone());
        } else {
            arguments.push(with_environment(word.text.trim_end_matches(','), environment));
        }
    }
    Some(Call { program: with_environment(&program?, environment), arguments: arguments.join(" "), registered: true })
}

/// A text with `$env:NAME` filled in.
fn with_environment(text: &str, environment: &Environment) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.to_ascii_lowercase().find("$env:") {
        out.push_str(&rest[..at]);
        let name = &rest[at + 5..];
        let end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
        match environment.get(&name[..end]) {
            Some(value) => out.push_str(value),
            None => out.push_str(&rest[at..at + 5 + end]),
        }
        rest = &name[end..];
    }
    out.push_str(rest);
    out
}
