//! The parser against real rules, each judged by Microsoft's own parser: what that accepts parses cleanly here, and
//! what it rejects is rejected at the same place with the same code.
//!
//! The corpus is not part of the repository; without it these tests say so and pass.

#![expect(clippy::print_stderr, reason = "the ratchet shows what it measures")]

use std::path::{Path, PathBuf};

use muster_source::Source;
use muster_syntax::parse;
use serde_json::Value;

fn lines(file: &str) -> Option<Vec<Value>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let path: PathBuf = root.join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: there is no {}", path.display());
        return None;
    };
    Some(text.lines().map(|l| serde_json::from_str(l).expect("a line of JSON")).collect())
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or("")
}

/// The first complaint as `line:column code message`, if any.
fn first_complaint(id: &str, query: &str) -> Option<String> {
    let source = Source::new(id, query);
    let parsed = parse(&source);
    let first = parsed.diagnostics.first()?;
    let place = source.locate(first.labels[0].span);
    Some(format!("{id}: {}:{} {} {}", place.line, place.column, first.code, first.message))
}

fn assert_all_parse(file: &str, ids: &str, except: &[&str]) {
    let Some(cases) = lines(file) else { return };
    let bad: Vec<String> = cases
        .iter()
        .filter(|c| !except.contains(&text(c, ids)))
        .filter_map(|c| first_complaint(text(c, ids), text(c, "query")))
        .collect();
    assert!(bad.is_empty(), "{} of {} do not parse:\n{}", bad.len(), cases.len(), bad.join("\n"));
}

#[test]
fn rules_parse_cleanly() {
    assert_all_parse("corpus/rules-dev.jsonl", "id", &[]);
}

#[test]
fn examples_of_the_documentation_parse_cleanly() {
    assert_all_parse("conformance/kusto-docs.jsonl", "id", &[]);
    assert_all_parse("conformance/kusto-engine.jsonl", "id", &[]);
}

#[test]
fn queries_with_faults_of_meaning_parse_cleanly() {
    let Some(cases) = lines("corpus/invalid-dev.jsonl") else { return };
    let bad: Vec<String> = cases
        .iter()
        .filter(|c| text(c, "class") == "semantic")
        .filter_map(|c| first_complaint(text(c, "id"), text(c, "query")))
        .collect();
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn faults_of_syntax_are_where_microsoft_has_them() {
    let Some(cases) = lines("corpus/invalid-dev.jsonl") else { return };
    let (mut count, mut places, mut codes) = (0, 0, 0);
    let mut report = Vec::new();
    for case in cases.iter().filter(|c| text(c, "class") == "syntax") {
        count += 1;
        let (id, query) = (text(case, "id"), text(case, "query"));
        let official = &case["errors"][0];
        let source = Source::new(id, query);
        let parsed = parse(&source);
        let first = parsed.diagnostics.first().unwrap_or_else(|| panic!("{id} has to be rejected"));
        let at = u64::from(first.labels[0].span.start);
        let (place, code) = (official["byte"].as_u64() == Some(at), text(official, "code") == first.code.0);
        places += usize::from(place);
        codes += usize::from(place && code);
        if !place || !code {
            let official = (official["byte"].as_u64(), text(official, "code"), text(official, "message"));
            report.push(format!("{id}: {official:?}, here {:?}", (at, first.code.0, &first.message)));
        }
    }
    let report = report.join("\n");
    eprintln!("{count} rejected, {places} at the official place, {codes} of them with the official code\n{report}");
    assert!(places * 1000 >= count * 999 && codes * 1000 >= count * 999, "{report}");
}
