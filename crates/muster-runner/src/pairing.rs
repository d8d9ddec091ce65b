//! Which detected row is which raised row.
//!
//! Suppressions change rows: a count is smaller, a first time later, a list shorter. So rows are not compared by their
//! values but by the events that made them. A detected row continues a raised row if all of its events made that row
//! too. Where several do, the most events win, then the most equal values; each row continues one row. A detected row
//! that continues none is new: under an anti join, fewer events give more rows.

use std::cmp::Reverse;
use std::collections::{BTreeMap, VecDeque};

use muster_catalog::Value;
use muster_engine::EventId;

/// A row of a result.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its values, in the order of the columns.
    pub values: Vec<Value>,
    /// The row as a JSON object.
    pub text: String,
    /// The events that made it, sorted, each once.
    pub evidence: Vec<EventId>,
}

/// Raised rows that are considered for one detected row: many rows made by one event (a join with a long list) would
/// otherwise be compared each with each.
const MAX_CANDIDATES: usize = 64;

/// For each raised row the detected row that continues it.
#[must_use]
pub fn pair(raised: &[Row], detected: &[Row]) -> Vec<Option<usize>> {
    let mut partners: Vec<Option<usize>> = vec![None; raised.len()];
    let mut taken = vec![false; detected.len()];
    let mut same: BTreeMap<(&str, &[EventId]), VecDeque<usize>> = BTreeMap::new();
    for (d, row) in detected.iter().enumerate() {
        same.entry((&row.text, &row.evidence)).or_default().push_back(d);
    }
    for (r, row) in raised.iter().enumerate() {
        let next = same.get_mut(&(row.text.as_str(), row.evidence.as_slice())).and_then(VecDeque::pop_front);
        if let Some(d) = next {
            partners[r] = Some(d);
            taken[d] = true;
        }
    }
    let mut by_event: BTreeMap<EventId, Vec<usize>> = BTreeMap::new();
    for (r, row) in raised.iter().enumerate().filter(|(r, _)| partners[*r].is_none()) {
        for event in &row.evidence {
            by_event.entry(*event).or_default().push(r);
        }
    }
    let mut candidates = Vec::new();
    for (d, row) in detected.iter().enumerate().filter(|(d, _)| !taken[*d]) {
        let Some(rows) = row.evidence.first().and_then(|e| by_event.get(e)) else { continue };
        for &r in rows.iter().filter(|r| covers(&raised[**r].evidence, &row.evidence)).take(MAX_CANDIDATES) {
            let equal = raised[r].values.iter().zip(&row.values).filter(|(a, b)| a == b).count();
            candidates.push((Reverse(row.evidence.len()), Reverse(equal), raised[r].evidence.len(), r, d));
        }
    }
    candidates.sort_unstable();
    for (_, _, _, r, d) in candidates {
        if partners[r].is_none() && !taken[d] {
            partners[r] = Some(d);
            taken[d] = true;
        }
    }
    partners
}

/// Whether the sorted list `all` has every event of `some`.
fn covers(all: &[EventId], some: &[EventId]) -> bool {
    some.len() <= all.len() && some.iter().all(|e| all.binary_search(e).is_ok())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn row(name: &str, count: i64, events: &[u64]) -> Row {
        Row {
            values: vec![Value::String(name.to_owned()), Value::Long(count)],
            text: format!(r#"{{"Name":"{name}","Count":{count}}}"#),
            evidence: events.iter().map(|row| EventId { table: 0, row: *row }).collect(),
        }
    }

    #[rstest]
    #[case::unchanged(vec![row("a", 2, &[1, 2])], vec![row("a", 2, &[1, 2])], vec![Some(0)])]
    #[case::an_aggregate_that_shrank(vec![row("a", 3, &[1, 2, 3])], vec![row("a", 1, &[2])], vec![Some(0)])]
    #[case::gone(vec![row("a", 1, &[1])], vec![], vec![None])]
    #[case::new_rows_continue_nothing(vec![row("a", 1, &[1])], vec![row("b", 1, &[9])], vec![None])]
    #[case::more_events_than_before(vec![row("a", 1, &[1])], vec![row("a", 2, &[1, 2])], vec![None])]
    #[case::equal_rows_are_paired_one_by_one(
        vec![row("a", 1, &[1]), row("a", 1, &[1]), row("a", 1, &[1])],
        vec![row("a", 1, &[1]), row("a", 1, &[1])],
        vec![Some(0), Some(1), None]
    )]
    #[case::equal_values_of_other_events(
        vec![row("a", 1, &[1]), row("a", 1, &[2])],
        vec![row("a", 1, &[2])],
        vec![None, Some(0)]
    )]
    #[case::values_decide_among_rows_of_the_same_events(
        vec![row("a", 2, &[1, 2]), row("b", 2, &[1, 2])],
        vec![row("b", 1, &[1])],
        vec![None, Some(0)]
    )]
    #[case::the_greater_overlap_is_served_first(
        vec![row("a", 3, &[1, 2, 3])],
        vec![row("x", 1, &[1]), row("y", 2, &[1, 2])],
        vec![Some(1)]
    )]
    #[case::rows_without_events_are_the_same_if_their_values_are(
        vec![row("a", 0, &[]), row("b", 0, &[])],
        vec![row("b", 0, &[])],
        vec![None, Some(0)]
    )]
    #[case::a_count_of_nothing_is_a_row_of_its_own(vec![row("n", 2, &[1, 2])], vec![row("n", 0, &[])], vec![None])]
    fn rows_continue_rows(#[case] raised: Vec<Row>, #[case] detected: Vec<Row>, #[case] partners: Vec<Option<usize>>) {
        assert_eq!(pair(&raised, &detected), partners);
    }

    #[test]
    fn many_rows_of_one_event_do_not_take_quadratic_time() {
        let raised: Vec<Row> = (0..4_000).map(|i| row(&format!("r{i}"), 1, &[1, 2])).collect();
        let detected: Vec<Row> = (0..4_000).map(|i| row(&format!("d{i}"), 1, &[1])).collect();
        assert_eq!(pair(&raised, &detected).iter().flatten().count(), MAX_CANDIDATES);
    }
}
