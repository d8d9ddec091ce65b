//! NDJSON: one JSON object a line; also one JSON array of objects.

use arrow_array::RecordBatch;
use muster_catalog::{Column, Table, Type, Value};
use muster_source::{Diagnostic, Source, Span};
use serde_json::Value as Json;

use super::rows::Rows;
use super::{BAD_ROW, BAD_VALUE, UNKNOWN_COLUMN, complaint, unknown_column};
use crate::FileError;
use crate::place::from_text;

type Row = Result<(Json, Span), FileError>;

/// Reads rows. Without a schema the text is read twice, once for the columns: keeping all rows as JSON would take ten
/// times the memory of the file.
pub(super) fn read(
    source: &Source,
    name: &str,
    schema: Option<&Table>,
) -> Result<(Table, Vec<RecordBatch>), FileError> {
    if source.text().trim_start().starts_with('[') {
        let list: Vec<Json> = serde_json::from_str(source.text()).map_err(|e| no_json(source, 0, &e))?;
        return collect(source, name, schema, || list.iter().map(|json| Ok((json.clone(), Span::new(0, 0)))));
    }
    collect(source, name, schema, || lines(source))
}

fn collect<I: Iterator<Item = Row>>(
    source: &Source,
    name: &str,
    schema: Option<&Table>,
    all: impl Fn() -> I,
) -> Result<(Table, Vec<RecordBatch>), FileError> {
    let table = match schema {
        Some(table) => table.clone(),
        None => inferred(name, all())?,
    };
    let mut rows = Rows::new(table);
    for row in all() {
        let (json, span) = row?;
        add(json, span, source, &mut rows)?;
    }
    Ok(rows.finish())
}

fn lines(source: &Source) -> impl Iterator<Item = Row> {
    let mut offset = 0;
    source.text().split_inclusive('\n').filter_map(move |line| {
        let start = offset;
        offset += line.len();
        if line.trim().is_empty() {
            return None;
        }
        let span = Span::new(start, start + line.trim_end().len());
        Some(serde_json::from_str(line.trim_end()).map(|json| (json, span)).map_err(|e| no_json(source, start, &e)))
    })
}

/// A fault of JSON in a text that begins at `start`.
fn no_json(source: &Source, start: usize, error: &serde_json::Error) -> FileError {
    let text = source.text().get(start..).unwrap_or("");
    let line: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let rest = text.get(line..).unwrap_or("").split('\n').next().unwrap_or("").len();
    let at = start + line + error.column().saturating_sub(1).min(rest);
    let mut message = error.to_string();
    // The place is ours to say: the line of a row that was read alone is always the first.
    if let Some(cut) = message.find(" at line ") {
        message.truncate(cut);
    }
    let diagnostic = Diagnostic::error(
        BAD_ROW,
        format!("this row is no JSON: {message}"),
        source,
        Span::new(at, start + line + rest),
    );
    complaint(diagnostic.help("write one object a line: {\"Column\": value, …}"))
}

fn add(json: Json, span: Span, source: &Source, rows: &mut Rows) -> Result<(), FileError> {
    let Json::Object(mut object) = json else {
        let d = Diagnostic::error(BAD_ROW, "this row is no JSON object", source, span);
        return Err(complaint(d.help("write one object a line: {\"Column\": value, …}")));
    };
    for (column, values) in rows.table.columns.iter().zip(&mut rows.columns) {
        let value = object.get_mut(&column.name).map_or(Json::Null, Json::take);
        values.push(from_json(value, column.ty).map_err(|text| {
            let message = format!("`{text}` is no {} as column `{}` has it", column.ty, column.name);
            let d = Diagnostic::error(BAD_VALUE, message, source, span);
            complaint(d.help("`null`, or a row without the column, means that there is no value"))
        })?);
    }
    let stranger = object.keys().find(|key| rows.table.column(key).is_none()).filter(|_| !rows.table.open);
    if let Some(column) = stranger {
        let (message, help) = unknown_column(&rows.table, column);
        return Err(complaint(Diagnostic::error(UNKNOWN_COLUMN, message, source, span).help(help)));
    }
    rows.end_row();
    Ok(())
}

/// The columns that rows of JSON have: in the order of first appearance, of the type that all their values fit.
fn inferred(name: &str, rows: impl Iterator<Item = Row>) -> Result<Table, FileError> {
    let mut columns: Vec<(String, Option<Type>)> = Vec::new();
    for row in rows {
        let Json::Object(object) = row?.0 else { continue };
        for (key, value) in object {
            let ty = match value {
                Json::Null => None,
                Json::Bool(_) => Some(Type::Bool),
                Json::Number(n) => Some(if n.is_i64() { Type::Long } else { Type::Real }),
                Json::String(_) => Some(Type::String),
                Json::Array(_) | Json::Object(_) => Some(Type::Dynamic),
            };
            match columns.iter_mut().find(|(k, _)| *k == key) {
                Some((_, known)) => {
                    *known = match (*known, ty) {
                        (Some(a), Some(b)) if a == b => Some(a),
                        (Some(Type::Long), Some(Type::Real)) | (Some(Type::Real), Some(Type::Long)) => Some(Type::Real),
                        (Some(_), Some(_)) => Some(Type::Dynamic),
                        (a, b) => a.or(b),
                    }
                }
                None => columns.push((key, ty)),
            }
        }
    }
    let columns = columns.into_iter().map(|(key, ty)| Column::new(key, ty.unwrap_or(Type::String))).collect();
    Ok(Table { name: name.to_owned(), description: String::new(), columns, open: false })
}

/// A JSON value as a value of a type, or its text where it cannot be one.
fn from_json(json: Json, ty: Type) -> Result<Value, String> {
    let value = match (&json, ty) {
        (Json::Null, ty) => Some(Value::null(ty)),
        (_, Type::Dynamic) => return Ok(Value::Dynamic(json)),
        (Json::Bool(b), Type::Bool) => Some(Value::Bool(*b)),
        (Json::Number(n), Type::Int) => n.as_i64().and_then(|n| i32::try_from(n).ok()).map(Value::Int),
        (Json::Number(n), Type::Long) => n.as_i64().map(Value::Long),
        (Json::Number(n), Type::Real) => n.as_f64().map(Value::Real),
        (Json::Number(n), Type::Decimal | Type::Bool) => from_text(&n.to_string(), ty),
        // Exports write bags as text into columns of text.
        (Json::Object(_) | Json::Array(_), Type::String) => Some(Value::String(json.to_string())),
        (Json::String(text), ty) => from_text(text, ty),
        _ => None,
    };
    value.ok_or_else(|| shortened(&json.to_string()))
}

/// A value for a message: the beginning of a long one.
fn shortened(text: &str) -> String {
    const MOST: usize = 80;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
