//! Variables of the environment.

use std::collections::BTreeMap;

use super::{DOMAIN, HOST, RANDOM, STANDING, USER};

/// The variables of a shell, by name in lower case.
#[derive(Debug, Clone)]
pub(super) struct Environment(BTreeMap<String, String>);

impl Environment {
    /// What a user of a domain's workstation has.
    pub(super) fn usual() -> Self {
        let home = format!(r"C:\Users\{USER}");
        let pairs = [
            ("allusersprofile", r"C:\ProgramData".to_owned()),
            ("appdata", format!(r"{home}\AppData\Roaming")),
            ("commonprogramfiles", r"C:\Program Files\Common Files".to_owned()),
            ("commonprogramfiles(x86)", r"C:\Program Files (x86)\Common Files".to_owned()),
            ("computername", HOST.to_string()),
            ("comspec", r"C:\Windows\system32\cmd.exe".to_owned()),
            ("homedrive", "C:".to_owned()),
            ("homepath", format!(r"\Users\{USER}")),
            ("localappdata", format!(r"{home}\AppData\Local")),
            ("number_of_processors", "4".to_owned()),
            ("os", "Windows_NT".to_owned()),
            (
                "path",
                r"C:\Windows\system32;C:\Windows;C:\Windows\System32\Wbem;C:\Windows\System32\WindowsPowerShell\v1.0\"
                    .to_owned(),
            ),
            ("pathext", ".COM;.EXE;.BAT;.CMD;.VBS;.VBE;.JS;.JSE;.WSF;.WSH;.MSC".to_owned()),
            ("processor_architecture", "AMD64".to_owned()),
            ("programdata", r"C:\ProgramData".to_owned()),
            ("programfiles", r"C:\Program Files".to_owned()),
            ("programfiles(x86)", r"C:\Program Files (x86)".to_owned()),
            ("programw6432", r"C:\Program Files".to_owned()),
            ("public", r"C:\Users\Public".to_owned()),
            ("random", RANDOM.to_string()),
            ("systemdrive", "C:".to_owned()),
            ("systemroot", r"C:\Windows".to_owned()),
            ("temp", format!(r"{home}\AppData\Local\Temp")),
            ("tmp", format!(r"{home}\AppData\Local\Temp")),
            ("userdomain", DOMAIN.to_string()),
            ("username", USER.to_string()),
            ("userprofile", home),
            ("windir", r"C:\Windows".to_owned()),
        ];
        Self(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(&name.to_lowercase()).map(String::as_str)
    }

    pub(super) fn set(&mut self, name: &str, value: &str) {
        if value.is_empty() {
            self.0.remove(&name.to_lowercase());
        } else {
            self.0.insert(name.to_lowercase(), value.to_owned());
        }
    }

    /// `text` with the variables between `mark`s filled in. One that is not set stays, and so does one whose part
    /// cannot be cut out of a value that only the simulator knows.
    pub(super) fn fill(&self, text: &str, mark: char) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(mark) {
            out.push_str(&rest[..at]);
            let behind = &rest[at + mark.len_utf8()..];
            let inner = behind.find(mark).map(|end| &behind[..end]).filter(|name| !name.contains('\n'));
            if let Some((inner, value)) = inner.and_then(|inner| Some((inner, self.value(inner)?))) {
                out.push_str(&value);
                rest = &behind[inner.len() + mark.len_utf8()..];
            } else {
                out.push(mark);
                rest = behind;
            }
        }
        out.push_str(rest);
        out
    }

    /// The value of `name`, `name:~from,length` or `name:old=new`.
    fn value(&self, inner: &str) -> Option<String> {
        if let Some(value) = self.get(inner) {
            return Some(value.to_owned());
        }
        let (name, change) = inner.split_once(':')?;
        let value = self.get(name)?;
        if let Some(cut) = change.strip_prefix('~') {
            return substring(value, cut);
        }
        let (old, new) = change.split_once('=')?;
        if old.is_empty() || old.starts_with('*') || value.contains(STANDING) {
            return None;
        }
        Some(replace_ignoring_case(value, old, new))
    }
}

/// The part of `value` that `from,length` says; negative numbers count from the end.
fn substring(value: &str, cut: &str) -> Option<String> {
    let chars: Vec<char> = value.chars().collect();
    let size = i64::try_from(chars.len()).ok()?;
    let (from, length) = match cut.split_once(',') {
        Some((from, length)) => (from.trim(), Some(length.trim().parse::<i64>().ok()?)),
        None => (cut.trim(), None),
    };
    let from: i64 = if from.is_empty() { 0 } else { from.parse().ok()? };
    let start = if from < 0 { size.saturating_add(from) } else { from }.clamp(0, size);
    let end = match length {
        None => size,
        Some(length) if length < 0 => size.saturating_add(length),
        Some(length) => start.saturating_add(length),
    }
    .clamp(start, size);
    let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
    // A name that only the simulator knows has another length there: what is counted must not reach across it.
    let names: Vec<usize> = chars.iter().enumerate().filter(|(_, c)| STANDING.contains(c)).map(|(at, _)| at).collect();
    let (Some(first), Some(last)) = (names.first(), names.last()) else {
        return Some(chars[start..end].iter().collect());
    };
    let in_front = from >= 0 && length.is_some_and(|l| l >= 0) && end <= *first;
    let behind = from < 0 && start > *last && -from <= size;
    (in_front || behind).then(|| chars[start..end].iter().collect())
}

fn replace_ignoring_case(value: &str, old: &str, new: &str) -> String {
    // Lower case may have other lengths than the text, so only ASCII letters are folded.
    let (low, old) = (value.to_ascii_lowercase(), old.to_ascii_lowercase());
    let mut out = String::new();
    let mut at = 0;
    while let Some(found) = low[at..].find(&old) {
        out.push_str(&value[at..at + found]);
        out.push_str(new);
        at += found + old.len();
    }
    out.push_str(&value[at..]);
    out
}
