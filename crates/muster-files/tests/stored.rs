//! A Parquet file read part by part gives the rows that reading it whole gives.

use std::path::Path;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, BooleanArray, RecordBatch};
use arrow_schema::DataType;
use muster_catalog::{Column, Datetime, Table, Type, Value};
use muster_files::{open_parquet, read_table, write_parquet, write_whole};
use muster_values::{Bounds, Column as Values, Condition, Failure, table_schema, value_at};
use rstest::rstest;

const ROWS: i64 = 300_000;

fn table() -> Table {
    let columns = vec![
        Column::new("At", Type::Datetime),
        Column::new("Few", Type::String),
        Column::new("Many", Type::String),
        Column::new("Number", Type::Long),
    ];
    Table { name: "T".to_owned(), description: String::new(), columns, open: false }
}

fn write(path: &Path) {
    let table = table();
    let at = |i: i64| Value::Datetime(Datetime(Datetime::UNIX_EPOCH.0 + i * 10_000_000));
    let number = |i: i64| if i % 1000 == 999 { Value::Null(Type::Long) } else { Value::Long(i) };
    let mut batches = (0..ROWS).step_by(50_000).map(|from| {
        let rows = from..from + 50_000;
        let arrays = vec![
            Arc::clone(Values::from_values(Type::Datetime, rows.clone().map(at)).array()),
            Arc::clone(
                Values::from_values(Type::String, rows.clone().map(|i| Value::String(format!("few {}", i % 10))))
                    .array(),
            ),
            Arc::clone(
                Values::from_values(
                    Type::String,
                    rows.clone().map(|i| Value::String(format!("many {i} {}", "x".repeat(20)))),
                )
                .array(),
            ),
            Arc::clone(Values::from_values(Type::Long, rows.map(number)).array()),
        ];
        RecordBatch::try_new(table_schema(&table), arrays).expect("columns fit")
    });
    write_whole(path, |out| write_parquet(out, &table, &mut batches, 2)).expect("it can be written");
}

/// A condition that says how often it was asked for how many rows.
#[derive(Debug)]
struct Test {
    columns: Vec<usize>,
    bounds: Option<Bounds>,
    dictionaries: bool,
    asked: std::sync::atomic::AtomicUsize,
    passes: fn(&RecordBatch, usize) -> bool,
}

impl Condition for Test {
    fn columns(&self) -> &[usize] {
        &self.columns
    }

    fn takes_dictionaries(&self) -> bool {
        self.dictionaries
    }

    fn bounds(&self) -> Option<Bounds> {
        self.bounds
    }

    fn test(&self, batch: &RecordBatch) -> Result<BooleanArray, Failure> {
        self.asked.fetch_add(batch.num_rows(), std::sync::atomic::Ordering::Relaxed);
        Ok((0..batch.num_rows()).map(|row| Some((self.passes)(batch, row))).collect())
    }
}

fn few_is_seven(batch: &RecordBatch, row: usize) -> bool {
    let column = batch.column(0);
    let text = match column.as_any_dictionary_opt() {
        Some(dictionary) => {
            let key = dictionary.normalized_keys()[row];
            dictionary.values().as_string::<i32>().value(key)
        }
        None => column.as_string_view().value(row),
    };
    text == "few 7"
}

fn is_late(batch: &RecordBatch, row: usize) -> bool {
    let ticks = batch.column(0).as_primitive::<Int64Type>();
    ticks.value(row) >= Datetime::UNIX_EPOCH.0 + 200_000 * 10_000_000
}

#[rstest]
#[case::text_as_dictionary(vec![1], None, true, few_is_seven as fn(&RecordBatch, usize) -> bool, ROWS / 10, 300_000)]
#[case::text_as_text(vec![1], None, false, few_is_seven, ROWS / 10, 300_000)]
#[case::time_without_bounds(vec![0], None, false, is_late, 100_000, 300_000)]
// The first group lies before, the last one within: only the one between is tested.
#[case::time_with_bounds(
    vec![0],
    Some(Bounds { column: 0, least: Datetime::UNIX_EPOCH.0 + 200_000 * 10_000_000, greatest: i64::MAX }),
    false,
    is_late,
    100_000,
    131_072
)]
fn conditions_choose_rows(
    #[case] columns: Vec<usize>,
    #[case] bounds: Option<Bounds>,
    #[case] dictionaries: bool,
    #[case] test: fn(&RecordBatch, usize) -> bool,
    #[case] expected: i64,
    #[case] asked: usize,
) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("T.parquet");
    write(&path);
    let (described, rows) = open_parquet(&path, "T", None).expect("it opens");
    assert_eq!(described.columns, table().columns);
    assert_eq!((rows.part_count(), rows.row_count()), (3, ROWS as usize));
    let condition = Arc::new(Test { columns, bounds, dictionaries, asked: 0.into(), passes: test });
    let conditions: [Arc<dyn Condition>; 1] = [condition.clone()];
    let mut got = Vec::new();
    for part in 0..rows.part_count() {
        for batch in rows.open(part, &[3, 2, 0, 1], false, &conditions).expect("it reads") {
            let batch = batch.expect("it reads");
            assert_eq!(*batch.column(1).data_type(), DataType::Utf8View, "no dictionary leaves the file");
            for row in 0..batch.num_rows() {
                let types = [Type::Long, Type::String, Type::Datetime, Type::String];
                got.push(types.iter().enumerate().map(|(i, t)| value_at(batch.column(i), *t, row)).collect::<Vec<_>>());
            }
        }
    }
    assert_eq!(condition.asked.load(std::sync::atomic::Ordering::Relaxed), asked, "rows tested");
    assert_eq!(got.len() as i64, expected);
    let (_, whole) = read_table(&path, "T", None).expect("it reads");
    let mut expected = Vec::new();
    for batch in &whole {
        let columns = condition.columns.clone();
        let seen = batch.project(&columns).expect("columns");
        for row in (0..batch.num_rows()).filter(|row| test(&seen, *row)) {
            let types = [(3, Type::Long), (2, Type::String), (0, Type::Datetime), (1, Type::String)];
            expected.push(types.iter().map(|(i, t)| value_at(batch.column(*i), *t, row)).collect::<Vec<_>>());
        }
    }
    assert!(got == expected, "the same rows in the same order");
}

#[test]
fn a_condition_that_fails_says_why() {
    #[derive(Debug)]
    struct Fails;
    impl Condition for Fails {
        fn columns(&self) -> &[usize] {
            &[3]
        }
        fn takes_dictionaries(&self) -> bool {
            true
        }
        fn bounds(&self) -> Option<Bounds> {
            None
        }
        fn test(&self, _: &RecordBatch) -> Result<BooleanArray, Failure> {
            Err(Failure::new("that is no number"))
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("T.parquet");
    write(&path);
    let (_, rows) = open_parquet(&path, "T", None).expect("it opens");
    let conditions: [Arc<dyn Condition>; 1] = [Arc::new(Fails)];
    let failure = rows.open(0, &[0], false, &conditions).err().expect("it fails");
    assert_eq!(failure, Failure::new("that is no number"));
}
