//! The records of a file: CSV with a header, or JSON in any of the forms that exports have.

use muster_source::{Diagnostic, Source, Span};
use serde_json::{Map, Value as Json};

use crate::codes::NOT_AN_EXPORT;

/// A record and where it stands.
pub(super) struct Record {
    pub(super) fields: Map<String, Json>,
    /// The record in its file; for one of a list, the list.
    pub(super) at: Span,
    /// Which record of the file it is, from 1.
    pub(super) number: usize,
}

/// Reads all records that may be rows of `table`; stops at the first fault of the text.
pub(super) fn read(source: &Source, table: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Record> {
    let text = source.text();
    let mut records = Vec::new();
    match text.trim_start_matches('\u{feff}').trim_start().chars().next() {
        None => {}
        Some('{' | '[') => json(source, table, &mut records, diagnostics),
        Some(_) => csv(source, &mut records, diagnostics),
    }
    records
}

fn json(source: &Source, table: &str, records: &mut Vec<Record>, diagnostics: &mut Vec<Diagnostic>) {
    let text = source.text();
    let begin = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut stream = serde_json::Deserializer::from_str(&text[begin..]).into_iter::<Json>();
    loop {
        let start = begin + stream.byte_offset();
        let Some(next) = stream.next() else { break };
        match next {
            Ok(json) => {
                let at = Span::new(start, begin + stream.byte_offset());
                take(json, table, at, 0, records);
            }
            Err(fault) => {
                let message = format!("the file is no JSON: {}", plain(&fault.to_string()));
                let line = source.line_start(fault.line()).unwrap_or(start);
                let at = (line + fault.column().saturating_sub(1)).min(text.len());
                diagnostics.push(Diagnostic::error(NOT_AN_EXPORT, message, source, Span::new(at, at)).help(
                    "export again, or cut the file before this place; one object a line, or one list of objects",
                ));
                break;
            }
        }
    }
}

/// Without the place, which is told otherwise.
fn plain(message: &str) -> &str {
    message.split(" at line ").next().unwrap_or(message)
}

fn take(json: Json, table: &str, at: Span, depth: usize, records: &mut Vec<Record>) {
    match json {
        Json::Array(items) if depth < 4 => items.into_iter().for_each(|item| take(item, table, at, depth + 1, records)),
        Json::Object(mut object) => {
            // Event Hubs, the API of Defender, Microsoft Graph, Elastic.
            for key in ["records", "Results", "results", "value"] {
                if object.get(key).is_some_and(Json::is_array) && depth < 4 {
                    if let Some(inner) = object.remove(key) {
                        take(inner, table, at, depth + 1, records);
                    }
                    return;
                }
            }
            if let Some(Json::String(category)) = object.get("category").cloned()
                && let Some(Json::Object(inner)) = object.remove("properties")
            {
                let named = category.strip_prefix("AdvancedHunting-").unwrap_or(&category);
                object = if named == table {
                    inner
                } else {
                    let mut other = Map::new();
                    other.insert(super::row::OTHER_TABLE.to_owned(), Json::from(named));
                    other
                };
            }
            records.push(Record { fields: object, at, number: records.len() + 1 });
        }
        _ => {}
    }
}

fn csv(source: &Source, records: &mut Vec<Record>, diagnostics: &mut Vec<Diagnostic>) {
    let text = source.text().trim_start_matches('\u{feff}');
    let begin = source.text().len() - text.len();
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let Ok(header) = reader.headers().cloned() else { return };
    // The portal of Sentinel says the zone beside the name.
    let names: Vec<String> = header.iter().map(|n| n.trim().trim_end_matches(" [UTC]").to_owned()).collect();
    for row in reader.records() {
        match row {
            Ok(row) => {
                let start = row.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(0));
                let end = text[start.min(text.len())..].find('\n').map_or(text.len(), |at| start + at);
                let fields = names.iter().cloned().zip(row.iter().map(Json::from)).collect();
                records.push(Record { fields, at: Span::new(begin + start, begin + end), number: records.len() + 1 });
            }
            Err(fault) => {
                let at = fault.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(0)) + begin;
                let message = match fault.kind() {
                    csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                        format!("the line has {len} cells, and the header has {expected_len}")
                    }
                    other => format!("the file is no CSV: {other:?}"),
                };
                diagnostics.push(
                    Diagnostic::error(NOT_AN_EXPORT, message, source, Span::new(at, at))
                        .help("put a text with commas in quotes, and double the quotes in it"),
                );
                return;
            }
        }
    }
}
