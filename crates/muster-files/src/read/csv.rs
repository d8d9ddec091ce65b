//! CSV with a header line.

use arrow_array::RecordBatch;
use muster_catalog::{Column, Table, Type};
use muster_source::{Code, Diagnostic, Source, Span};

use super::rows::Rows;
use super::{BAD_ROW, BAD_VALUE, UNKNOWN_COLUMN, complaint, unknown_column};
use crate::FileError;
use crate::place::from_text;

pub(super) fn read(
    source: &Source,
    name: &str,
    schema: Option<&Table>,
) -> Result<(Table, Vec<RecordBatch>), FileError> {
    let mut reader = ::csv::ReaderBuilder::new().from_reader(source.text().as_bytes());
    let header: Vec<String> = reader.headers().map_err(|e| bad_row(source, &e))?.iter().map(str::to_owned).collect();
    if header.iter().all(String::is_empty) {
        let help = "write the names of the columns, joined by commas";
        return Err(complaint(at_line(source, BAD_ROW, "the file has no header line", 1).help(help)));
    }
    let twice = header.iter().enumerate().find(|(i, h)| header[..*i].contains(h));
    if let Some((_, column)) = twice {
        let message = format!("the header has the column `{column}` twice");
        return Err(complaint(at_line(source, BAD_ROW, message, 1).help("rename or remove one of the two")));
    }
    let table = schema.cloned().unwrap_or_else(|| Table {
        name: name.to_owned(),
        description: String::new(),
        columns: header.iter().map(|h| Column::new(h, Type::String)).collect(),
        open: false,
    });
    if let Some(column) = header.iter().find(|h| table.column(h).is_none()).filter(|_| !table.open) {
        let (message, help) = unknown_column(&table, column);
        return Err(complaint(at_line(source, UNKNOWN_COLUMN, message, 1).help(help)));
    }
    let places: Vec<Option<usize>> = table.columns.iter().map(|c| header.iter().position(|h| *h == c.name)).collect();
    let mut rows = Rows::new(table);
    for record in reader.records() {
        let record = record.map_err(|e| bad_row(source, &e))?;
        for ((column, place), values) in rows.table.columns.iter().zip(&places).zip(&mut rows.columns) {
            let text = place.and_then(|i| record.get(i)).unwrap_or("");
            values.push(from_text(text, column.ty).ok_or_else(|| {
                let message = format!("`{text}` is no {} as column `{}` has it", column.ty, column.name);
                let line = record.position().map_or(1, ::csv::Position::line);
                complaint(at_line(source, BAD_VALUE, message, line).help("an empty cell is a null"))
            })?);
        }
        rows.end_row();
    }
    Ok(rows.finish())
}

fn bad_row(source: &Source, error: &::csv::Error) -> FileError {
    let line = error.position().map_or(1, ::csv::Position::line);
    let (message, help) = match error.kind() {
        ::csv::ErrorKind::UnequalLengths { expected_len, len, .. } => (
            format!("this row has {len} cells, and the header has {expected_len}"),
            "a cell with a comma, a quote or a line break stands in double quotes",
        ),
        _ => (format!("this is no row of CSV: {error}"), "write cells joined by commas, one row a line"),
    };
    complaint(at_line(source, BAD_ROW, message, line).help(help))
}

/// A complaint about a whole line, 1-based.
fn at_line(source: &Source, code: Code, message: impl Into<String>, line: u64) -> Diagnostic {
    let start = source.line_start(usize::try_from(line).unwrap_or(1)).unwrap_or(0);
    let end = source.text().get(start..).and_then(|t| t.find('\n')).map_or(source.text().len(), |n| start + n);
    Diagnostic::error(code, message, source, Span::new(start, end))
}
