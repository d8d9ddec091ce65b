//! Texts become rows: objects with their places, whether the text is JSON, NDJSON or CSV.

use muster_source::{Diagnostic, Source, Span};
use serde_json::{Map, Value as Json};

use crate::codes::{BROKEN, EMPTY};

/// An object of an export.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) source: Source,
    pub(crate) span: Span,
    pub(crate) fields: Map<String, Json>,
}

/// Keys under which the answers of APIs have their rows.
const ENVELOPES: [&str; 3] = ["value", "results", "Results"];

/// The rows of a text.
pub(crate) fn rows(source: &Source) -> Result<Vec<Row>, Diagnostic> {
    let text = source.text();
    let start = text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
    match text[start..].chars().next() {
        None => Err(Diagnostic::error(EMPTY, "the export is empty", source, Span::new(0, 0))
            .help("export again; an export without an alert is `[]`, or a header line alone")),
        Some('[') => elements(source, start, &mut Vec::new()),
        Some('{') => objects(source, start),
        Some(_) => table(source, start),
    }
}

fn broken(source: &Source, at: usize, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(BROKEN, message, source, Span::new(at, at))
        .help("export again as JSON, NDJSON or CSV; the file may have been cut")
}

/// Reads one JSON value at `at`; gives it with its end.
fn value(source: &Source, at: usize) -> Result<(Json, usize), Diagnostic> {
    let text = source.text().get(at..).unwrap_or_default();
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Json>();
    match stream.next() {
        Some(Ok(value)) => Ok((value, at + stream.byte_offset())),
        Some(Err(error)) => Err(broken(source, at + offset(text, error.line(), error.column()), describe(&error))),
        None => Err(broken(source, source.text().len(), "the text ends where a value is expected")),
    }
}

/// What serde says, without the place, which is told by ours.
fn describe(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or_default();
    format!("the export is no JSON: {what}")
}

/// The offset of a line and a column, both from 1; column 0 is the end of the line before.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut at = (before + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn blank(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.len() - rest.trim_start().len()
}

/// The elements of the array that begins at `at`.
fn elements(source: &Source, at: usize, found: &mut Vec<Row>) -> Result<Vec<Row>, Diagnostic> {
    let text = source.text();
    let mut at = blank(text, at + 1);
    if text[at..].starts_with(']') {
        return rest(source, at + 1, std::mem::take(found));
    }
    loop {
        let (element, end) = value(source, at)?;
        let Json::Object(fields) = element else {
            return Err(broken(source, at, "an element of the list is no object"));
        };
        found.push(Row { source: source.clone(), span: Span::new(at, end), fields });
        let next = blank(text, end);
        match text[next..].chars().next() {
            Some(',') => at = blank(text, next + 1),
            Some(']') => return rest(source, next + 1, std::mem::take(found)),
            Some(_) => return Err(broken(source, next, "`,` or `]` is expected")),
            None => return Err(broken(source, next, "the list has no end")),
        }
    }
}

/// Behind a list nothing may stand: of two lists glued together one would be lost.
fn rest(source: &Source, at: usize, rows: Vec<Row>) -> Result<Vec<Row>, Diagnostic> {
    let next = blank(source.text(), at);
    if next < source.text().len() {
        return Err(broken(source, next, "there is more text behind the list"));
    }
    Ok(rows)
}

/// Objects one after the other; or one that is the answer of an API, with a list of rows in it.
fn objects(source: &Source, start: usize) -> Result<Vec<Row>, Diagnostic> {
    let text = source.text();
    let mut rows = Vec::new();
    let mut at = start;
    while at < text.len() {
        let (object, end) = value(source, at)?;
        let Json::Object(fields) = object else { return Err(broken(source, at, "a line is no object")) };
        let next = blank(text, end);
        if at == start && next >= text.len() {
            if let Some(key) = ENVELOPES.iter().find(|key| fields.get(**key).is_some_and(Json::is_array))
                && let Some(list) = member(text, at, key)
            {
                let whole = text.get(..end).unwrap_or(text);
                // The list is followed by the rest of its object, which has been read.
                return inner(source, list, whole.len());
            }
            if let Some(tables) = fields.get("tables").and_then(Json::as_array) {
                return Ok(tabular(source, Span::new(at, end), tables));
            }
        }
        rows.push(Row { source: source.clone(), span: Span::new(at, end), fields });
        at = next;
    }
    Ok(rows)
}

/// The elements of a list inside of an object that ends at `end`.
fn inner(source: &Source, list: usize, end: usize) -> Result<Vec<Row>, Diagnostic> {
    let text = source.text();
    let mut rows = Vec::new();
    let mut at = blank(text, list + 1);
    while at < end && !text[at..].starts_with(']') {
        let (element, stop) = value(source, at)?;
        let Json::Object(fields) = element else {
            return Err(broken(source, at, "an element of the list is no object"));
        };
        rows.push(Row { source: source.clone(), span: Span::new(at, stop), fields });
        at = blank(text, stop);
        if text[at..].starts_with(',') {
            at = blank(text, at + 1);
        }
    }
    Ok(rows)
}

/// Where the value of a member of the object at `at` begins. The text is known to be JSON.
fn member(text: &str, at: usize, key: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut i) = (0_usize, at);
    while i < bytes.len() {
        match bytes[i] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let start = i + 1;
                i = start;
                while i < bytes.len() && bytes[i] != b'"' {
                    i += if bytes[i] == b'\\' { 2 } else { 1 };
                }
                let after = blank(text, i + 1);
                if depth == 1 && text.get(start..i) == Some(key) && bytes.get(after) == Some(&b':') {
                    return Some(blank(text, after + 1));
                }
            }
            _ => {}
        }
        i += 1;
    }
    None
}

/// The rows of a Log Analytics answer: names of columns apart from lists of cells. They share one place.
fn tabular(source: &Source, span: Span, tables: &[Json]) -> Vec<Row> {
    let mut rows = Vec::new();
    for table in tables {
        let list = |key: &str| table.get(key).and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        let names: Vec<&str> = list("columns").iter().map(|c| c["name"].as_str().unwrap_or_default()).collect();
        for row in list("rows") {
            let cells = row.as_array().map_or(&[][..], Vec::as_slice);
            let fields = names.iter().map(|n| (*n).to_owned()).zip(cells.iter().cloned()).collect();
            rows.push(Row { source: source.clone(), span, fields });
        }
    }
    rows
}

/// CSV with a header line.
fn table(source: &Source, start: usize) -> Result<Vec<Row>, Diagnostic> {
    let text = source.text().get(start..).unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
    let at = |position: Option<&csv::Position>| {
        start + position.map_or(0, |p| usize::try_from(p.byte()).unwrap_or(0)).min(text.len())
    };
    let header = reader.headers().map_err(|error| broken(source, at(error.position()), error.to_string()))?.clone();
    // The portal writes the zone behind the names of times.
    let names: Vec<String> =
        header.iter().map(|n| n.split(" [").next().unwrap_or_default().trim().to_owned()).collect();
    if !names.iter().any(|n| {
        ["AlertId", "SystemAlertId", "AlertName", "IncidentNumber", "IncidentName", "id"].contains(&n.as_str())
    }) {
        return Err(broken(source, start, "the text is neither JSON nor CSV with the columns of an alert")
            .note("the first line must name columns such as AlertId, SystemAlertId or IncidentNumber"));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let place = at(error.position());
                let message = match error.kind() {
                    csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                        format!("the row has another number of cells ({len}) than the header ({expected_len})")
                    }
                    _ => error.to_string(),
                };
                return Err(broken(source, blank(source.text(), place), message));
            }
        };
        let begin = blank(source.text(), at(record.position()));
        let line = source.text()[begin..].split('\n').next().unwrap_or_default();
        let cells = names.iter().cloned().zip(record.iter().map(Json::from)).collect();
        rows.push(Row { source: source.clone(), span: Span::new(begin, begin + line.len()), fields: cells });
    }
    Ok(rows)
}
