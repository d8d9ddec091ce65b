//! What operators answer: the traps of each.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use muster_binder::bound::Query;
use muster_catalog::{Catalog, Datetime, Table, Type, Value};
use muster_engine::{EventId, Options, Rows, RunError};
use muster_source::Source;
use muster_values::{Column, TableSet, table_schema, to_json};
use serde_json::{Value as Json, json};

const EVENTS: &str = ".create table Events (Name: string, Tags: dynamic, At: datetime)";

/// Three events; the second has no tag.
fn tables() -> (Catalog, TableSet) {
    let mut catalog = Catalog::new();
    muster_functions::register(&mut catalog);
    let table = Table::parse(&Source::new("table.kql", EVENTS)).expect("the table reads");
    let at = |text: &str| Value::Datetime(Datetime::parse(text).expect("a moment"));
    let names = ["a", "b", "c"].map(|name| Value::String(name.to_owned()));
    let tags = [json!([3, 1, 2]), json!([]), json!([5])].map(Value::Dynamic);
    let moments = [at("2026-03-04T10:10:00Z"), at("2026-03-04T10:50:00Z"), at("2026-03-04T13:00:00Z")];
    let arrays = vec![
        Column::from_values(Type::String, names).array().clone(),
        Column::from_values(Type::Dynamic, tags).array().clone(),
        Column::from_values(Type::Datetime, moments).array().clone(),
    ];
    let batch = RecordBatch::try_new(table_schema(&table), arrays).expect("the columns fit");
    catalog.add_table(table.clone());
    let mut tables = TableSet::new();
    // Two batches, so that nothing can hold on to the first.
    tables.insert(table, vec![batch.slice(0, 1), batch.slice(1, 2)]);
    (catalog, tables)
}

fn bound(text: &str, catalog: &Catalog) -> (Source, Query) {
    let source = Source::new("query.kql", text);
    let parsed = muster_syntax::parse(&source);
    assert!(parsed.diagnostics.is_empty(), "{text}: {:?}", parsed.diagnostics);
    let bound = muster_binder::bind(&parsed.query, &source, catalog);
    assert!(bound.diagnostics.is_empty(), "{text}: {:?}", bound.diagnostics);
    (source, bound.query.expect("a query without an error is bound"))
}

fn run(text: &str, evidence: bool) -> Result<Rows, RunError> {
    let (catalog, tables) = tables();
    let (source, query) = bound(text, &catalog);
    let refused = muster_engine::check(&query, &source);
    assert!(refused.is_empty(), "{text}: {refused:?}");
    let keep = BTreeMap::new();
    muster_engine::run(&query, &tables, &Options { clock: Datetime::UNIX_EPOCH, evidence, keep: &keep })
}

/// The rows of a query, each an array of its values.
fn rows(text: &str) -> Json {
    let rows = run(text, false).unwrap_or_else(|error| panic!("{text}: {error}"));
    rows.values().map(|row| row.iter().map(to_json).collect::<Json>()).collect()
}

/// The rows of `Events` that made each row.
fn evidence(text: &str) -> Vec<Vec<u64>> {
    let rows = run(text, true).unwrap_or_else(|error| panic!("{text}: {error}"));
    let row = |event: EventId| event.row;
    rows.evidence().map(|events| events.into_iter().map(row).collect()).collect()
}

fn failure(text: &str) -> String {
    run(text, false).err().unwrap_or_else(|| panic!("{text}: this must fail")).to_string()
}

fn refusal(text: &str) -> String {
    let (catalog, _) = tables();
    let (source, query) = bound(text, &catalog);
    muster_engine::check(&query, &source).iter().map(|d| d.message.clone()).collect::<Vec<_>>().join("; ")
}

#[test]
fn mv_apply_of_operators_row_by_row_is_an_expansion() {
    let text = "Events | mv-apply with_itemindex=i Tag=Tags to typeof(long) on (where Tag > 1 | extend Twice=Tag*2 | \
                project Twice, i) | project Name, Twice, i";
    assert_eq!(rows(text), json!([["a", 6, 0], ["a", 4, 2], ["c", 10, 0]]));
    assert_eq!(evidence(text), [[0], [0], [2]]);
}

#[test]
fn mv_apply_gives_its_columns_to_a_body_that_does_not_name_them() {
    let text = "Events | mv-apply Tag=Tags to typeof(long) on (where Tag < 3 | project Tag)";
    assert_eq!(
        rows(text),
        json!([
            ["a", [3, 1, 2], "2026-03-04T10:10:00.0000000Z", 1],
            ["a", [3, 1, 2], "2026-03-04T10:10:00.0000000Z", 2]
        ])
    );
}

#[test]
fn mv_apply_runs_an_aggregation_for_each_row_that_expands_to_something() {
    // The second event expands to nothing: no sub-table, no row. The third has a sub-table, of which nothing is left.
    let text = "Events | mv-apply Tag=Tags to typeof(long) on (where Tag < 3 | summarize Sum=sum(Tag), Count=count()) \
                | project Name, Sum, Count";
    assert_eq!(rows(text), json!([["a", 3, 2], ["c", 0, 0]]));
    assert_eq!(evidence(text), [[0], [2]]);
}

#[test]
fn mv_apply_keeps_the_first_rows_of_each_row_and_not_of_all() {
    let text = "Events | mv-apply Tag=Tags to typeof(long) on (top 2 by Tag) | project Name, Tag";
    assert_eq!(rows(text), json!([["a", 3], ["a", 2], ["c", 5]]));
    let text = "Events | mv-apply Tag=Tags to typeof(long) limit 2 on (sort by Tag asc | take 1) | project Name, Tag";
    assert_eq!(rows(text), json!([["a", 1], ["c", 5]]));
}

#[test]
fn mv_apply_of_a_null_has_one_row_and_columns_of_different_lengths_are_filled() {
    let text = "datatable(a: dynamic, b: dynamic)[dynamic(null), dynamic([1, 2]), dynamic(null), dynamic(null)]
        | mv-apply x=a, y=b on (summarize xs=make_list_with_nulls(x), ys=make_list_with_nulls(y)) | project xs, ys";
    assert_eq!(rows(text), json!([[[null, null], [1, 2]], [[null], [null]]]));
}

#[test]
fn mv_apply_joins_what_a_row_expands_to_anew_for_each_row() {
    let text = "Events | mv-apply Tag=Tags to typeof(long) on (join kind=inner (datatable(Tag: long, Word: string)[1, \
                'one', 5, 'five', 3, 'three']) on Tag | sort by Tag asc | project Word) | project Name, Word";
    assert_eq!(rows(text), json!([["a", "one"], ["a", "three"], ["c", "five"]]));
    assert_eq!(evidence(text), [[0], [0], [2]]);
}

#[test]
fn mv_apply_stands_in_mv_apply() {
    let text = "print outer=dynamic([[1, 2], [], [3]]) | mv-apply outer on (
            extend n=array_length(outer)
            | mv-apply inner=outer to typeof(long) on (summarize s=sum(inner))
            | summarize l=make_list(pack_array(n, s)))
        | project l";
    assert_eq!(rows(text), json!([[[[2, 3], [1, 3]]]]));
}

#[test]
fn mv_apply_of_a_bag_expands_its_entries() {
    let text = "print p=dynamic({'a': 1, 'b': 2}) | mv-apply e=p on (mv-expand kind=array e | where e[1] > 1 \
                | project k=tostring(e[0])) | project k";
    assert_eq!(rows(text), json!([["b"]]));
}

#[test]
fn a_second_use_of_the_rows_of_mv_apply_is_refused() {
    let text = "Events | mv-apply Tag=Tags on (as T | where Tag in (T | project Tag) | count)";
    assert!(refusal(text).contains("second use"), "{}", refusal(text));
}

#[test]
fn make_series_fills_bins_from_its_start_and_drops_rows_outside() {
    let text = "Events | make-series n=count() + 1, m=avg(array_length(Tags)) default=real(null) on At \
                from datetime(2026-03-04T10:30:00Z) to datetime(2026-03-04T13:00:00Z) step 1h";
    let axis = json!(["2026-03-04T10:30:00.0000000Z", "2026-03-04T11:30:00.0000000Z", "2026-03-04T12:30:00.0000000Z"]);
    assert_eq!(rows(text), json!([[[2, 0, 0], [0.0, null, null], axis]]));
    assert_eq!(evidence(text), [[1]]);
}

#[test]
fn make_series_without_bounds_has_an_axis_of_its_own_for_each_key() {
    let text = "datatable(k: string, x: long)['a', 7, 'b', 12, 'a', 21, 'b', 13, '', long(null)] \
                | make-series count() default=9 on x step 5 by k";
    assert_eq!(rows(text), json!([["a", [1, 9, 9, 1], [5, 10, 15, 20]], ["b", [2], [10]]]));
}

#[test]
fn make_series_of_nothing_has_no_row_unless_it_must() {
    let series = |kind: &str| {
        format!(
            "Events | take 0 | make-series {kind} count() on At from datetime(2026-03-04) to \
                                       datetime(2026-03-04T02:00:00Z) step 1h | project count_"
        )
    };
    assert_eq!(rows(&series("")), json!([]));
    assert_eq!(rows(&series("kind=nonempty")), json!([[[0, 0]]]));
}

#[test]
fn make_series_in_a_range_has_the_bins_of_both_ends() {
    let text = "Events | make-series count() on At in range(datetime(2026-03-04T10:05Z), datetime(2026-03-04T13:00Z), 1h) | \
                project count_, At[0]";
    assert_eq!(rows(text), json!([[[2, 0, 0, 1], "2026-03-04T10:00:00.0000000Z"]]));
    assert_eq!(evidence(text), [[0, 1, 2]]);
}

#[test]
fn make_series_refuses_what_is_not_settled() {
    let before =
        "Events | make-series count() on At in range(datetime(2026-03-04T10:20Z), datetime(2026-03-04T13:00Z), 1h)";
    assert!(failure(before).contains("outside of the range"), "{}", failure(before));
    let text = "Events | make-series make_set(Name) on At step 1h";
    assert!(refusal(text).contains("values of type `dynamic`"), "{}", refusal(text));
    let text = "range x from 1.5 to 4.5 step 1.0 | make-series count() on x from 0 to 6 step 0.5";
    assert!(refusal(text).contains("not whole"), "{}", refusal(text));
    assert!(failure("Events | make-series count() on At step 0h").contains("positive"));
    let long = "Events | make-series count() on At from datetime(2000-01-01) to datetime(2030-01-01) step 1s";
    assert!(failure(long).contains("1048576"));
}

#[test]
fn parse_kv_takes_pairs_between_delimiters() {
    let text = "print s='a=1, b = two words ,c,a=9' | parse-kv s as (a: long, b: string, c: string, d: long) \
                with (pair_delimiter=',', kv_delimiter='=') | project a, b, c, d";
    assert_eq!(rows(text), json!([[1, "two words", "", null]]));
}

#[test]
fn parse_kv_reads_quotes_and_their_escapes() {
    let text = r#"print s='"event time"=2021-01-01T10:00:54 f="say \\"hi\\" now" x=1' | parse-kv s as
        (['event time']: datetime, f: string, x: int) with (pair_delimiter=' ', kv_delimiter='=', quote='"', escape='\\')
        | project-away s"#;
    assert_eq!(rows(text), json!([["2021-01-01T10:00:54.0000000Z", "say \"hi\" now", 1]]));
    let unclear = r#"print s='f="C:\\dir"' | parse-kv s as (f: string)
        with (pair_delimiter=' ', kv_delimiter='=', quote='"', escape='\\')"#;
    assert!(failure(unclear).contains("escape"));
}

#[test]
fn parse_kv_goes_on_to_the_next_key_only_if_greedy() {
    let text = |greedy: &str| {
        format!(
            "print s='name=John Doe phone=555 5555' | parse-kv s as (phone: string, name: string) \
                 with (pair_delimiter=' ', kv_delimiter='='{greedy}) | project name, phone"
        )
    };
    assert_eq!(rows(&text("")), json!([["John", "555"]]));
    assert_eq!(rows(&text(", greedy=true")), json!([["John Doe", "555 5555"]]));
}

#[test]
fn parse_kv_tells_delimiters_of_which_one_is_in_the_other() {
    let text = "print s='a: 1 b: 2' | parse-kv s as (a: long, b: long) with (pair_delimiter=' ', kv_delimiter=': ') \
                | project a, b";
    assert_eq!(rows(text), json!([[1, 2]]));
}

#[test]
fn parse_kv_without_delimiters_pairs_words() {
    let text = "print s='[INFO] ThreadId:45, Text: \"up and running\"' | parse-kv s as (Text: string, ThreadId: long) \
                with (quote='\"') | project Text, ThreadId";
    assert_eq!(rows(text), json!([["up and running", 45]]));
}

#[test]
fn parse_kv_with_a_regex_needs_two_groups() {
    let text =
        |regex: &str| format!("print s='k1:v1;k2:v2' | parse-kv s as (k2: string) with (regex='{regex}') | project k2");
    assert_eq!(rows(&text(r"(\\w+):(\\w+)")), json!([["v2"]]));
    assert!(refusal(&text(r"(\\w+):\\w+")).contains("it has 1"));
}

const SALES: &str = "datatable(area: string, who: string, item: string, sum: long)[
    'n', 'a', 'x', 5, 'n', 'b', 'x', 9, 'n', 'b', 'y', 1, 's', 'a', 'x', 20, 's', 'c', 'y', 2, 'w', 'a', 'x', 1]";

#[test]
fn top_nested_keeps_the_best_of_each_that_was_kept_above() {
    let text = format!("{SALES} | top-nested 2 of area by area_sum=sum(sum), top-nested 1 of who by sum(sum)");
    assert_eq!(rows(&text), json!([["s", 22, "a", 20], ["n", 15, "b", 10]]));
    let text = format!(
        "{SALES} | top-nested 2 of area by max(sum) asc, top-nested of who by max(1), \
                        top-nested 1 of item by count() | project area, who, item | sort by area asc, who asc"
    );
    assert_eq!(rows(&text), json!([["n", "a", "x"], ["n", "b", "x"], ["w", "a", "x"]]));
}

#[test]
fn top_nested_ranks_by_a_computation_and_knows_the_events_of_its_last_level() {
    let text = "Events | top-nested 1 of Day=startofday(At) by r=count() * 10, top-nested 2 of Name by max(At)";
    let found = rows(text);
    assert_eq!(found[0][1], json!(30));
    assert_eq!(found[0][2], json!("c"));
    assert_eq!(evidence(text), [[2], [1]]);
    let others = format!("{SALES} | top-nested 1 of area with others='rest' by sum(sum)");
    assert!(refusal(&others).contains("others"), "{}", refusal(&others));
}

#[test]
fn top_hitters_counts_or_adds() {
    assert_eq!(rows(&format!("{SALES} | top-hitters 1 of who")), json!([["a", 3]]));
    assert_eq!(rows(&format!("{SALES} | top-hitters 2 of who by sum")), json!([["a", 26], ["b", 10]]));
}
