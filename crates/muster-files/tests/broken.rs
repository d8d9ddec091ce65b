//! Files that are not what they should be: an error each, no panic, nothing guessed.

use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringViewArray};
use arrow_schema::{DataType, Field, Schema};
use muster_catalog::{Column, Table, Type};
use muster_files::{FileError, read_table, write_parquet, write_whole};
use proptest::prelude::*;
use rstest::rstest;

fn table() -> Table {
    let columns = vec![
        Column::new("Name", Type::String),
        Column::new("Count", Type::Long),
        Column::new("At", Type::Datetime),
        Column::new("Flag", Type::Bool),
        Column::new("Amount", Type::Decimal),
        Column::new("Id", Type::Guid),
    ];
    Table { name: "T".to_owned(), description: String::new(), columns, open: false }
}

/// What is said about a file with these bytes: message and place.
fn complaint(name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("it can be written");
    let error = read_table(&path, "T", Some(&table())).map(|_| ()).expect_err("the file is broken");
    let diagnostics = error.into_diagnostics();
    let diagnostic = diagnostics.first().expect("a complaint");
    assert!(!diagnostic.notes.is_empty(), "a complaint without a hint: {}", diagnostic.message);
    let place = diagnostic.labels.first().map_or_else(String::new, |l| {
        let at = l.source.locate(l.span);
        format!("{}:{}: ", at.line, at.column)
    });
    format!("{place}{}", diagnostic.message)
}

#[rstest]
#[case::no_json("T.ndjson", b"{\"Name\":\"a\"}\n{\"Name\":\n", "2:8: this row is no JSON: EOF while parsing a value")]
#[case::no_object("T.ndjson", b"{}\n[1]\n", "2:1: this row is no JSON object")]
#[case::unknown_column("T.ndjson", b"{\"Nam\":\"a\"}", "1:1: table `T` has no column `Nam`")]
#[case::wrong_type("T.ndjson", b"{\"Count\":\"many\"}", "1:1: `\"many\"` is no long")]
#[case::too_large_for_a_long("T.ndjson", b"{\"Count\":9223372036854775808}", "is no long")]
#[case::half_a_long("T.ndjson", b"{\"Count\":1.5}", "is no long")]
#[case::no_time("T.ndjson", b"{\"At\":\"yesterday\"}", "is no datetime")]
#[case::no_decimal("T.ndjson", b"{\"Amount\":\".\"}", "is no decimal")]
#[case::no_guid("T.ndjson", b"{\"Id\":\"1-2\"}", "is no guid")]
#[case::not_utf8("T.ndjson", b"{}\n{\"Name\":\"\xff\"}", "2:10: the file is not UTF-8: byte 0xFF")]
#[case::a_broken_list("T.json", b"[{\"Name\":\"a\"},\n {\"Name\"]", "2:9: this row is no JSON")]
#[case::deep("T.ndjson", &[b'['; 10_000], "this row is no JSON")]
#[case::csv_unequal("T.csv", b"Name,Count\na,1\nb\n", "3:1: this row has 1 cells, and the header has 2")]
#[case::csv_wrong_type("T.csv", b"Name,Flag\na,true\nb,perhaps\n", "3:1: `perhaps` is no bool")]
#[case::csv_unknown_column("T.csv", b"Nmae\na\n", "1:1: table `T` has no column `Nmae`")]
#[case::csv_column_twice("T.csv", b"Name,Name\na,b\n", "1:1: the header has the column `Name` twice")]
#[case::csv_empty("T.csv", b"", "the file has no header line")]
#[case::csv_not_utf8("T.csv", b"Name\n\xe4\n", "2:1: the file is not UTF-8: byte 0xE4")]
#[case::parquet_empty("T.parquet", b"", "cannot read")]
#[case::parquet_text("T.parquet", b"Name\na\n", "cannot read")]
#[case::parquet_magic_only("T.parquet", b"PAR1\xff\xff\xff\xffPAR1", "cannot read")]
#[case::arrow_text("T.arrow", b"ARROW1\0\0nonsense", "cannot read")]
#[case::no_format("T.exe", b"MZ", "cannot tell the format")]
fn a_broken_file_is_an_error(#[case] name: &str, #[case] bytes: &[u8], #[case] expected: &str) {
    let complaint = complaint(name, bytes);
    assert!(complaint.contains(expected), "{complaint}");
}

#[test]
fn a_file_that_is_not_there_says_so() {
    let error = read_table(&PathBuf::from("no/such.ndjson"), "T", None).map(|_| ()).expect_err("it is not there");
    assert!(matches!(error, FileError::Io { .. }), "{error}");
}

fn parquet_bytes() -> Vec<u8> {
    let columns = vec![Column::new("Name", Type::String), Column::new("Count", Type::Long)];
    let table = Table { name: "T".to_owned(), description: String::new(), columns, open: false };
    let schema =
        Schema::new(vec![Field::new("Name", DataType::Utf8View, true), Field::new("Count", DataType::Int64, true)]);
    let names: StringViewArray = (0..300).map(|i| Some(format!("name {}", i % 7))).collect();
    let arrays: Vec<ArrayRef> = vec![Arc::new(names), Arc::new(Int64Array::from_iter_values(0..300))];
    let batch = RecordBatch::try_new(Arc::new(schema), arrays).expect("columns fit");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("T.parquet");
    write_whole(&path, |out| write_parquet(out, &table, &mut std::iter::once(batch.clone()), 1))
        .expect("it can be written");
    std::fs::read(path).expect("it is there")
}

/// Reads a file with these bytes; whether it can be read is not the question.
fn read(name: &str, bytes: &[u8]) -> Result<usize, FileError> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("it can be written");
    read_table(&path, "T", None).map(|(_, batches)| batches.iter().map(RecordBatch::num_rows).sum())
}

#[test]
fn a_truncated_parquet_file_is_an_error_wherever_it_ends() {
    let bytes = parquet_bytes();
    assert_eq!(read("T.parquet", &bytes).expect("it is whole"), 300);
    for end in 0..bytes.len() {
        assert!(read("T.parquet", &bytes[..end]).is_err(), "cut at {end}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_damaged_parquet_file_is_read_or_refused(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = parquet_bytes();
        for (place, byte) in changes {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read("T.parquet", &bytes);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), json in "[\\[\\]{}\":,a1.eN \n-]{0,60}") {
        for name in ["T.ndjson", "T.csv", "T.parquet", "T.arrow"] {
            let _ = read(name, &bytes);
            let _ = read(name, json.as_bytes());
        }
    }
}
