//! What queries mean: result columns, faults and their places, and limits.

use muster_binder::bound::{ExprKind, RelationKind};
use muster_binder::{Bound, bind, bind_filter, result_schema};
use muster_catalog::{Catalog, Table};
use muster_source::{Note, Source};

const EVENTS: &str = ".create table Events (
    TimeGenerated: datetime, Device: string, Bytes: long, Small: int, Share: real, Details: dynamic,
    _ItemId: string, // hidden
)";
const OTHER: &str = ".create table Other (Device: string, Bytes: string, Owner: string)";
const LOOSE: &str = ".create table Loose (TimeGenerated: datetime, *)";

fn catalog() -> Catalog {
    let mut catalog = Catalog::new();
    muster_functions::register(&mut catalog);
    for text in [EVENTS, OTHER, LOOSE] {
        catalog.add_table(Table::parse(&Source::new("table.kql", text)).expect("the table reads"));
    }
    catalog
}

fn bound(text: &str) -> Bound {
    let source = Source::new("query.kql", text);
    let parsed = muster_syntax::parse(&source);
    assert!(parsed.diagnostics.is_empty(), "{text}: {:?}", parsed.diagnostics);
    bind(&parsed.query, &source, &catalog())
}

/// `name:type, …`
fn columns(text: &str) -> String {
    let bound = bound(text);
    let query = bound.query.unwrap_or_else(|| panic!("{text}: {:?}", bound.diagnostics));
    let columns = result_schema(&query).into_iter();
    columns
        .map(|column| format!("{}:{}", column.name, column.ty.map_or("unknown", muster_catalog::Type::name)))
        .collect::<Vec<_>>()
        .join(", ")
}

/// `code text` of each error.
fn faults(text: &str) -> Vec<String> {
    let bound = bound(text);
    assert!(bound.query.is_none(), "{text} binds");
    let errors = bound.diagnostics.iter().filter(|diagnostic| diagnostic.is_error());
    errors
        .map(|error| {
            let label = error.labels.first().expect("an error has a place");
            format!("{} {}", error.code, label.source.slice(label.span))
        })
        .collect()
}

#[test]
fn result_columns_are_named_and_ordered_as_in_kusto() {
    for (query, expected) in [
        ("Events | summarize count(), max(Bytes) by Device", "Device:string, count_:long, max_Bytes:long"),
        ("Events | summarize by bin(TimeGenerated, 1h)", "TimeGenerated:datetime"),
        (
            "Events | summarize arg_max(TimeGenerated, *) by Device",
            "Device:string, TimeGenerated:datetime, Bytes:long, Small:int, Share:real, Details:dynamic",
        ),
        ("Events | summarize percentiles(Bytes, 5, 99.9)", "percentile_Bytes_5:long, percentile_Bytes_99_9:long"),
        ("Events | summarize (Last, Who) = arg_max(TimeGenerated, Device)", "Last:datetime, Who:string"),
        (
            "Events | project Details.a.b, Details['c'], strlen(Device), 1 + Small",
            "Details_a_b:dynamic, Details_c:dynamic, Column1:long, Column2:long",
        ),
        ("Events | project Device, Device1 = Bytes | extend Device = 1.5", "Device:real, Device1:long"),
        (
            "Events | join kind=inner Other on Device | project-away TimeGenerated, Details",
            "Device:string, Bytes:long, Small:int, Share:real, Device1:string, Bytes1:string, Owner:string",
        ),
        ("Events | join kind=rightsemi Other on Device", "Device:string, Bytes:string, Owner:string"),
        ("Events | lookup Other on Device | project-keep *er, Device*", "Device:string, Owner:string"),
        (
            "union withsource=T (Events | project Bytes), (Other | project Bytes)",
            "T:string, Bytes_long:long, Bytes_string:string",
        ),
        (
            "Events | mv-expand Details to typeof(string), i = Details.x | project-reorder i",
            "i:dynamic, TimeGenerated:datetime, Device:string, Bytes:long, Small:int, Share:real, Details:string",
        ),
        ("Events | parse Device with a 'x' b: long | project a, b", "a:string, b:long"),
        ("print 1, x = 'a', now()", "print_0:long, x:string, print_2:datetime"),
        (
            "let f = (T: (Device: string), n: long = 2) { T | take n | project Device }; Events | invoke f()",
            "Device:string",
        ),
        ("Events | project iff(Bytes > 1, Details, 'none')", "Column1:string"),
        ("Loose | where a_s == 'x' | summarize count() by a_s", "a_s:unknown, count_:long"),
    ] {
        assert_eq!(columns(query), expected, "{query}");
    }
}

#[test]
fn hidden_columns_show_only_where_they_are_named() {
    assert!(!columns("Events | where _ItemId == 'a'").contains("_ItemId"));
    assert_eq!(columns("Events | project _ItemId"), "_ItemId:string");
}

#[test]
fn faults_have_microsofts_codes_and_places() {
    for (query, expected) in [
        ("Events | where Nope == 1 | project Nope2", vec!["KS142 Nope", "KS142 Nope2"]),
        ("Evens | where Nope == 1", vec!["KS204 Evens"]),
        ("Events | where strlenn(Device) > 1", vec!["KS211 strlenn"]),
        ("Events | where Device = 'a'", vec!["KS141 Device = 'a'"]),
        ("Events | where ago() > TimeGenerated", vec!["KS119 ago"]),
        ("Events | where count() > 1", vec!["KS144 count"]),
        ("Events | where Bytes has 'x'", vec!["KS106 has"]),
        ("Events | where TimeGenerated > 1h", vec!["KS106 >"]),
        ("Events | summarize sum(Device)", vec!["KS138 Device"]),
        ("Events | summarize Device", vec!["KS236 Device"]),
        ("Events | take 'ten'", vec!["KS134 'ten'"]),
        ("Events | join kind=innex Other on Device", vec!["KS005 innex"]),
        ("Events | join Other on Bytes", vec!["KS227 Bytes"]),
        ("Events | join Other on Owner", vec!["KS145 Owner"]),
        ("let a = 1; let a = 2; Events", vec!["KS201 a"]),
        ("let a = 1; union a, Events", vec!["KS111 a"]),
        ("let f = (x: long) { Nope }; Events | extend f(1)", vec!["KS142 Nope"]),
        ("cluster('a').database('b').Events", vec!["MU0204 cluster('a').database('b').Events"]),
    ] {
        assert_eq!(faults(query), expected, "{query}");
    }
}

#[test]
fn the_other_platforms_name_of_the_time_is_told() {
    let bound = bound("Events | where Timestamp > ago(1d)");
    let error = bound.diagnostics.first().expect("there is an error");
    assert_eq!(error.notes, [Note::Help("write `TimeGenerated`".to_owned())]);
    assert_eq!(error.fix.as_ref().map(|fix| fix.text.as_str()), Some("TimeGenerated"));
}

#[test]
fn a_table_joined_to_itself_has_two_sets_of_ids() {
    let bound = bound("let T = Events; T | join kind=inner T on Device");
    let query = bound.query.expect("it binds");
    let mut ids: Vec<_> = query.result.columns.iter().map(|column| column.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), query.result.columns.len());
}

#[test]
fn what_kustos_service_refuses_is_marked() {
    let query = bound("Events | where TimeGenerated == '2026-01-01'").query.expect("it binds");
    let RelationKind::Filter { predicate, .. } = query.result.kind else { panic!("{:?}", query.result) };
    assert!(matches!(predicate.kind, ExprKind::Unsupported { .. }));
}

#[test]
fn a_predicate_binds_over_a_table() {
    let source = Source::new("suppressions.yaml", "Device has 'a' and Bytes > 1");
    let predicate = muster_syntax::parse_expression(&source).expression;
    assert!(bind_filter(&predicate, &source, "Events", &catalog()).query.is_some());
    assert!(bind_filter(&predicate, &source, "Event", &catalog()).query.is_none());
}

#[test]
fn queries_that_grow_without_end_are_refused() {
    let mut text = "let t0 = Events;".to_owned();
    for step in 1..60 {
        let before = step - 1;
        text.extend(["let t", &step.to_string(), " = union t", &before.to_string(), ", t", &before.to_string(), ";"]);
    }
    text.push_str("t59");
    assert!(faults(&text).iter().any(|fault| fault.starts_with("MU0202")));
}

#[test]
fn deep_and_long_queries_need_no_deep_stack() {
    let chain = vec!["Bytes == 1"; 900].join(" or ");
    let sum = vec!["Bytes"; 900].join(" + ");
    let nested = format!("{}Bytes{}", "abs(".repeat(90), ")".repeat(90));
    let pipes = "| where Bytes == 1 ".repeat(1200);
    for text in [
        format!("Events | where {chain}"),
        format!("Events | extend x = {sum}"),
        format!("Events | extend x = {nested}"),
        format!("Events {pipes}"),
    ] {
        let thread = std::thread::Builder::new().stack_size(2 * 1024 * 1024);
        let done = thread.spawn(move || drop(bound(&text))).expect("the thread starts").join();
        assert!(done.is_ok());
    }
}

#[test]
fn all_queries_of_a_text_but_the_last_are_warned_of() {
    let bound = bound("Events | take 1; Other | take 1");
    let warned: Vec<_> = bound.diagnostics.iter().map(|d| (d.code.0, d.is_error())).collect();
    assert_eq!(warned, [("MU0207", false)]);
    assert!(bound.query.is_some());
}

#[test]
fn a_fence_around_a_query_is_a_text_to_kql() {
    let bound = bound("```kql\nEvents\n```");
    let notes = bound.diagnostics.into_iter().next().expect("a text is no query").notes;
    assert_eq!(notes, [Note::Help("leave the lines of backquotes around the query out".to_owned())]);
}

#[test]
fn a_join_on_the_time_of_the_other_platform_is_told_both_names() {
    for (query, help) in [
        ("Events | join (print Timestamp=now()) on Timestamp", "write `$left.TimeGenerated == $right.Timestamp`"),
        ("Events | join (print Timestamp=now()) on TimeGenerated", "write `$left.TimeGenerated == $right.Timestamp`"),
        ("Events | join Other on Bytes, Share", "keys of different names are written `$left.a == $right.b`"),
    ] {
        let notes: Vec<Note> = bound(query).diagnostics.into_iter().flat_map(|d| d.notes).collect();
        assert!(notes.contains(&Note::Help(help.to_owned())), "{query}: {notes:?}");
    }
}
