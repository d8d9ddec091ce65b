//! Evidence is enough: the events of a row alone give that row again.
//!
//! Not where a row says something about rows that are no part of it: `row_number`, `prev` and `next` count neighbors; a
//! table that is read twice (once to be looked for in a sub-query, say) loses rows that one of the readers needed; and
//! what is there because an outer or an anti join found no partner finds one where an aggregate or a `take` on the other side
//! gives other rows, and gets company, before a `take`, where a partner is gone. An anti join of tables needs no row of the other side, a `take` finds a row among the first again
//! where fewer stand before it, and a group keeps all of its rows, whatever is computed of them.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::BooleanArray;
use muster_engine::EventId;
use rstest::rstest;
use serde_json::json;

use crate::compare::same_row;
use crate::engine::{Engine, Outcome, table_set};
use crate::generate::choices::{Choices, shrink};
use crate::generate::data::datatable;
use crate::generate::query::Case;
use crate::run::{make, number};
use crate::value::{Table, Value};

/// Whether each row depends on its own events alone.
fn is_local(case: &Case) -> bool {
    let text = &case.query;
    let neighbors = ["row_number(", "prev(", "next(", "toscalar(", "in (", "in~ ("];
    // `in (1, 2)` is left out with `in (T0 | …)`: there are enough other queries.
    if neighbors.iter().any(|word| text.contains(word)) {
        return false;
    }
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&["outer", "anti", "lookup"]) && has(&["summarize", "count", "take", "top "]) {
        return false;
    }
    let count = |name: &str| regex::Regex::new(&format!(r"\b{name}\b")).expect("it reads").find_iter(text).count();
    let once = (0..4).all(|n| count(&format!("T{n}")) <= 1);
    // The definition and one use.
    once && (0..4).all(|n| count(&format!("S{n}")) <= 2 && count(&format!("view_{n}")) <= 2)
}

/// Which rows of the tables stay.
fn masks(tables: &[(String, Table)], events: &[EventId]) -> BTreeMap<String, BooleanArray> {
    let mask = |at: usize, table: &Table| -> BooleanArray {
        let kept: BTreeSet<u64> = events.iter().filter(|event| event.table == at).map(|event| event.row).collect();
        (0..table.rows.len() as u64).map(|row| Some(kept.contains(&row))).collect()
    };
    tables.iter().enumerate().map(|(at, (name, table))| (name.clone(), mask(at, table))).collect()
}

/// What is wrong with the evidence of a query, if something is.
fn fault(engine: &Engine, case: &Case) -> Option<String> {
    let tables = table_set(&case.tables);
    let Outcome::Rows { rows: plain, .. } = engine.run_on(&case.query, &tables, false) else { return None };
    let (rows, evidence) = match engine.run_on(&case.query, &tables, true) {
        Outcome::Rows { rows, evidence, .. } => (rows, evidence),
        other => return Some(format!("with evidence the query gives {other:?}")),
    };
    let mut left: Vec<&Vec<Value>> = plain.iter().collect();
    for row in &rows {
        match left.iter().position(|other| same_row(row, other)) {
            Some(at) => left.remove(at),
            None => return Some(format!("with evidence there is a row more: {row:?}")),
        };
    }
    if !left.is_empty() || evidence.len() != rows.len() {
        return Some(format!("{} rows, {} with evidence, {} lists", plain.len(), rows.len(), evidence.len()));
    }
    if !is_local(case) {
        return None;
    }
    // Some rows are enough; which ones differs from query to query.
    for (row, events) in rows.iter().zip(&evidence).take(4) {
        match engine.run_on_some(&case.query, &tables, &masks(&case.tables, events)) {
            Outcome::Rows { rows: again, .. } if again.iter().any(|other| same_row(row, other)) => {}
            Outcome::Rows { rows: again, .. } => {
                return Some(format!("{row:?} has the evidence {events:?}, which alone gives {again:?}"));
            }
            other => return Some(format!("{row:?} has the evidence {events:?}, which alone gives {other:?}")),
        }
    }
    None
}

#[test]
fn the_evidence_of_a_row_gives_the_row_again() {
    let queries = number("MUSTER_DIFFERENTIAL_EVIDENCE").unwrap_or(1500);
    let seed = number("MUSTER_DIFFERENTIAL_SEED").unwrap_or(0);
    let engine = Engine::new();
    let mut local = 0;
    for query in 0..queries {
        let mut choices = Choices::random(seed.wrapping_mul(0x1_0000_0000).wrapping_add(query));
        let case = make(&mut choices);
        local += u64::from(is_local(&case) && !case.expected.rows.is_empty());
        if fault(&engine, &case).is_some() {
            let fails = |made: Vec<u32>| {
                let mut choices = Choices::replayed(made);
                let case = make(&mut choices);
                fault(&engine, &case).map(|_| choices.used())
            };
            let case = make(&mut Choices::replayed(shrink(choices.used(), 6000, fails)));
            let what = fault(&engine, &case).expect("the smallest query shows the fault");
            panic!("query {query} of seed {seed}\n{}\n{what}", case.whole());
        }
    }
    assert!(local * 5 >= queries, "only {local} of {queries} queries could be tried");
}

/// `E` and `F`, whose rows the expectations below name.
fn events() -> Vec<(String, Table)> {
    let text = |s: &str| Value::Text(s.to_owned());
    let long = Value::Long;
    let dynamic = Value::of_json;
    let none = Value::null(muster_catalog::Type::Long);
    let e = vec![
        vec![text("a"), long(1), dynamic(json!([1, 2]))],
        vec![text("a"), long(2), dynamic(json!([]))],
        vec![text("b"), long(3), dynamic(json!([3]))],
        vec![text("c"), none, dynamic(json!(null))],
    ];
    let f = vec![vec![text("a"), long(10)], vec![text("a"), long(20)], vec![text("d"), long(30)]];
    let table = |columns: &str, rows: Vec<Vec<Value>>| Table {
        columns: columns.split(' ').zip(rows[0].iter()).map(|(name, value)| (name.to_owned(), value.ty())).collect(),
        rows,
        ordered: true,
        serialized: false,
    };
    vec![("E".to_owned(), table("k n d", e)), ("F".to_owned(), table("k m", f))]
}

/// The evidence of each row, rows in order of their evidence.
#[rstest]
#[case::a_filter_carries_it("E | where k == 'a'", "E0|E1")]
#[case::a_projection_carries_it("E | project n", "E0|E1|E2|E3")]
#[case::project_away("E | project-away d", "E0|E1|E2|E3")]
#[case::project_keep("E | project-keep n", "E0|E1|E2|E3")]
#[case::project_rename("E | project-rename x = n", "E0|E1|E2|E3")]
#[case::project_reorder("E | project-reorder n", "E0|E1|E2|E3")]
#[case::extend("E | extend x = n + 1", "E0|E1|E2|E3")]
#[case::serialize("E | serialize x = row_number()", "E0|E1|E2|E3")]
#[case::a_neighbor_is_no_evidence("E | serialize x = prev(n)", "E0|E1|E2|E3")]
#[case::sort("E | sort by n asc", "E0|E1|E2|E3")]
#[case::top("E | top 2 by n", "E1|E2")]
#[case::take("E | take 2", "E0|E1")]
#[case::distinct_gathers("E | distinct k", "E0 E1|E2|E3")]
#[case::a_group_gathers("E | summarize sum(n) by k", "E0 E1|E2|E3")]
#[case::a_group_of_all_gathers_nulls_too("E | summarize avg(n)", "E0 E1 E2 E3")]
#[case::an_aggregate_keeps_rows_that_its_predicate_drops("E | summarize countif(n == 3)", "E0 E1 E2 E3")]
#[case::count("E | count", "E0 E1 E2 E3")]
#[case::a_count_of_nothing_has_none("E | where false | count", "")]
#[case::inner("E | join kind=inner F on k", "E0 F0|E0 F1|E1 F0|E1 F1")]
#[case::innerunique_keeps_the_first("E | join F on k", "E0 F0|E0 F1")]
#[case::leftouter("E | join kind=leftouter F on k", "E0 F0|E0 F1|E1 F0|E1 F1|E2|E3")]
#[case::rightouter("E | join kind=rightouter F on k", "E0 F0|E0 F1|E1 F0|E1 F1|F2")]
#[case::fullouter("E | join kind=fullouter F on k", "E0 F0|E0 F1|E1 F0|E1 F1|E2|E3|F2")]
#[case::leftsemi_has_all_partners("E | join kind=leftsemi F on k", "E0 F0 F1|E1 F0 F1")]
#[case::rightsemi_has_all_partners("E | join kind=rightsemi F on k", "E0 E1 F0|E0 E1 F1")]
#[case::leftanti_has_no_partner("E | join kind=leftanti F on k", "E2|E3")]
#[case::rightanti_has_no_partner("E | join kind=rightanti F on k", "F2")]
#[case::lookup("E | lookup F on k", "E0 F0|E0 F1|E1 F0|E1 F1|E2|E3")]
#[case::union("union E, F", "E0|E1|E2|E3|F0|F1|F2")]
#[case::an_expansion_repeats("E | mv-expand d", "E0|E0|E2|E3")]
#[case::mv_apply("E | mv-apply d on (summarize count())", "E0|E2|E3")]
#[case::parse("E | parse k with x: string", "E0|E1|E2|E3")]
#[case::parse_where("E | parse-where k with 'a' x: string", "E0|E1")]
#[case::parse_kv("E | parse-kv k as (a: string)", "E0|E1|E2|E3")]
#[case::partition("E | partition by k (top 1 by n)", "E1|E2|E3")]
#[case::scan_has_what_went_before("E | sort by n asc | scan with (step s: n == 1; step t: n == 3;)", "E0|E0 E2")]
#[case::make_series("F | make-series count() on m from 10 to 40 step 10 by k", "F0 F1|F2")]
#[case::top_nested("E | top-nested 1 of k by count()", "E0 E1")]
#[case::a_list_of_a_sub_query_is_no_evidence("E | where k in (F | project k)", "E0|E1")]
#[case::a_scalar_of_a_sub_query_is_no_evidence("E | where n > toscalar(F | count)", "")]
#[case::rows_of_the_query_have_none("print x = 1", "")]
#[case::rows_of_the_query_join_with_none("E | join kind=inner (datatable(k: string)['b']) on k", "E2")]
#[case::as_names_a_table("E | as X | union X | where n == 3", "E2|E2")]
fn evidence_of_each_operator(#[case] query: &str, #[case] expected: &str) {
    let tables = events();
    let outcome = Engine::new().run_on(query, &table_set(&tables), true);
    let Outcome::Rows { evidence, .. } = outcome else {
        let tables: Vec<String> = tables.iter().map(|(name, table)| datatable(name, table)).collect();
        panic!("{}\n{query}\n{outcome:?}", tables.join("\n"))
    };
    let name = |event: &EventId| format!("{}{}", tables[event.table].0, event.row);
    let mut found: Vec<String> =
        evidence.iter().map(|events| events.iter().map(name).collect::<Vec<_>>().join(" ")).collect();
    found.sort();
    assert_eq!(found.join("|"), expected);
}
