//! Golden lines and the protocol, in temporary folders.

use std::collections::BTreeSet;
use std::fs;

use muster_source::Source;
use rstest::rstest;

use super::*;
use crate::address::Address;
use crate::codes::{ADDRESS, BROKEN_GOLDEN};

const LINE: &str =
    r#"{"outcome":"detected","row":{"B":"x","A":0.1},"evidence":{"malicious":1,"benign":0,"noise":0},"by":[]}"#;

fn address() -> Address {
    Address::new("pdq", "create", "lure")
}

fn lines(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|t| (*t).to_owned()).collect()
}

#[rstest]
#[case("{", 1, 1, "no JSON")]
#[case("[]", 1, 1, "no JSON object")]
#[case(
    r#"{"outcome":"seen","row":{},"evidence":{"malicious":1,"benign":0,"noise":0},"by":[]}"#,
    1,
    1,
    "`outcome` is none"
)]
#[case(r#"{"outcome":"detected","row":[],"evidence":{"malicious":1,"benign":0,"noise":0},"by":[]}"#, 1, 1, "`row`")]
#[case(r#"{"outcome":"detected","row":{},"evidence":{"malicious":1,"benign":0},"by":[]}"#, 1, 1, "`noise` is missing")]
#[case(
    r#"{"outcome":"detected","row":{},"evidence":{"malicious":-1,"benign":0,"noise":0},"by":[]}"#,
    1,
    1,
    "whole numbers"
)]
#[case(r#"{"outcome":"detected","row":{},"evidence":{"malicious":1,"benign":0,"noise":0},"by":[1]}"#, 1, 1, "`by`")]
#[case(
    r#"{"outcome":"detected","row":{},"evidence":{"malicious":1,"benign":0,"noise":0},"by":[],"x":1}"#,
    1,
    1,
    "`x` is no key"
)]
#[case("<<<<<<< HEAD", 1, 1, "no JSON")]
fn a_broken_line_is_reported_at_its_place(
    #[case] text: &str,
    #[case] line: usize,
    #[case] column: usize,
    #[case] message: &str,
) {
    for before in [0, 2] {
        let text = format!("{}{text}\n", format!("{LINE}\n").repeat(before));
        let faults = read_lines(&Source::new("g.jsonl", text)).expect_err("the line is broken");
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].code, BROKEN_GOLDEN);
        assert!(faults[0].message.contains(message), "{}", faults[0].message);
        let place = faults[0].labels[0].source.locate(faults[0].labels[0].span);
        assert_eq!((place.line, place.column), (line + before, column));
    }
}

#[test]
fn windows_line_ends_and_a_mark_are_no_difference() {
    let source = Source::new("g.jsonl", format!("\u{FEFF}{LINE}\r\n{LINE}\r\n\r\n"));
    assert_eq!(read_lines(&source).expect("the file can be read"), [LINE, LINE]);
}

#[test]
fn spaces_do_not_matter_and_order_does() {
    let spaced = LINE.replace(':', ": ");
    assert!(same_lines(&lines(&[&spaced]), &lines(&[LINE])));
    let other = LINE.replace("\"x\"", "\"y\"");
    assert!(!same_lines(&lines(&[&other, LINE]), &lines(&[LINE, &other])));
    assert!(!same_lines(&lines(&[LINE]), &lines(&[])));
    // The order of the row's columns is the rule's and part of the golden file.
    assert!(!same_lines(&lines(&[LINE]), &lines(&[&LINE.replace(r#""B":"x","A":0.1"#, r#""A":0.1,"B":"x""#)])));
}

#[test]
fn what_is_accepted_is_what_is_read_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    write_pending(root, &address(), &lines(&[LINE])).expect("can be written");
    let all = pending(root).expect("can be read");
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].address, address());
    assert_eq!(all[0].lines().expect("can be read"), (vec![], lines(&[LINE])));
    accept(root, &all[0]).expect("can be accepted");
    let golden = load(&address().golden(root)).expect("can be read");
    assert_eq!((golden.exists, golden.lines), (true, lines(&[LINE])));
    assert!(pending(root).expect("can be read").is_empty());
}

#[test]
fn accepting_silence_removes_the_golden_file_and_its_folders() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    write_pending(root, &address(), &lines(&[LINE])).expect("can be written");
    accept(root, &pending(root).expect("can be read")[0]).expect("can be accepted");
    write_pending(root, &address(), &[]).expect("can be written");
    accept(root, &pending(root).expect("can be read")[0]).expect("can be accepted");
    assert!(!load(&address().golden(root)).expect("can be read").exists);
    assert!(!root.join("pdq").exists());
    assert!(root.exists());
}

#[test]
fn a_rejected_file_leaves_the_golden_file_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    write_pending(root, &address(), &lines(&[LINE])).expect("can be written");
    accept(root, &pending(root).expect("can be read")[0]).expect("can be accepted");
    write_pending(root, &address(), &lines(&[LINE, LINE])).expect("can be written");
    reject(root, &pending(root).expect("can be read")[0]).expect("can be rejected");
    assert_eq!(load(&address().golden(root)).expect("can be read").lines, lines(&[LINE]));
}

#[test]
fn a_damaged_pending_file_is_not_accepted() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    write_pending(root, &address(), &lines(&[LINE])).expect("can be written");
    accept(root, &pending(root).expect("can be read")[0]).expect("can be accepted");
    fs::write(address().pending(root), &LINE[..20]).expect("can be written");
    let faults = accept(root, &pending(root).expect("can be read")[0]).expect_err("it is damaged");
    assert_eq!(faults[0].code, BROKEN_GOLDEN);
    assert_eq!(load(&address().golden(root)).expect("can be read").lines, lines(&[LINE]));
}

#[test]
fn files_that_no_case_refers_to_are_orphans_until_pruned() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let other = Address::new("pdq", "gone", "lure");
    for a in [&address(), &other] {
        write_pending(root, a, &lines(&[LINE])).expect("can be written");
    }
    for p in pending(root).expect("can be read") {
        accept(root, &p).expect("can be accepted");
    }
    fs::write(root.join("stray.jsonl"), LINE).expect("can be written");
    fs::write(root.join("README.md"), "stays").expect("can be written");
    let cases = BTreeSet::from([address()]);
    let all = [other.golden(root), root.join("stray.jsonl")];
    assert_eq!(orphans(root, &cases).expect("can be read"), all);
    assert_eq!(prune(root, &cases).expect("can be pruned"), all);
    assert!(orphans(root, &cases).expect("can be read").is_empty());
    assert!(address().golden(root).exists() && root.join("README.md").exists());
}

#[test]
fn no_id_leads_out_of_the_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let wrong = Address::new("pdq", "..", "lure");
    let fault = write_pending(folder.path(), &wrong, &lines(&[LINE])).expect_err("the id is wrong");
    assert_eq!(fault.code, ADDRESS);
}

#[test]
fn a_folder_that_is_not_there_has_no_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("golden");
    assert!(pending(&root).expect("nothing to read").is_empty());
    assert!(orphans(&root, &BTreeSet::new()).expect("nothing to read").is_empty());
}
