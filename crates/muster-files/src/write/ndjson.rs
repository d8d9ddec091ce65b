//! NDJSON: one JSON object a line.

use std::io::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use muster_catalog::{Datetime, Table, Timespan, Type};
use muster_values::{to_text, value_at};

use super::coded::plain;
use super::digits::{push_datetime, push_long, push_real, push_timespan};
use super::ordered::write_pieces;
use crate::Written;

/// Batches whose rows are given out to the threads at a time.
const BATCHES: usize = 16;
/// Rows that a thread encodes at a time: a few megabytes of text.
const PIECE: usize = 1024;
/// Rows that fit into the caches near the processor.
const BLOCK: usize = 64;

/// Writes rows as NDJSON, one object a line, keys in the schema's order, encoded by `jobs` threads. Nulls and empty
/// strings are left out: a reader that knows the schema gives them back.
///
/// # Errors
/// The writer's.
pub fn write_ndjson(
    out: &mut dyn Write,
    table: &Table,
    batches: &mut dyn Iterator<Item = RecordBatch>,
    jobs: usize,
) -> std::io::Result<Written> {
    let keys: Vec<Vec<u8>> = table
        .columns
        .iter()
        .map(|c| {
            let mut key = Vec::with_capacity(c.name.len() + 3);
            push_text(&c.name, &mut key);
            key.push(b':');
            key
        })
        .collect();
    let mut rows = 0;
    loop {
        let some: Vec<RecordBatch> = batches.take(BATCHES).collect();
        if some.is_empty() {
            return Ok(Written { rows });
        }
        rows += some.iter().map(RecordBatch::num_rows).sum::<usize>();
        let pieces: Vec<RecordBatch> = some
            .iter()
            .flat_map(|batch| {
                let starts = (0..batch.num_rows()).step_by(PIECE);
                starts.map(|start| batch.slice(start, PIECE.min(batch.num_rows() - start)))
            })
            .collect();
        write_pieces(out, pieces.len(), jobs, |piece, buffer| encode(&pieces[piece], table, &keys, buffer))?;
    }
}

/// Appends the rows of a batch.
fn encode(batch: &RecordBatch, table: &Table, keys: &[Vec<u8>], buffer: &mut Vec<u8>) -> std::io::Result<()> {
    let arrays = batch.columns().iter().map(plain).collect::<std::io::Result<Vec<_>>>()?;
    let columns: Vec<Cells<'_>> = table.columns.iter().zip(&arrays).map(|(c, a)| Cells::new(a, c.ty)).collect();
    let mut special = vec![[false; BLOCK]; columns.len()];
    for block in (0..batch.num_rows()).step_by(BLOCK) {
        let rows = block..batch.num_rows().min(block + BLOCK);
        // By columns, since that is how they lie in memory: a row is spread over all of it, and one that is looked at
        // first would be waited for cell by cell.
        for (column, special) in columns.iter().zip(&mut special) {
            column.mark_special(rows.clone(), special);
        }
        for row in rows {
            buffer.push(b'{');
            let first = buffer.len();
            for ((key, column), special) in keys.iter().zip(&columns).zip(&special) {
                column.member(key, row, special[row - block], buffer);
            }
            // Each member has a comma behind it.
            if buffer.len() > first {
                buffer.pop();
            }
            buffer.extend_from_slice(b"}\n");
        }
    }
    Ok(())
}

/// A column, opened for writing JSON.
enum Cells<'a> {
    Text(&'a arrow_array::StringViewArray),
    Raw(&'a arrow_array::StringViewArray),
    Long(&'a arrow_array::Int64Array),
    Int(&'a arrow_array::Int32Array),
    Datetime(&'a arrow_array::Int64Array),
    Timespan(&'a arrow_array::Int64Array),
    Bool(&'a arrow_array::BooleanArray),
    Real(&'a arrow_array::Float64Array),
    Other(&'a ArrayRef, Type),
}

impl<'a> Cells<'a> {
    fn new(array: &'a ArrayRef, ty: Type) -> Self {
        let known = match ty {
            Type::String | Type::Guid => array.as_string_view_opt().map(Self::Text),
            Type::Dynamic => array.as_string_view_opt().map(Self::Raw),
            Type::Long => array.as_primitive_opt::<Int64Type>().map(Self::Long),
            Type::Int => array.as_primitive_opt::<Int32Type>().map(Self::Int),
            Type::Datetime => array.as_primitive_opt::<Int64Type>().map(Self::Datetime),
            Type::Timespan => array.as_primitive_opt::<Int64Type>().map(Self::Timespan),
            Type::Bool => array.as_boolean_opt().map(Self::Bool),
            Type::Real => array.as_primitive_opt::<Float64Type>().map(Self::Real),
            Type::Decimal => None,
        };
        known.unwrap_or(Self::Other(array, ty))
    }

    /// Marks the rows whose text a JSON string cannot hold as it is.
    fn mark_special(&self, rows: std::ops::Range<usize>, special: &mut [bool; BLOCK]) {
        if let Self::Text(texts) = self {
            for (row, special) in rows.zip(special) {
                *special = has_special(texts.value(row).as_bytes());
            }
        }
    }

    /// Appends `"key":value,` unless the value is missing. `special` is what [`Cells::mark_special`] said.
    fn member(&self, key: &[u8], row: usize, special: bool, line: &mut Vec<u8>) {
        let missing = match self {
            Self::Text(a) => a.is_null(row) || a.value(row).is_empty(),
            Self::Raw(a) => a.is_null(row),
            Self::Long(a) | Self::Datetime(a) | Self::Timespan(a) => a.is_null(row),
            Self::Int(a) => a.is_null(row),
            Self::Bool(a) => a.is_null(row),
            Self::Real(a) => a.is_null(row),
            Self::Other(a, _) => a.is_null(row),
        };
        if missing {
            return;
        }
        line.extend_from_slice(key);
        match self {
            Self::Text(a) if special => push_text(a.value(row), line),
            Self::Text(a) => push_quoted(a.value(row).as_bytes(), line),
            Self::Raw(a) => line.extend_from_slice(a.value(row).as_bytes()),
            Self::Long(a) => push_long(a.value(row), line),
            Self::Int(a) => push_long(i64::from(a.value(row)), line),
            Self::Datetime(a) => {
                line.push(b'"');
                push_datetime(Datetime(a.value(row)), line);
                line.push(b'"');
            }
            Self::Timespan(a) => {
                line.push(b'"');
                push_timespan(Timespan(a.value(row)), line);
                line.push(b'"');
            }
            Self::Bool(a) => line.extend_from_slice(if a.value(row) { b"true" } else { b"false" }),
            Self::Real(a) => {
                let finite = a.value(row).is_finite();
                line.extend_from_slice(if finite { b"" } else { b"\"" });
                push_real(a.value(row), line);
                line.extend_from_slice(if finite { b"" } else { b"\"" });
            }
            Self::Other(array, ty) => push_text(&to_text(&value_at(array, *ty, row)), line),
        }
        line.push(b',');
    }
}

/// Appends a text that needs no escape.
fn push_quoted(bytes: &[u8], line: &mut Vec<u8>) {
    line.push(b'"');
    line.extend_from_slice(bytes);
    line.push(b'"');
}

/// Appends a JSON string.
fn push_text(text: &str, line: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    line.push(b'"');
    let mut copied = 0;
    for (at, byte) in bytes.iter().enumerate().filter(|(_, b)| is_special(**b)) {
        line.extend_from_slice(&bytes[copied..at]);
        push_escape(*byte, line);
        copied = at + 1;
    }
    line.extend_from_slice(&bytes[copied..]);
    line.push(b'"');
}

/// Whether a JSON string cannot hold the byte as it is.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "branches would keep the compiler from looking at many bytes at a time"
)]
fn is_special(byte: u8) -> bool {
    (byte < 0x20) | (byte == b'"') | (byte == b'\\')
}

/// Without a way out in the middle, so that the compiler looks at many bytes at a time.
fn has_special(bytes: &[u8]) -> bool {
    bytes.iter().fold(false, |any, b| any | is_special(*b))
}

fn push_escape(byte: u8, line: &mut Vec<u8>) {
    const HEX: [u8; 16] = *b"0123456789abcdef";
    let short = match byte {
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0C => b'f',
        0..0x20 => {
            line.extend_from_slice(&[
                b'\\',
                b'u',
                b'0',
                b'0',
                HEX[usize::from(byte >> 4)],
                HEX[usize::from(byte & 15)],
            ]);
            return;
        }
        other => other,
    };
    line.extend_from_slice(&[b'\\', short]);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_text_is_escaped_as_json_wants_it(text in "(?s)[\\x00-\\x7fäu\u{2028}😀]{0,40}") {
            let mut line = Vec::new();
            push_text(&text, &mut line);
            let line = String::from_utf8(line).unwrap();
            prop_assert_eq!(&line, &serde_json::Value::from(text.as_str()).to_string());
            prop_assert_eq!(has_special(text.as_bytes()), line.len() != text.len() + 2);
        }
    }
}
