//! What is computed of rows in their order, or of a part of them at a time: window functions, `scan`, `partition`.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringViewArray};
use muster_catalog::{Catalog, Datetime, Table};
use muster_engine::{Options, Rows, RunError, check, run};
use muster_source::Source;
use muster_values::{TableSet, table_schema, to_json};

const EVENTS: &str = ".create table Events (Host: string, N: long)";

/// What became of a query.
#[derive(Debug, PartialEq)]
enum Outcome {
    /// Rows as JSON.
    Rows(String),
    /// The code of the first complaint, and the text that it points to.
    Refused(String),
    /// A run-time error.
    Failed(String),
}

fn events() -> Table {
    Table::parse(&Source::new("events.kql", EVENTS)).expect("the table reads")
}

fn answer(query: &str, evidence: bool) -> Result<Rows, Outcome> {
    let mut catalog = Catalog::new();
    muster_functions::register(&mut catalog);
    catalog.add_table(events());
    let source = Source::new("query.kql", query);
    let parsed = muster_syntax::parse(&source);
    assert!(parsed.diagnostics.is_empty(), "{query}: {:?}", parsed.diagnostics);
    let bound = muster_binder::bind(&parsed.query, &source, &catalog);
    let query = bound.query.ok_or(bound.diagnostics);
    let query = query.and_then(|query| {
        let refused = check(&query, &source);
        if refused.is_empty() { Ok(query) } else { Err(refused) }
    });
    let query = query.map_err(|diagnostics| {
        let first = diagnostics.iter().find(|d| d.is_error()).expect("an error");
        let label = first.labels.first().expect("a place");
        Outcome::Refused(format!("{} {}", first.code, label.source.slice(label.span)))
    })?;
    // Two batches, so that what forgets the first one cannot pass.
    let batch = |hosts: &[&str], numbers: &[i64]| {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(StringViewArray::from_iter_values(hosts)),
            Arc::new(Int64Array::from_iter_values(numbers.iter().copied())),
        ];
        RecordBatch::try_new(table_schema(&events()), columns).expect("the columns fit")
    };
    let mut tables = TableSet::new();
    tables.insert(events(), vec![batch(&["a", "b", "a"], &[1, 2, 3]), batch(&["b", "a"], &[4, 5])]);
    let keep = BTreeMap::new();
    let options = Options { clock: Datetime(639_028_224_000_000_000), evidence, keep: &keep };
    run(&query, &tables, &options).map_err(|error| match error {
        RunError::Failed { message, .. } => Outcome::Failed(message),
        other => panic!("{other}"),
    })
}

fn outcome(query: &str) -> Outcome {
    match answer(query, false) {
        Ok(rows) => {
            let rows = rows.values().map(|row| serde_json::Value::Array(row.iter().map(to_json).collect()));
            Outcome::Rows(serde_json::Value::Array(rows.collect()).to_string())
        }
        Err(outcome) => outcome,
    }
}

fn rows(query: &str) -> String {
    match outcome(query) {
        Outcome::Rows(rows) => rows,
        other => panic!("{query}: {other:?}"),
    }
}

#[test]
fn each_example_of_a_window_function_gives_what_it_says() {
    for entry in muster_functions::window::ALL {
        for example in entry.examples {
            let query =
                format!("{} | serialize y = {} | summarize make_list_with_nulls(y)", example.input, example.call);
            assert_eq!(rows(&query), format!("[[{}]]", example.result), "{query}");
        }
    }
}

#[test]
fn window_functions_see_all_rows_of_all_batches_before_the_operator_that_they_stand_in() {
    for (query, expected) in [
        ("Events | serialize | where N > 1 | project p = prev(N), N", "[[null,2],[2,3],[3,4],[4,5]]"),
        // The filter itself sees the rows that it leaves out.
        ("Events | serialize | where prev(N) >= 3 or row_number() == 1 | project N", "[[1],[4],[5]]"),
        ("Events | sort by N desc | where N - next(N, 1, N) == 1 | count", "[[4]]"),
        ("Events | sort by N asc | summarize max(N - prev(N)), sum(row_number())", "[[1,15]]"),
        (
            "Events | sort by N asc | summarize make_list(N) by odd = row_number() % 2 == 1",
            "[[true,[1,3,5]],[false,[2,4]]]",
        ),
        (
            "Events | sort by Host asc, N asc | extend r = row_number(1, Host != prev(Host)), c = row_cumsum(N, Host != prev(Host))",
            r#"[["a",1,1,1],["a",3,2,4],["a",5,3,9],["b",2,1,2],["b",4,2,6]]"#,
        ),
        // A name that is replaced is still the old one for its neighbors.
        (
            "Events | sort by N asc | extend N = iff(row_number() == 1, N, prev(N) * 10) | project N",
            "[[1],[10],[20],[30],[40]]",
        ),
        (
            "Events | sort by N asc | project a = prev(prev(N)), b = prev(N, 2)",
            "[[null,null],[null,null],[1,1],[2,2],[3,3]]",
        ),
        ("let k = 2; Events | sort by N asc | project prev(N, k, 0)", "[[0],[0],[1],[2],[3]]"),
        ("Events | where N > 9 | serialize i = row_number(), p = prev(N)", "[]"),
        ("Events | serialize | sort by -row_number() | project N", "[[1],[2],[3],[4],[5]]"),
        ("range x from 1 to 3 step 1 | extend n = row_number(10)", "[[1,10],[2,11],[3,12]]"),
        (
            "Events | take 1 | project s = toscalar(Events | sort by N asc | extend p = prev(N, 4) | summarize max(p))",
            "[[1]]",
        ),
    ] {
        assert_eq!(rows(query), expected, "{query}");
    }
}

#[test]
fn rows_without_an_order_and_undocumented_arguments_are_refused() {
    for (query, expected) in [
        ("Events | extend row_number()", "MU0201 row_number()"),
        ("Events | sort by N | summarize count() by Host | extend prev(Host)", "MU0201 prev(Host)"),
        ("Events | sort by N | union Events | extend next(N)", "MU0201 next(N)"),
        ("Events | sort by N | distinct N | where row_cumsum(N) > 1", "MU0201 row_cumsum(N)"),
        ("Events | scan with (step s: true;)", "MU0201 scan with (step s: true;)"),
        ("Events | sort by N | lookup (Events | project N, M = N) on N | extend prev(M)", "MU0201 prev(M)"),
        ("Events | serialize | extend prev(N, N)", "MU0201 prev(N, N)"),
        ("Events | serialize | extend prev(N, 1, 'x')", "MU0201 prev(N, 1, 'x')"),
        ("Events | serialize | extend row_number(N)", "MU0201 row_number(N)"),
        ("Events | serialize | summarize row_number()", "MU0201 row_number()"),
        ("let f = (x: long) { prev(x) }; Events | serialize | extend f(N)", "MU0201 f(N)"),
        ("Events | serialize | take row_number()", "MU0201 take row_number()"),
        ("Events | serialize | scan with (step s optional: true;)", "MU0201 scan with (step s optional: true;)"),
        ("Events | serialize | scan declare (x: long) with (step s: true => x = x + 1;)", "MU0201 x"),
        ("Events | serialize | scan with (step s: t.N > 1; step t: true;)", "MU0201 t.N"),
        ("Events | serialize | scan with (step s: s.M > 1;)", "KS142 M"),
        ("Events | serialize | scan with (step s: true => M = 1;)", "KS142 M"),
        ("Events | serialize | scan with (step s: true; step s: true;)", "KS201 s"),
        ("Events | serialize | scan with (step s: prev(s.N) == 1;)", "MU0201 prev(s.N)"),
        (
            "Events | partition hint.strategy=native by Host (join (Events) on N)",
            "MU0201 partition hint.strategy=native by Host (join (Events) on N)",
        ),
        (
            "Events | partition hint.strategy=native by Host { Events | count }",
            "MU0201 partition hint.strategy=native by Host { Events | count }",
        ),
        (
            "Events | partition by Host (as P | where N == toscalar(P | summarize max(N)))",
            "MU0201 as P | where N == toscalar(P | summarize max(N))",
        ),
        ("Events | partition hint.strategy=native by Host (extend prev(N))", "MU0201 prev(N)"),
        ("Events | partition by Host (sort by N) | extend prev(N)", "MU0201 prev(N)"),
    ] {
        assert_eq!(outcome(query), Outcome::Refused(expected.to_owned()), "{query}");
    }
}

#[test]
fn what_is_not_documented_of_a_value_ends_the_query() {
    for query in [
        "datatable(x: long)[1, long(null)] | serialize y = row_cumsum(x)",
        "datatable(x: datetime)[datetime(null)] | serialize y = row_window_session(x, 1h, 1h)",
        "datatable(x: long)[1, 2, 1] | serialize y = row_rank_min(x)",
        "datatable(x: long)[1] | serialize y = prev(x, -1)",
        "datatable(x: long)[long(null)] | partition hint.strategy=native by x (count)",
        "range x from 1 to 65 step 1 | partition by x (count)",
    ] {
        assert!(matches!(outcome(query), Outcome::Failed(_)), "{query}: {:?}", outcome(query));
    }
}

#[test]
fn a_scan_puts_rows_to_its_steps_from_the_last_one_to_the_first() {
    for (query, expected) in [
        // A second start continues the sequence of the first one: no new match.
        (
            "datatable(e: string)['s', 's', 'x', 's', 'x'] | serialize
             | scan with_match_id=m with (step a: e == 's'; step b: e == 'x';)",
            r#"[["s",0],["s",0],["x",0],["s",1],["x",1]]"#,
        ),
        // One row may match several steps, the later one first.
        (
            "range x from 1 to 3 step 1 | scan with_match_id=m declare (w: string) with
             (step a: true => w = 'a'; step b: true => w = strcat('b', a.x);)",
            r#"[[1,"a",0],[2,"b1",0],[2,"a",1],[3,"b2",1],[3,"a",2]]"#,
        ),
        // What a step does not assign is the default, or the row's own value.
        (
            "range x from 1 to 2 step 1 | extend y = 7 | scan declare (d: long = 5) with
             (step a: x == 1 => y = x; step b: true => d = a.d + a.y + b.d;)",
            "[[1,1,5],[2,7,11]]",
        ),
        ("range x from 1 to 4 step 1 | scan with (step a output=last: x != 3;)", "[[4]]"),
        ("range x from 1 to 4 step 1 | scan with (step a output=last: true; step b output=none: x == 3;)", "[[2],[4]]"),
        (
            "range x from 1 to 5 step 1 | scan declare (p: long) with (step s: x - prev(x, 1, 0) == 1 => p = next(x);)
             | extend n = row_number() | where n > 3",
            "[[4,5,4],[5,null,5]]",
        ),
        ("Events | where N > 9 | serialize | scan declare (d: long) with (step s: s.N > 0 => d = s.d + 1;)", "[]"),
        ("Events | sort by N asc | scan with (step s: N > 3; step t: Host == s.Host;) | project N", "[[4],[5]]"),
    ] {
        assert_eq!(rows(query), expected, "{query}");
    }
}

#[test]
fn a_partition_runs_its_subquery_on_the_rows_of_each_value() {
    for (query, expected) in [
        ("Events | partition hint.strategy=native by Host (top 1 by N)", r#"[["a",5],["b",4]]"#),
        ("Events | partition hint.strategy=shuffle by Host (summarize sum(N) | extend k = 1)", "[[9,1],[6,1]]"),
        (
            "Events | partition by Host (sort by N asc | extend r = row_number(), p = prev(N)) | where r == 2 | project N, p",
            "[[3,1],[4,2]]",
        ),
        (
            "Events | partition by Host (join kind=inner (Events | where N < 3) on Host | summarize count() by Host)",
            r#"[["a",3],["b",2]]"#,
        ),
        (
            "Events | partition by Host (join kind=inner (Events | top 1 by N) on $left.Host == $right.Host | project N)",
            "[[1],[3],[5]]",
        ),
        (
            "Events | partition by Host (join kind=inner (Events | top 1 by N | project k = 1) on $left.N == $right.k | project N)",
            "[[1]]",
        ),
        (
            "Events | partition by Host (extend k = 1 | join kind=inner (Events | top 1 by N | project k = 1, M = N) on k | project N, M)",
            "[[1,5],[3,5],[5,5],[2,5],[4,5]]",
        ),
        ("Events | partition hint.strategy=native by Host (count) | summarize sum(Count)", "[[5]]"),
        ("Events | where N > 9 | partition by Host (count)", "[]"),
        (
            "Events | partition by Host { Events | where Host == toscalar(Host) | summarize sum(N) | extend h = Host }",
            r#"[[9,"a"],[6,"b"]]"#,
        ),
        (
            "range x from 1 to 2 step 1 | partition hint.strategy=legacy by x { Events | where N == x | project N, x = toscalar(x) * 10 }",
            "[[1,10],[2,20]]",
        ),
        ("Events | where N > 9 | partition by Host { Events | project Host }", "[]"),
        (
            "range x from 1 to 2 step 1 | partition by x { Events | where N in ((Events | where N <= toscalar(x) | project N)) | count }",
            "[[1],[2]]",
        ),
        ("Events | partition by Host (partition by N (where N > 1 | take 1) | summarize max(N))", "[[5],[4]]"),
        (
            "let T = Events | partition by Host (top 1 by N asc); T | join kind=inner T on Host | project N, N1",
            "[[1,1],[2,2]]",
        ),
        (
            "Events | partition hint.strategy=native by Host (sort by N asc | scan declare (s: long = 0) with (step a: true => s = N + a.s;)) | summarize max(s) by Host",
            r#"[["a",9],["b",6]]"#,
        ),
    ] {
        assert_eq!(rows(query), expected, "{query}");
    }
}

#[test]
fn evidence_follows_sequences_and_partitions_but_not_neighbors() {
    for (query, expected) in [
        ("Events | sort by N asc | where prev(N) == 2", vec![vec![2]]),
        (
            "Events | sort by N asc | scan with (step a output=none: N == 1; step b output=none: N == 3; step c: N == 5;)",
            vec![vec![0, 2, 4]],
        ),
        ("Events | partition by Host (summarize max(N))", vec![vec![0, 2, 4], vec![1, 3]]),
        ("Events | partition hint.strategy=native by Host (top 1 by N)", vec![vec![4], vec![3]]),
    ] {
        let rows = answer(query, true).unwrap_or_else(|outcome| panic!("{query}: {outcome:?}"));
        let found: Vec<Vec<u64>> = rows.evidence().map(|ids| ids.iter().map(|id| id.row).collect()).collect();
        assert_eq!(found, expected, "{query}");
    }
}
