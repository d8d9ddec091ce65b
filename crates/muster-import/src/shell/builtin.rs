//! The commands of `cmd.exe` itself, and how the first word of a command ends.

const NAMES: &[&str] = &[
    "assoc", "break", "call", "cd", "chdir", "cls", "color", "copy", "date", "del", "dir", "dpath", "echo", "endlocal",
    "erase", "exit", "ftype", "goto", "keys", "md", "mkdir", "mklink", "move", "path", "pause", "popd", "prompt",
    "pushd", "rd", "rem", "ren", "rename", "rmdir", "set", "setlocal", "shift", "start", "time", "title", "type",
    "ver", "verify", "vol",
];

/// The command of the shell itself that `text` begins with, in lower case, and what stands behind it.
pub(super) fn split(text: &str) -> Option<(&'static str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let name = NAMES.iter().find(|name| name.eq_ignore_ascii_case(word))?;
    // `echo.exe` and `set-x` are programs, `echo.`, `cd..`, `cd\` and `del/q` are not.
    let ends = match rest.chars().next() {
        None => true,
        Some(c) if c.is_whitespace() => true,
        Some('.') => {
            !rest[1..].starts_with(|c: char| c.is_alphanumeric())
                || *name == "echo" && !rest.to_lowercase().starts_with(".exe")
        }
        Some(c) => {
            matches!(c, '(' | '/' | '\\' | ':' | '+' | ',' | ';' | '=' | '"' | '[' | ']' | '&' | '>' | '<' | '|')
        }
    };
    ends.then_some((*name, rest))
}

/// The first word of a command with its quotes, and what stands behind it.
pub(super) fn first(text: &str) -> (&str, &str) {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            ' ' | '\t' | ',' | ';' | '=' => return text.split_at(at),
            // `ipconfig/all`: options may follow at once where no folder can be meant.
            '/' if at > 0 && !text[..at].contains(['\\', ':', '.', '"']) => return text.split_at(at),
            _ => {}
        }
    }
    (text, "")
}

/// The words of a text, without the quotes around them.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let (mut word, mut quoted, mut some) = (String::new(), false, false);
    for c in text.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                some = true;
            }
            c if c.is_whitespace() && !quoted => {
                if some {
                    all.push(std::mem::take(&mut word));
                }
                some = false;
            }
            c => {
                word.push(c);
                some = true;
            }
        }
    }
    if some {
        all.push(word);
    }
    all
}
