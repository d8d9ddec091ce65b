//! A stored table answers as the same table in memory does, though its texts come as dictionaries, part by part or not at
//! all.

mod stored_rows;

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::RecordBatch;
use muster_catalog::{Catalog, Datetime, Table, Type, Value};
use muster_engine::Options;
use muster_source::Source;
use muster_values::{Column, TableSet, table_schema, to_json};
use rstest::rstest;
use serde_json::json;

const EVENTS: &str = ".create table Events (Device: string, Image: string, Id: long, At: datetime, Tags: dynamic, Line: string, \
     Session: guid)";
const PARTS: usize = 5;
const ROWS: usize = 40;

/// The rows of a part. Texts repeat within parts and across them, some are empty.
fn part(table: &Table, number: usize) -> RecordBatch {
    let rows = || (0..ROWS).map(move |row| number * ROWS + row);
    let text = |text: String| Value::String(text);
    let arrays = [
        Column::from_values(Type::String, rows().map(|n| text(format!("ws-{}", n * 7 % 6)))),
        Column::from_values(
            Type::String,
            rows().map(|n| text(["", "cmd.exe", "CMD.exe", "Ω.exe"][n * 5 % 4].to_owned())),
        ),
        Column::from_values(
            Type::Long,
            rows().map(|n| if n % 11 == 0 { Value::Null(Type::Long) } else { Value::Long(n as i64 % 9) }),
        ),
        Column::from_values(Type::Datetime, rows().map(|n| Value::Datetime(Datetime((n * 37 % 101) as i64)))),
        Column::from_values(Type::Dynamic, rows().map(|n| Value::Dynamic(json!({"n": n % 3})))),
        Column::from_values(Type::String, rows().map(|n| text(format!("line {n}")))),
        Column::from_values(Type::Guid, rows().map(session)),
    ];
    RecordBatch::try_new(table_schema(table), arrays.iter().map(|c| Arc::clone(c.array())).collect()).expect("they fit")
}

/// Some rows have none.
fn session(number: usize) -> Value {
    match number % 3 {
        0 => Value::Null(Type::Guid),
        n => format!("00000000-0000-0000-0000-00000000000{n}").parse().map_or(Value::Null(Type::Guid), Value::Guid),
    }
}

fn answer(query: &str, tables: &TableSet, catalog: &Catalog) -> serde_json::Value {
    let source = Source::new("query.kql", query);
    let parsed = muster_syntax::parse(&source);
    let bound = muster_binder::bind(&parsed.query, &source, catalog).query.unwrap_or_else(|| panic!("{query}: bound"));
    assert!(muster_engine::check(&bound, &source).is_empty(), "{query}");
    let keep = BTreeMap::new();
    let options = Options { clock: Datetime::UNIX_EPOCH, evidence: false, keep: &keep };
    let rows = muster_engine::run(&bound, tables, &options).unwrap_or_else(|error| panic!("{query}: {error}"));
    rows.values().map(|row| row.iter().map(to_json).collect::<serde_json::Value>()).collect()
}

#[rstest]
#[case("Events | summarize count() by Device")]
#[case("Events | summarize count() by Image")]
#[case("Events | summarize count(), dcount(Image), make_set(Image), min(At), max(Image) by Device, Image")]
#[case("Events | summarize make_set(Device), make_list(Device) by Id")]
#[case("Events | summarize count() by Id, Image, bin(At, 10tick), Device")]
#[case("Events | summarize dcountif(Image, Id > 3), make_set_if(Device, Image != '', 2) by Device")]
#[case("Events | summarize arg_max(At, *) by Device")]
#[case("Events | summarize arg_min(Image, Line, At) by Device")]
#[case("Events | summarize arg_max(Id, Image, Line)")]
#[case("Events | summarize take_any(Image), take_any(Line, Device) by Device")]
#[case("Events | where Image has 'cmd' | summarize count() by Device, Line")]
#[case("Events | where Image =~ 'cmd.exe' and Id > 2 | summarize dcount(Device) by Image")]
#[case("Events | extend Lower = tolower(Image) | summarize count(), make_set(Device) by Lower, Image")]
#[case("Events | extend Which = iff(Id > 3, Image, Device) | summarize count() by Which, Device")]
#[case("Events | summarize count() by Which = iff(Id > 3, Image, Device)")]
#[case("Events | summarize count() by coalesce(Image, Device), tostring(Tags.n)")]
#[case("Events | summarize count() by Image, Session | where isnull(Session)")]
#[case("Events | summarize count() by Image, Session | extend Missing = isnull(Session), Empty = isempty(Session)")]
#[case("Events | project Image, Name = Device | distinct Name, Image")]
#[case("Events | distinct *")]
#[case("Events | where Id > 100 | summarize count() by Device")]
#[case("Events | where Id > 100 | summarize count(), make_set(Device)")]
#[case("Events | summarize count() by Device | join kind=leftanti (Events | where Id > 7 | distinct Device) on Device")]
#[case("Events | project Device, Image, Line | where Image != '' | take 7")]
#[case("Events | mv-expand Tags | summarize count() by Image, tostring(Tags)")]
fn as_in_memory(#[case] query: &str) {
    let mut catalog = Catalog::new();
    muster_functions::register(&mut catalog);
    let table = Table::parse(&Source::new("table.kql", EVENTS)).expect("the table reads");
    let parts: Vec<RecordBatch> = (0..PARTS).map(|number| part(&table, number)).collect();
    catalog.add_table(table.clone());
    let mut memory = TableSet::new();
    memory.insert(table, parts);
    let stored = stored_rows::stored(&memory);
    let expected = answer(query, &memory, &catalog);
    assert!(query.contains("> 100") || expected.as_array().is_some_and(|rows| !rows.is_empty()), "{query}");
    assert_eq!(answer(query, &stored, &catalog), expected, "{query}");
}
