//! Lines of golden files.

use muster_source::{Diagnostic, Source, Span};
use serde_json::{Map, Value as Json};

use crate::codes::BROKEN_GOLDEN;
use crate::outcome::OutcomeRow;
use crate::truth::Truths;

const KEYS: [&str; 4] = ["outcome", "row", "evidence", "by"];
const COUNTS: [&str; 3] = ["malicious", "benign", "noise"];

/// The golden line of a row.
#[must_use]
pub fn line(row: &OutcomeRow, truths: &Truths) -> String {
    let counts = truths.count(row.events());
    let by: Vec<Json> = row.by.iter().map(|id| Json::from(id.as_ref())).collect();
    format!(
        r#"{{"outcome":"{}","row":{},"evidence":{{"malicious":{},"benign":{},"noise":{}}},"by":{}}}"#,
        row.fate.word(),
        row.text,
        counts.malicious,
        counts.benign,
        counts.noise,
        Json::Array(by)
    )
}

/// The lines of a golden file; blank ones at the end are no lines.
///
/// # Errors
/// One complaint for each line that is no golden line, at its place.
pub fn read_lines(source: &Source) -> Result<Vec<String>, Vec<Diagnostic>> {
    let mut lines = Vec::new();
    let mut faults = Vec::new();
    let mut at = 0;
    let text = source.text().trim_end();
    for part in text.split_inclusive('\n') {
        let content = part.trim_end_matches(['\n', '\r']);
        let content = if at == 0 { content.trim_start_matches('\u{FEFF}') } else { content };
        let start = at + (part.trim_end_matches(['\n', '\r']).len() - content.len());
        match check(content, source, start) {
            Ok(()) => lines.push(content.to_owned()),
            Err(fault) => faults.push(fault),
        }
        at += part.len();
    }
    if faults.is_empty() { Ok(lines) } else { Err(faults) }
}

/// Whether the lines say the same. Spaces between tokens and the spelling of a number do not matter; order does.
#[must_use]
pub fn same_lines(expected: &[String], actual: &[String]) -> bool {
    let plain =
        |line: &str| serde_json::from_str::<Json>(line).map_or_else(|_| line.to_owned(), |json| json.to_string());
    expected.len() == actual.len() && expected.iter().zip(actual).all(|(e, a)| e == a || plain(e) == plain(a))
}

fn check(text: &str, source: &Source, start: usize) -> Result<(), Diagnostic> {
    let whole = Span::new(start, start + text.len());
    let fault = |message: String, span: Span| {
        Diagnostic::error(BROKEN_GOLDEN, message, source, span)
            .help("restore the file, or remove it and accept the outcome again with `muster golden accept`")
    };
    if text.trim().is_empty() {
        return Err(fault("an empty line in a golden file".to_owned(), whole));
    }
    let json: Json = serde_json::from_str(text).map_err(|error| {
        let offset = start + error.column().saturating_sub(1).min(text.len());
        let mut message = error.to_string();
        // The place is ours to say: the column of a line that was read alone would mislead.
        if let Some(cut) = message.find(" at line ") {
            message.truncate(cut);
        }
        fault(format!("the line is no JSON: {}", lower(&message)), Span::new(offset, start + text.len()))
    })?;
    let object = json.as_object().ok_or_else(|| fault("the line is no JSON object".to_owned(), whole))?;
    exact_keys(object, &KEYS).map_err(|message| fault(message, whole))?;
    let outcome = object.get("outcome").and_then(Json::as_str).unwrap_or_default();
    if !["detected", "narrowed", "suppressed"].contains(&outcome) {
        return Err(fault("`outcome` is none of `detected`, `narrowed`, `suppressed`".to_owned(), whole));
    }
    if !object.get("row").is_some_and(Json::is_object) {
        return Err(fault("`row` is no JSON object".to_owned(), whole));
    }
    let evidence = object.get("evidence").and_then(Json::as_object);
    let evidence = evidence.ok_or_else(|| fault("`evidence` is no JSON object".to_owned(), whole))?;
    exact_keys(evidence, &COUNTS).map_err(|message| fault(format!("in `evidence` {message}"), whole))?;
    if !evidence.values().all(Json::is_u64) {
        return Err(fault("the counts in `evidence` are no whole numbers".to_owned(), whole));
    }
    let by = object.get("by").and_then(Json::as_array);
    if !by.is_some_and(|ids| ids.iter().all(Json::is_string)) {
        return Err(fault("`by` is no list of ids of suppressions".to_owned(), whole));
    }
    Ok(())
}

fn exact_keys(object: &Map<String, Json>, keys: &[&str]) -> Result<(), String> {
    for key in keys {
        if !object.contains_key(*key) {
            return Err(format!("`{key}` is missing"));
        }
    }
    match object.keys().find(|key| !keys.contains(&key.as_str())) {
        Some(key) => Err(format!("`{key}` is no key of a golden line")),
        None => Ok(()),
    }
}

fn lower(text: &str) -> String {
    // `EOF while parsing` is an acronym.
    if text.starts_with("EOF") {
        return text.to_owned();
    }
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
