//! Values and tables to ask about: few values, so that they meet, and the ends of every type.

use muster_catalog::Type;
use serde_json::json;

use crate::generate::choices::Choices;
use crate::value::{Json, Table, Value};

pub(crate) const TYPES: [Type; 9] = [
    Type::Long,
    Type::String,
    Type::Real,
    Type::Bool,
    Type::Datetime,
    Type::Dynamic,
    Type::Timespan,
    Type::Int,
    Type::Guid,
];

/// Column names; some need brackets.
const NAMES: [&str; 9] = ["a", "b", "c", "k", "value", "a b", "x-y", "naïve", "where"];

pub(crate) const TEXTS: [&str; 24] = [
    "",
    "a",
    "A",
    "b",
    "abc",
    "Abc def",
    "a-b_c",
    "cmd.exe",
    "CMD.EXE /c whoami",
    "été",
    "ÉTÉ",
    "straße",
    "10",
    "-7",
    " 7 ",
    "1.5",
    "true",
    "it's \\ \"q\"",
    "日本語 text",
    "a,b;c",
    "2024-02-29",
    "01:02:03",
    "{\"a\":1}",
    "aaa",
];

pub(crate) const REALS: [f64; 14] =
    [0.0, 1.0, 1.5, -2.25, 0.1, 100.0, 3.75, -0.5, 1e10, 2.5, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300];

pub(crate) const LONGS: [i64; 16] =
    [0, 1, 2, 3, -1, 5, 7, 10, 100, -8, 1_000_000, i64::MAX, i64::MIN, 1 << 53, (1 << 31) + 5, 42];

/// Ticks.
pub(crate) const MOMENTS: [i64; 10] = [
    637_134_336_000_000_000,
    637_134_336_000_000_001,
    638_447_778_607_890_123,
    621_355_968_000_000_000,
    639_028_223_999_999_999,
    638_395_775_990_000_000,
    638_447_616_000_000_000,
    0,
    3_155_378_975_999_999_999,
    638_396_640_000_000_000,
];

pub(crate) const LENGTHS: [i64; 9] =
    [0, 10_000_000, 36_000_000_000, 864_000_000_000, -36_000_000_000, 1, 900_000_000_000, 12_345_678_901, -1];

fn jsons() -> [Json; 22] {
    [
        json!(1),
        json!("a"),
        json!([]),
        json!({}),
        json!([1, 2, 3]),
        json!({"a": 1, "b": "x"}),
        json!(["a", "b", "a"]),
        json!({"a": {"b": [1, null]}}),
        json!(true),
        json!(1.5),
        json!("10"),
        json!(""),
        json!([null]),
        json!([1, "a", 2.5, true, null, [1], {"k": "v"}]),
        json!({"a": null}),
        json!({"a": "été", "a b": 2}),
        json!([[1, 2], [3]]),
        json!([{"a": 1}, {"a": 2}]),
        json!(-3),
        json!("2024-02-29T00:00:00Z"),
        json!([2, 1, 1]),
        json!({"a": [1, 2], "b": {"c": "d"}}),
    ]
}

/// A value of a type; one in six is null.
pub(crate) fn value(choices: &mut Choices, ty: Type) -> Value {
    if choices.once_in(6) {
        return Value::null(ty);
    }
    match ty {
        Type::Bool => Value::Bool(choices.once_in(2)),
        Type::Int => Value::Int(*choices.of(&[0, 1, 2, -1, 7, 10, i32::MAX, i32::MIN])),
        Type::Long => Value::Long(*choices.of(&LONGS)),
        Type::Real => Value::Real(*choices.of(&REALS)),
        Type::Datetime => Value::Moment(*choices.of(&MOMENTS)),
        Type::Timespan => Value::Length(*choices.of(&LENGTHS)),
        Type::Guid => Value::Guid(
            (choices.word(&["74be27de-1e4e-49d9-b579-fe0b331d3642", "00000000-0000-0000-0000-000000000000"]))
                .to_owned(),
        ),
        Type::Dynamic => Value::Dynamic(choices.of(&jsons()).clone()),
        Type::String | Type::Decimal => Value::Text((*choices.of(&TEXTS)).to_owned()),
    }
}

pub(crate) fn table(choices: &mut Choices) -> Table {
    let mut table = Table { ordered: true, ..Table::default() };
    for _ in 0..=choices.pick(5) {
        let name = *choices.of(&NAMES);
        if table.index(name).is_none() {
            let ty = *choices.of(&TYPES);
            table.columns.push((name.to_owned(), ty));
        }
    }
    for _ in 0..choices.pick(9) {
        let row = table.columns.clone().iter().map(|(_, ty)| value(choices, *ty)).collect();
        table.rows.push(row);
    }
    // One table in three has some row twice.
    if choices.once_in(3) && !table.rows.is_empty() {
        let again = table.rows[choices.pick(table.rows.len())].clone();
        table.rows.push(again);
    }
    table
}

/// A column as a query names it.
pub(crate) fn column(name: &str) -> String {
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && name != "where";
    if plain { name.to_owned() } else { format!("['{name}']") }
}

/// The statement that makes the table.
pub(crate) fn datatable(name: &str, table: &Table) -> String {
    let columns: Vec<String> = table.columns.iter().map(|(name, ty)| format!("{}: {ty}", column(name))).collect();
    let cells: Vec<String> = table.rows.iter().flatten().map(Value::literal).collect();
    format!("let {name} = datatable({})[{}];", columns.join(", "), cells.join(", "))
}
