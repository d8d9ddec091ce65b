//! The journal: what it says after a cut, and what is no journal.

use std::path::PathBuf;

use muster_replay::{Journal, Lanes, Record};
use rstest::rstest;
use serde_json::{Map, Value as Json, json};

const HEAD: &str = r#"{"muster-replay":1,"story":"abc","seed":7,"shift":36000000000}"#;
const ONE: &str = r#"{"sending":1,"id":"a","table":"T","events":3,"bytes":10,"at":0}"#;
const ONE_SENT: &str = r#"{"sent":1,"id":"a"}"#;
const TWO: &str = r#"{"sending":2,"id":"b","table":"U","events":2,"bytes":5,"at":10}"#;

fn journal(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("j.ndjson");
    std::fs::write(&path, text).expect("it can be written");
    (folder, path)
}

fn replay() -> Map<String, Json> {
    json!({"story": "abc", "seed": 7, "shift": 36_000_000_000_i64}).as_object().expect("an object").clone()
}

#[test]
fn a_journal_says_what_was_taken_and_what_nobody_knows_of() {
    let (_folder, path) = journal(&format!("{HEAD}\n{ONE}\n{ONE_SENT}\n{TWO}\n"));
    let record = Record::read(&path).expect("it is read").expect("it is there");
    assert_eq!((record.shift(), record.seed()), (Some(36_000_000_000), Some(7)));
    assert_eq!(record.sent.len(), 1);
    assert_eq!(record.pending.as_ref().map(|b| b.id.as_str()), Some("b"));
    assert_eq!(record.file_end(), 10);
    let resume = record.resume(Lanes::PerTable);
    assert_eq!((resume.batches, resume.events.get("T")), (1, Some(&3)));
    assert_eq!(record.resume(Lanes::One).events.get(""), Some(&3));
    assert!(record.check(&replay()).is_ok());
}

/// At whatever byte writing was cut, the journal is read, and written on as if the cut line had never been begun.
#[test]
fn a_cut_at_any_byte_is_no_fault() {
    let whole = format!("{HEAD}\n{ONE}\n{ONE_SENT}\n{TWO}\n");
    for cut in 0..=whole.len() {
        let (_folder, path) = journal(&whole[..cut]);
        let record = Record::read(&path).unwrap_or_else(|fault| panic!("cut at {cut}: {}", fault.message));
        let lines = whole[..cut].matches('\n').count();
        assert_eq!(record.is_some(), lines > 0, "cut at {cut}");
        drop(Journal::open(&path, &replay(), record.as_ref()).expect("it is opened"));
        let kept: String = whole.split_inclusive('\n').take(lines.max(1)).collect();
        assert_eq!(std::fs::read_to_string(&path).expect("it is there"), kept, "cut at {cut}");
    }
}

#[rstest]
#[case::of_another_seed("seed", json!(8), "its `seed` is `7`, and here it is `8`")]
#[case::of_other_telemetry("story", json!("abd"), "is of other telemetry")]
#[case::of_another_sink("sink", json!("-"), "its `sink` is nothing, and here it is `\"-\"`")]
fn the_journal_of_another_replay_is_refused(#[case] key: &str, #[case] value: Json, #[case] says: &str) {
    let (_folder, path) = journal(&format!("{HEAD}\n"));
    let record = Record::read(&path).expect("it is read").expect("it is there");
    let mut other = replay();
    other.insert(key.to_owned(), value);
    let fault = record.check(&other).expect_err("another replay");
    assert!(fault.message.contains(says), "{}", fault.message);
    assert!(!fault.notes.is_empty());
}

#[rstest]
#[case::no_json("oops\n", 1, 1, "no JSON object")]
#[case::another_file_without_a_line_break("title: A story", 1, 1, "no journal of a replay")]
#[case::another_file("{\"Timestamp\":\"x\"}\n", 1, 1, "no journal of a replay")]
#[case::a_later_form("{\"muster-replay\":2}\n", 1, 1, "form 2")]
#[case::a_broken_line(&format!("{HEAD}\n{{\"sending\":1,\n{ONE_SENT}\n"), 2, 13, "no JSON object")]
#[case::another_line(&format!("{HEAD}\n{{}}\n"), 2, 1, "neither says")]
#[case::a_gap(&format!("{HEAD}\n{TWO}\n"), 2, 1, "batch 2 is sent where batch 1 is due")]
#[case::taken_and_never_sent(&format!("{HEAD}\n{ONE_SENT}\n"), 2, 1, "was not sent")]
#[case::taken_under_another_id(&format!("{HEAD}\n{ONE}\n{{\"sent\":1,\"id\":\"z\"}}\n"), 3, 1, "was not sent")]
fn what_is_no_journal_is_told_with_its_place(
    #[case] text: &str,
    #[case] line: usize,
    #[case] column: usize,
    #[case] says: &str,
) {
    let (_folder, path) = journal(text);
    let fault = Record::read(&path).expect_err("it is broken");
    assert!(fault.message.contains(says), "{}", fault.message);
    let label = fault.labels.first().expect("a place");
    let at = label.source.locate(label.span);
    assert_eq!((at.line, at.column), (line, column), "{}", fault.message);
}

#[test]
fn bytes_that_are_no_text_are_told() {
    let (_folder, path) = journal("");
    std::fs::write(&path, [HEAD.as_bytes(), b"\n{\"\xff\":1}\n"].concat()).expect("it can be written");
    assert!(Record::read(&path).expect_err("it is broken").message.contains("not UTF-8"));
}

#[test]
fn two_replays_cannot_write_one_journal() {
    let (_folder, path) = journal("");
    let first = Journal::open(&path, &replay(), None).expect("it is opened");
    assert!(Journal::open(&path, &replay(), None).expect_err("it is in use").message.contains("is in use"));
    drop(first);
}
