//! Files as `externaldata` reads them: columns by their place or, in JSON, by name; what does not convert is null.

use std::path::Path;

use arrow_array::RecordBatch;
use muster_catalog::{Table, Type, Value};
use serde_json::Value as Json;

use super::rows::Rows;
use super::text;
use crate::FileError;
use crate::place::from_text;

/// The formats that `externaldata` knows and we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExternalFormat {
    /// Values with this delimiter, the columns of the table in its order.
    Separated(u8),
    /// A line a row, in the first column.
    Lines,
    /// The whole text as one row, in the first column.
    Whole,
    /// JSON objects, one a line or one after the other; columns by name.
    Json,
}

impl ExternalFormat {
    /// The format called so, such as `csv`; nothing for one that is not read (`avro`, `orc`).
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "csv" => Self::Separated(b','),
            "tsv" | "tsve" => Self::Separated(b'\t'),
            "psv" => Self::Separated(b'|'),
            "scsv" => Self::Separated(b';'),
            "sohsv" => Self::Separated(1),
            "txt" => Self::Lines,
            "raw" => Self::Whole,
            "json" | "multijson" | "singlejson" => Self::Json,
            _ => return None,
        })
    }
}

/// Reads a file as rows of `table`. `skip_first` leaves the first line out, which names the columns.
///
/// Missing columns are null, surplus ones are left out.
///
/// # Errors
/// A file that cannot be read, or is not of the format.
pub fn read_external(
    path: &Path,
    table: &Table,
    format: ExternalFormat,
    skip_first: bool,
) -> Result<Vec<RecordBatch>, FileError> {
    let source = text(path)?;
    let mut rows = Rows::new(table.clone());
    let mut push = |values: &mut dyn FnMut(usize, &str, Type) -> Value| {
        for (index, (column, out)) in table.columns.iter().zip(&mut rows.columns).enumerate() {
            out.push(values(index, &column.name, column.ty));
        }
        rows.end_row();
    };
    let of_text = |text: &str, ty: Type| from_text(text, ty).unwrap_or(Value::null(ty));
    let first = |text: &str, index: usize, ty: Type| if index == 0 { of_text(text, ty) } else { Value::null(ty) };
    match format {
        ExternalFormat::Separated(delimiter) => {
            let mut reader = ::csv::ReaderBuilder::new();
            reader.has_headers(skip_first).flexible(true).delimiter(delimiter);
            for record in reader.from_reader(source.text().as_bytes()).records() {
                let record = record.map_err(|e| FileError::broken(path, e))?;
                push(&mut |index, _, ty| of_text(record.get(index).unwrap_or(""), ty));
            }
        }
        ExternalFormat::Lines => {
            for line in source.text().lines().skip(usize::from(skip_first)) {
                push(&mut |index, _, ty| first(line, index, ty));
            }
        }
        ExternalFormat::Whole => push(&mut |index, _, ty| first(source.text(), index, ty)),
        ExternalFormat::Json => {
            for json in serde_json::Deserializer::from_str(source.text()).into_iter::<Json>() {
                let json = json.map_err(|e| FileError::broken(path, e))?;
                let objects = match json {
                    Json::Array(items) => items,
                    other => vec![other],
                };
                for object in objects {
                    push(&mut |_, name, ty| match object.get(name) {
                        None | Some(Json::Null) => Value::null(ty),
                        Some(Json::String(text)) if ty != Type::Dynamic => of_text(text, ty),
                        Some(value) if ty == Type::Dynamic => Value::Dynamic(value.clone()),
                        Some(value) => of_text(&value.to_string(), ty),
                    });
                }
            }
        }
    }
    Ok(rows.finish().1)
}

#[cfg(test)]
mod tests {
    use muster_catalog::Column;
    use muster_values::value_at;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::columns_have_places("csv", false, "a,1\nb,x\nc\n\"d,e\",4,5\n", &["a 1", "b ", "c ", "d,e 4"])]
    #[case::the_first_line_names_them("csv", true, "Name,Count\na,1\n", &["a 1"])]
    #[case::a_line_is_a_value("txt", false, "a,1\nb\n", &["a,1 ", "b "])]
    #[case::a_text_is_a_value("raw", false, "a\nb", &["a\nb "])]
    #[case::names_count_in_json("json", false, "{\"n\": 2, \"s\": \"x\"}\n{\"N\": 1}\n[{\"s\": 5}]", &["x 2", " ", "5 "])]
    fn formats(#[case] format: &str, #[case] skip: bool, #[case] text: &str, #[case] expected: &[&str]) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        std::fs::write(&path, text).expect("it can be written");
        let columns = vec![Column::new("s", Type::String), Column::new("n", Type::Long)];
        let table = Table { name: "T".to_owned(), description: String::new(), columns, open: false };
        let format = ExternalFormat::named(format).expect("a format");
        let batches = read_external(&path, &table, format, skip).expect("it reads");
        let cell = |batch: &RecordBatch, column: usize, ty, row| match value_at(batch.column(column), ty, row) {
            Value::String(text) => text,
            Value::Long(number) => number.to_string(),
            _ => String::new(),
        };
        let rows: Vec<String> = batches
            .iter()
            .flat_map(|b| (0..b.num_rows()).map(move |row| (b, row)))
            .map(|(b, row)| format!("{} {}", cell(b, 0, Type::String, row), cell(b, 1, Type::Long, row)))
            .collect();
        assert_eq!(rows, expected);
    }
}
