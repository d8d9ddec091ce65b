//! Outcomes of hand-made evidence.

use super::*;

fn event(row: u64) -> EventId {
    EventId { table: 0, row }
}

fn row(name: &str, events: &[u64]) -> Row {
    let count = events.len() as i64;
    Row {
        values: vec![Value::String(name.to_owned()), Value::Long(count)],
        text: format!(r#"{{"Name":"{name}","Count":{count}}}"#),
        evidence: events.iter().map(|r| event(*r)).collect(),
    }
}

fn events(rows: &[usize]) -> Takes {
    let bits = BooleanBuffer::collect_bool(10, |i| rows.contains(&i));
    Takes::Events(EventSet(BTreeMap::from([(0, bits)])))
}

fn effect(id: &str, takes: Takes, alone: Option<Vec<Option<&[u64]>>>) -> Effect {
    let alone = alone.map(|rows| {
        rows.into_iter().map(|kept| kept.map(|events| events.iter().map(|r| event(*r)).collect())).collect()
    });
    Effect { id: id.into(), takes, alone }
}

fn names(ids: &[Arc<str>]) -> Vec<&str> {
    ids.iter().map(AsRef::as_ref).collect()
}

#[test]
fn a_row_that_keeps_its_events_is_detected() {
    let rows = outcomes(&[row("a", &[1, 2])], &[row("a", &[1, 2])], &[]);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].fate, Fate::Detected);
    assert!(rows[0].lost.is_empty() && rows[0].by.is_empty());
}

#[test]
fn a_row_that_lost_events_is_narrowed_and_shown_as_detected() {
    let rows = outcomes(&[row("a", &[1, 2, 3])], &[row("a", &[3])], &[effect("s", events(&[1, 2]), None)]);
    assert_eq!(rows[0].fate, Fate::Narrowed);
    assert_eq!(rows[0].text, r#"{"Name":"a","Count":1}"#);
    assert_eq!(names(&rows[0].by), ["s"]);
    assert_eq!(rows[0].events().collect::<Vec<_>>(), [event(3)]);
    assert_eq!(rows[0].lost.iter().map(|l| l.event).collect::<Vec<_>>(), [event(1), event(2)]);
}

#[test]
fn a_row_below_its_threshold_takes_the_events_that_no_predicate_took() {
    let rows = outcomes(&[row("a", &[1, 2, 3])], &[], &[effect("s", events(&[1]), None)]);
    assert_eq!(rows[0].fate, Fate::Suppressed);
    assert_eq!(rows[0].events().count(), 3);
    let with_row: Vec<bool> = rows[0].lost.iter().map(|l| l.with_row).collect();
    assert_eq!(with_row, [false, true, true]);
    assert!(rows[0].lost.iter().all(|l| names(&l.by) == ["s"] && names(&l.alone) == ["s"]));
}

#[test]
fn each_event_names_all_that_it_satisfies_and_those_that_are_enough() {
    // Only together do they bring the row down: `s` alone leaves 2 and 3, `t` alone leaves 1.
    let effects =
        [effect("t", events(&[2, 3]), Some(vec![Some(&[1])])), effect("s", events(&[1, 2]), Some(vec![Some(&[3])]))];
    let rows = outcomes(&[row("a", &[1, 2, 3])], &[], &effects);
    let lost = &rows[0].lost;
    assert_eq!(names(&rows[0].by), ["s", "t"]);
    assert_eq!((names(&lost[0].by), names(&lost[0].alone)), (vec!["s"], vec!["s"]));
    assert_eq!((names(&lost[1].by), names(&lost[1].alone)), (vec!["s", "t"], vec!["s", "t"]));
    assert_eq!((names(&lost[2].by), names(&lost[2].alone)), (vec!["t"], vec!["t"]));
}

#[test]
fn an_event_may_need_both_suppressions() {
    // A threshold of two: neither alone brings the row down, and event 3 satisfies none.
    let effects =
        [effect("s", events(&[1]), Some(vec![Some(&[2, 3])])), effect("t", events(&[2]), Some(vec![Some(&[1, 3])]))];
    let rows = outcomes(&[row("a", &[1, 2, 3])], &[], &effects);
    let last = &rows[0].lost[2];
    assert!(last.with_row && last.alone.is_empty());
    assert_eq!(names(&last.by), ["s", "t"]);
}

#[test]
fn a_result_predicate_takes_rows_that_are_gone() {
    let effects = [effect("r", Takes::Rows(vec![true, false]), None)];
    let rows = outcomes(&[row("a", &[1]), row("b", &[2])], &[row("b", &[2])], &effects);
    assert_eq!((rows[0].fate, names(&rows[0].by)), (Fate::Suppressed, vec!["r"]));
    assert!(!rows[0].lost[0].with_row);
    assert_eq!(rows[1].fate, Fate::Detected);
}

#[test]
fn a_row_without_events_names_who_is_enough() {
    let effects = [effect("s", events(&[1]), Some(vec![None])), effect("t", events(&[2]), Some(vec![Some(&[])]))];
    let rows = outcomes(&[row("a", &[])], &[], &effects);
    assert_eq!((rows[0].fate, names(&rows[0].by)), (Fate::Suppressed, vec!["s"]));
}

#[test]
fn a_new_row_is_detected() {
    let rows = outcomes(&[row("a", &[1])], &[row("b", &[7])], &[effect("s", events(&[1]), None)]);
    assert_eq!(
        rows.iter().map(|r| (r.fate, r.kept.len())).collect::<Vec<_>>(),
        [(Fate::Suppressed, 0), (Fate::Detected, 1)]
    );
}

#[test]
fn rows_are_in_the_order_of_their_values() {
    let nine = Row { values: vec![Value::Long(9)], text: "9".to_owned(), evidence: Vec::new() };
    let ten = Row { values: vec![Value::Long(10)], text: "10".to_owned(), evidence: Vec::new() };
    let raised = [ten, nine];
    let rows = outcomes(&raised, &raised, &[]);
    assert_eq!(rows.iter().map(|r| r.text.as_str()).collect::<Vec<_>>(), ["9", "10"]);
}
