//! Reading a table from a file.

mod columnar;
mod csv;
mod external;
mod ndjson;
mod rows;
mod stored;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use arrow_array::RecordBatch;
use muster_catalog::Table;
use muster_source::{Diagnostic, Source, Span, nearest};

use crate::FileError;
use crate::codes::{BAD_ROW, BAD_VALUE, NOT_UTF8, UNKNOWN_COLUMN};

pub use external::{ExternalFormat, read_external};
pub use stored::open_parquet;

/// Longest text file, in bytes. It is read whole; Parquet is the format for more.
const MAX_TEXT: u64 = 2 << 30;

/// The formats of tables in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileFormat {
    /// One JSON object a line; also one JSON array of objects.
    Ndjson,
    /// Comma-separated values with a header line.
    Csv,
    /// Apache Parquet.
    Parquet,
    /// Arrow IPC.
    Arrow,
}

impl FileFormat {
    /// The format that a file's name tells.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        Some(match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "ndjson" | "jsonl" | "json" => Self::Ndjson,
            "csv" => Self::Csv,
            "parquet" => Self::Parquet,
            "arrow" | "ipc" => Self::Arrow,
            _ => return None,
        })
    }
}

/// Reads the table called `name` from a file, whole. `schema` describes it where somebody knows.
///
/// # Errors
/// A file that cannot be read, is not what its name says, or does not fit the schema.
pub fn read_table(path: &Path, name: &str, schema: Option<&Table>) -> Result<(Table, Vec<RecordBatch>), FileError> {
    match FileFormat::of(path).ok_or_else(|| FileError::UnknownFormat { path: path.to_owned() })? {
        FileFormat::Ndjson => ndjson::read(&text(path)?, name, schema),
        FileFormat::Csv => csv::read(&text(path)?, name, schema),
        FileFormat::Parquet => columnar::parquet(path, name, schema),
        FileFormat::Arrow => columnar::arrow(path, name, schema),
    }
}

fn text(path: &Path) -> Result<Source, FileError> {
    let mut file = File::open(path).map_err(FileError::io(path, "read"))?;
    let size = file.metadata().map_err(FileError::io(path, "read"))?.len();
    if size > MAX_TEXT {
        let message = format!("it has {size} bytes, and {MAX_TEXT} are the limit for text; convert it to Parquet");
        return Err(FileError::broken(path, message));
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(FileError::io(path, "read"))?;
    let name = path.display().to_string();
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(name, text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            // What cannot be read is shown as replacement characters; what stands before them keeps its place.
            let source = Source::new(name, String::from_utf8_lossy(error.as_bytes()));
            let message = format!("the file is not UTF-8: byte 0x{byte:02X}");
            let span = Span::new(at, at + '\u{FFFD}'.len_utf8());
            Err(complaint(Diagnostic::error(NOT_UTF8, message, &source, span).help("save the file as UTF-8")))
        }
    }
}

fn complaint(diagnostic: Diagnostic) -> FileError {
    FileError::Text(vec![diagnostic])
}

/// What is wrong with a column that the table has not, and the column that was perhaps meant.
fn unknown_column(table: &Table, column: &str) -> (String, String) {
    let near = nearest(column, table.columns.iter().map(|c| c.name.as_str()));
    let help = match near {
        Some(near) => format!("a similar column is `{near}`"),
        None => format!("`muster tables {}` lists its columns", table.name),
    };
    (format!("table `{}` has no column `{column}`", table.name), help)
}
