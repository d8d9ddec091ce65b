//! What is written reads back as it was, in every format, for values of every type.

use std::path::Path;

use arrow_array::RecordBatch;
use muster_catalog::{Column, Datetime, Table, Timespan, Type, Value};
use muster_files::{Written, read_table, write_csv, write_ndjson, write_parquet, write_whole};
use muster_values::{Column as Values, arrow_type, value_at};
use proptest::prelude::*;

/// Moments that Parquet's nanoseconds reach.
const YEARS_1700_TO_2200: std::ops::Range<i64> = 536_000_000_000_000_000..693_900_000_000_000_000;

fn json() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value as Json;
    let leaf = prop_oneof![
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_filter("finite", |r| r.is_finite()).prop_map(Json::from),
        "[a-z\"\\\\,\n😀 ]{0,6}".prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::btree_map("[a-c]{0,2}", inner, 0..4)
                .prop_map(|map| Json::Object(map.into_iter().collect())),
        ]
    })
}

fn value(ty: Type) -> BoxedStrategy<Value> {
    let some: BoxedStrategy<Value> = match ty {
        Type::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Type::Int => any::<i32>().prop_map(Value::Int).boxed(),
        Type::Long => any::<i64>().prop_map(Value::Long).boxed(),
        Type::Real => any::<f64>().prop_filter("a NaN equals nothing", |r| !r.is_nan()).prop_map(Value::Real).boxed(),
        Type::Decimal => (-10i128.pow(37)..10i128.pow(37)).prop_map(Value::Decimal).boxed(),
        Type::String => "(?s)[\\x00-\\x7fä😀\u{feff}\u{2028}]{0,12}".prop_map(Value::String).boxed(),
        Type::Datetime => YEARS_1700_TO_2200.prop_map(|t| Value::Datetime(Datetime(t))).boxed(),
        Type::Timespan => any::<i64>().prop_map(|t| Value::Timespan(Timespan(t))).boxed(),
        Type::Guid => any::<[u8; 16]>().prop_map(|b| Value::Guid(uuid::Uuid::from_bytes(b))).boxed(),
        Type::Dynamic => json().prop_map(Value::Dynamic).boxed(),
    };
    prop_oneof![1 => Just(Value::null(ty)), 4 => some].boxed()
}

/// A table of several columns of every type, two batches.
fn rows() -> impl Strategy<Value = Vec<Vec<Value>>> {
    let row: Vec<BoxedStrategy<Value>> = Type::ALL.iter().map(|ty| value(*ty)).collect();
    prop::collection::vec(row, 0..20)
}

fn table() -> Table {
    let columns = Type::ALL.iter().map(|ty| Column::new(format!("a {}", ty.name()), *ty)).collect();
    Table { name: "T".to_owned(), description: String::new(), columns, open: false }
}

fn batches(rows: &[Vec<Value>]) -> Vec<RecordBatch> {
    let (first, second) = rows.split_at(rows.len() / 3);
    [first, second].into_iter().map(batch).collect()
}

fn batch(rows: &[Vec<Value>]) -> RecordBatch {
    use arrow_schema::{Field, Schema};
    let fields: Vec<Field> = table().columns.iter().map(|c| Field::new(&c.name, arrow_type(c.ty), true)).collect();
    let arrays = Type::ALL
        .iter()
        .enumerate()
        .map(|(i, ty)| std::sync::Arc::clone(Values::from_values(*ty, rows.iter().map(|row| row[i].clone())).array()));
    RecordBatch::try_new(std::sync::Arc::new(Schema::new(fields)), arrays.collect()).expect("columns fit")
}

fn values(batches: &[RecordBatch]) -> Vec<Vec<Value>> {
    let row = |batch: &RecordBatch, row: usize| -> Vec<Value> {
        Type::ALL.iter().enumerate().map(|(i, ty)| value_at(batch.column(i), *ty, row)).collect()
    };
    batches.iter().flat_map(|b| (0..b.num_rows()).map(move |r| row(b, r))).collect()
}

fn write(path: &Path, batches: &[RecordBatch], jobs: usize) -> Vec<u8> {
    let written = write_whole(path, |out| match path.extension().and_then(|e| e.to_str()) {
        Some("csv") => write_csv(out, &table(), &mut batches.iter().cloned()),
        Some("parquet") => write_parquet(out, &table(), &mut batches.iter().cloned(), jobs),
        _ => write_ndjson(out, &table(), &mut batches.iter().cloned(), jobs),
    });
    let count = batches.iter().map(RecordBatch::num_rows).sum();
    assert_eq!(written.expect("it can be written"), Written { rows: count });
    std::fs::read(path).expect("it is there")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_written_reads_back(rows in rows()) {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["T.ndjson", "T.csv", "T.parquet"] {
            let path = folder.path().join(name);
            let bytes = write(&path, &batches(&rows), 1);
            prop_assert_eq!(&bytes, &write(&path, &batches(&rows), 3), "{} by three threads", name);
            let (_, read) = read_table(&path, "T", Some(&table())).expect("it reads back");
            prop_assert_eq!(&values(&read), &rows, "{}", name);
        }
        // Parquet says itself of which KQL type its columns are.
        let (described, read) = read_table(&folder.path().join("T.parquet"), "T", None).expect("it reads back");
        prop_assert_eq!(described.columns, table().columns);
        prop_assert_eq!(&values(&read), &rows);
    }
}

#[test]
fn many_rows_are_cut_into_pieces_and_groups_alike_with_any_number_of_threads() {
    let row = |i: i64| -> Vec<Value> {
        Type::ALL
            .iter()
            .map(|ty| match ty {
                Type::Long => Value::Long(i),
                Type::String => Value::String(format!("text {}", i % 1000)),
                Type::Datetime => Value::Datetime(Datetime(Datetime::UNIX_EPOCH.0 + i)),
                other => Value::null(*other),
            })
            .collect()
    };
    let rows: Vec<Vec<Value>> = (0..150_000).map(row).collect();
    let batches: Vec<RecordBatch> = rows.chunks(40_000).map(batch).collect();
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["T.ndjson", "T.parquet"] {
        let path = folder.path().join(name);
        let bytes = write(&path, &batches, 1);
        assert!(bytes == write(&path, &batches, 4), "{name} differs with four threads");
        let (_, read) = read_table(&path, "T", Some(&table())).expect("it reads back");
        assert!(values(&read) == rows, "{name}");
    }
}

#[test]
fn a_time_that_parquet_has_not_is_an_error_and_no_file() {
    let mut row: Vec<Value> = Type::ALL.iter().map(|ty| Value::null(*ty)).collect();
    row[6] = Value::Datetime(Datetime::MIN);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("T.parquet");
    let error = write_whole(&path, |out| write_parquet(out, &table(), &mut std::iter::once(batch(&[row.clone()])), 1))
        .expect_err("no such year");
    assert!(error.to_string().contains("1678"), "{error}");
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn texts_that_come_as_a_dictionary_are_written_as_texts() {
    use arrow_array::cast::AsArray;
    use arrow_array::types::UInt32Type;
    use arrow_array::{ArrayRef, DictionaryArray, StringViewArray, UInt32Array};

    use std::sync::Arc;

    let table = Table {
        name: "T".to_owned(),
        description: String::new(),
        columns: vec![Column::new("few", Type::String), Column::new("one", Type::String)],
        open: false,
    };
    let texts = |count: u32| Arc::new((0..count).map(|i| Some(format!("text {i}"))).collect::<StringViewArray>());
    let (few, one) = (texts(70_000) as ArrayRef, texts(1) as ArrayRef);
    let coded = |keys: UInt32Array, texts: &ArrayRef| -> ArrayRef {
        Arc::new(DictionaryArray::<UInt32Type>::try_new(keys, Arc::clone(texts)).expect("a dictionary"))
    };
    // Runs, scattered numbers and nulls, over more than one row group.
    let key = |row: u32| {
        (!row.is_multiple_of(977))
            .then(|| if row % 50 < 30 { row / 5000 } else { row.wrapping_mul(2_654_435_761) % 70_000 })
    };
    let batch = |first: u32, plain: bool| {
        let keys: UInt32Array = (first..first + 10_000).map(key).collect();
        let columns = [coded(keys, &few), coded(UInt32Array::from(vec![0; 10_000]), &one)];
        let columns = columns.map(|array| {
            let coded = array.as_any_dictionary();
            let texts = || arrow_select::take::take(coded.values(), coded.keys(), None).expect("texts");
            if plain { texts() } else { array.clone() }
        });
        RecordBatch::try_from_iter(["few", "one"].into_iter().zip(columns)).expect("a batch")
    };
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, plain: bool, jobs: usize| {
        let path = folder.path().join(name);
        let mut batches = (0..30).map(|i| batch(i * 10_000, plain));
        let written = write_whole(&path, |out| match name.rsplit('.').next() {
            Some("csv") => write_csv(out, &table, &mut batches),
            Some("parquet") => write_parquet(out, &table, &mut batches, jobs),
            _ => write_ndjson(out, &table, &mut batches, jobs),
        });
        assert_eq!(written.expect("it can be written"), Written { rows: 300_000 });
        std::fs::read(&path).expect("it is there")
    };
    for name in ["T.csv", "T.ndjson"] {
        assert!(write(name, true, 1) == write(name, false, 2), "{name}");
    }
    assert!(write("a.parquet", false, 1) == write("b.parquet", false, 3));
    write("plain.parquet", true, 2);
    let read = |name: &str| read_table(&folder.path().join(name), "T", Some(&table)).expect("it can be read").1;
    let cells = |batches: &[RecordBatch]| -> Vec<Vec<Value>> {
        let row = |b: &RecordBatch, row| b.columns().iter().map(|c| value_at(c, Type::String, row)).collect();
        batches.iter().flat_map(|b| (0..b.num_rows()).map(move |r| row(b, r))).collect()
    };
    assert!(cells(&read("a.parquet")) == cells(&read("plain.parquet")));
    let mixed = [batch(0, true), batch(10_000, false)];
    for batches in [mixed.to_vec(), mixed.into_iter().rev().collect()] {
        let path = folder.path().join("mixed.parquet");
        let error = write_whole(&path, |out| write_parquet(out, &table, &mut batches.iter().cloned(), 2));
        assert!(
            error.expect_err("it is refused").to_string().contains("column `few` is a dictionary in some batches only")
        );
    }
}
