//! Rows of a query as text.

mod csv;
mod json;
mod ndjson;
mod table;

use std::io::Write;

use clap::ValueEnum;
use muster_engine::Rows;

/// Forms of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// A table for people
    Table,
    /// One object: columns with types, and rows
    Json,
    /// CSV with a header line
    Csv,
    /// One JSON object a line
    Ndjson,
}

/// Writes rows one after the other; only the table for people is laid out as a whole.
pub(crate) fn print(out: &mut dyn Write, rows: &Rows, form: Form) -> std::io::Result<()> {
    match form {
        Form::Table => table::print(out, rows),
        Form::Json => json::print(out, rows),
        Form::Csv => csv::print(out, rows),
        Form::Ndjson => ndjson::print(out, rows),
    }
}
