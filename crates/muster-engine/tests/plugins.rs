//! What plugins answer on tables: the events behind their rows, columns that only the data decides, places of failures.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use muster_binder::result_schema;
use muster_catalog::{Catalog, Datetime, Table, Type, Value};
use muster_engine::{Options, Rows, RunError};
use muster_source::Source;
use muster_values::{Column, TableSet, table_schema, to_json};
use serde_json::{Value as Json, json};

const EVENTS: &str = ".create table Events (Name: string, Address: string, At: datetime, *)";

/// Four events of two names, a day apart, with a column that the schema does not have.
fn tables() -> (Catalog, TableSet) {
    let mut catalog = Catalog::new();
    muster_functions::register(&mut catalog);
    let mut table = Table::parse(&Source::new("table.kql", EVENTS)).expect("the table reads");
    catalog.add_table(table.clone());
    table.columns.push(muster_catalog::Column::new("Port_d", Type::Real));
    table.open = false;
    let text = |texts: [&str; 4]| texts.map(|text| Value::String(text.to_owned()));
    let days = [1, 2, 2, 3]
        .map(|day| Value::Datetime(Datetime::parse(&format!("2026-03-0{day}T10:00:00Z")).expect("a moment")));
    let arrays = vec![
        Column::from_values(Type::String, text(["a", "a", "b", "a"])).array().clone(),
        Column::from_values(Type::String, text(["10.0.0.1", "10.0.9.1", "8.8.8.8", ""])).array().clone(),
        Column::from_values(Type::Datetime, days).array().clone(),
        Column::from_values(Type::Real, [1.0, 2.0, 3.0, 4.0].map(Value::Real)).array().clone(),
    ];
    let batch = RecordBatch::try_new(table_schema(&table), arrays).expect("the columns fit");
    let mut tables = TableSet::new();
    tables.insert(table, vec![batch.slice(0, 2), batch.slice(2, 2)]);
    (catalog, tables)
}

fn run(text: &str) -> Result<Rows, RunError> {
    let (catalog, tables) = tables();
    let source = Source::new("query.kql", text);
    let parsed = muster_syntax::parse(&source);
    assert!(parsed.diagnostics.is_empty(), "{text}: {:?}", parsed.diagnostics);
    let keep = BTreeMap::new();
    let options = Options { clock: Datetime::UNIX_EPOCH, evidence: true, keep: &keep };
    let bound = muster_engine::bind_on(&parsed.query, &source, &catalog, &tables, &options)?;
    assert!(bound.diagnostics.is_empty(), "{text}: {:?}", bound.diagnostics);
    let query = bound.query.expect("a query without an error is bound");
    let refused = muster_engine::check(&query, &source);
    assert!(refused.is_empty(), "{text}: {refused:?}");
    assert!(result_schema(&query).iter().all(|column| column.ty.is_some()), "{text}: a type is open");
    muster_engine::run(&query, &tables, &options)
}

/// Each row's values, and the events that made it.
fn rows(text: &str) -> Vec<(Json, Vec<u64>)> {
    let rows = run(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let values = rows.values().map(|row| row.iter().map(to_json).collect::<Json>());
    values.zip(rows.evidence().map(|events| events.into_iter().map(|event| event.row).collect())).collect()
}

#[test]
fn a_pivoted_row_is_made_by_the_events_of_its_group() {
    assert_eq!(
        rows("Events | project Name, Day = tostring(dayofmonth(At)) | evaluate pivot(Day) | sort by Name asc"),
        [(json!(["a", 1, 1, 1]), vec![0, 1, 3]), (json!(["b", 0, 1, 0]), vec![2])]
    );
}

#[test]
fn a_column_that_the_data_decides_on_can_be_used_behind_pivot() {
    assert_eq!(
        rows("Events | project Name, Day = dayofmonth(At) | evaluate pivot(Name) | where b > 0 | project Day, a"),
        [(json!([2, 1]), vec![1, 2])]
    );
}

#[test]
fn a_row_that_was_looked_up_is_made_by_the_events_of_both_tables() {
    let networks = "let Networks = Events | where Name == 'b' | project Network = '10.0.0.0/24', Site = Name;";
    let query = "Events | where Address != '' | evaluate ipv4_lookup(Networks, Address, Network, return_unmatched = true) \
                 | project Address, Site";
    assert_eq!(
        rows(&format!("{networks} {query}")),
        [(json!(["10.0.0.1", "b"]), vec![0, 2]), (json!(["10.0.9.1", ""]), vec![1]), (json!(["8.8.8.8", ""]), vec![2])]
    );
}

#[test]
fn a_point_that_was_looked_up_is_made_by_the_events_of_both_tables() {
    let areas = "let Areas = Events | where Name == 'b' | project Area = Name, Shape = dynamic({'type': 'Polygon', \
                 'coordinates': [[[0,0],[2,0],[2,2],[0,2],[0,0]]]});";
    let query = "Events | project x = dayofmonth(At) * 0.6, Name | evaluate geo_polygon_lookup(Areas, Shape, x, x)";
    assert_eq!(
        rows(&format!("{areas} {query} | project Name, Area")),
        [
            (json!(["a", "b"]), vec![0, 2]),
            (json!(["a", "b"]), vec![1, 2]),
            (json!(["b", "b"]), vec![2]),
            (json!(["a", "b"]), vec![2, 3])
        ]
    );
}

#[test]
fn a_counted_window_is_made_by_its_own_events() {
    let query = "Events | evaluate activity_counts_metrics(Address, At, datetime(2026-03-01), datetime(2026-03-04), 1d, Name) \
                 | where Name == 'a' | sort by At asc | project dayofmonth(At), new_dcount, aggregated_dcount";
    assert_eq!(rows(query), [(json!([1, 1, 1]), vec![0]), (json!([2, 1, 2]), vec![1]), (json!([3, 1, 3]), vec![3])]);
}

#[test]
fn a_sliding_window_is_made_by_the_events_that_lie_in_it() {
    let query = "Events | evaluate sliding_window_counts(Name, At, datetime(2026-03-01), datetime(2026-03-03 23:00), 2d, 1d) \
                 | sort by At asc | project Count, Dcount";
    assert_eq!(rows(query), [(json!([1, 1]), vec![0]), (json!([3, 2]), vec![0, 1, 2]), (json!([3, 2]), vec![1, 2, 3])]);
}

#[test]
fn a_column_that_an_open_table_has_is_found_with_its_type_and_another_is_its_default() {
    assert_eq!(
        rows(
            "Events | where Name == 'b' | project column_ifexists('Port_d', 0.0) + 1, column_ifexists('Host_s', 'none')"
        ),
        [(json!([4.0, "none"]), vec![2])]
    );
    assert_eq!(
        rows(
            "Events | extend p = column_ifexists('Port_d', 0.0) | summarize sum(p), max(column_ifexists('Port_d', 0.0))"
        ),
        [(json!([10.0, 4.0]), vec![0, 1, 2, 3])]
    );
}

#[test]
fn a_failure_of_a_lookup_has_a_place() {
    let text =
        "let N = datatable(n: string)['10.0.0.0/8', '10.0.0.0/16']; Events | evaluate ipv4_lookup(N, Address, n)";
    match run(text) {
        Err(RunError::Failed { message, span: Some(span) }) => {
            assert!(message.contains("`10.0.0.1` lies in `10.0.0.0/8` and in `10.0.0.0/16`"), "{message}");
            assert_eq!(&text[span.range()], "evaluate ipv4_lookup(N, Address, n)");
        }
        other => panic!("it must fail with a place: {other:?}"),
    }
}
