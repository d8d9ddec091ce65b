//! Texts that nobody would write: the parser survives them on the stack of a test thread.

use std::time::Duration;

use muster_source::Source;
use muster_syntax::{MAX_CHAIN, Parsed, parse};
use rstest::rstest;

fn parsed(text: &str) -> Parsed {
    parse(&Source::new("q.kql", text))
}

#[rstest]
#[case::parentheses(format!("print {}1{}", "(".repeat(10_000), ")".repeat(10_000)), "MU0101")]
#[case::open_parentheses(format!("T | where {}", "(".repeat(100_000)), "MU0101")]
#[case::calls(format!("print {}1{}", "f(".repeat(10_000), ")".repeat(10_000)), "MU0101")]
#[case::arrays(format!("print dynamic({}{})", "[".repeat(10_000), "]".repeat(10_000)), "MU0101")]
#[case::objects(format!("print dynamic({}1{})", "{\"a\":".repeat(10_000), "}".repeat(10_000)), "MU0101")]
#[case::nested_dynamics(format!("print {}1{}", "dynamic(".repeat(10_000), ")".repeat(10_000)), "MU0101")]
#[case::joins(format!("T {}", "| join (T ".repeat(10_000)), "MU0101")]
#[case::in_lists(format!("T | where a in {}1", "(a in ".repeat(10_000)), "MU0101")]
#[case::mv_applies(format!("T {}", "| mv-apply x on (take 1 ".repeat(10_000)), "MU0101")]
#[case::forks(format!("T {}", "| fork (take 1 ".repeat(10_000)), "MU0101")]
#[case::partitions(format!("T {}", "| partition by a { T ".repeat(10_000)), "MU0101")]
#[case::functions(format!("{}1", "let f = () { ".repeat(10_000)), "MU0101")]
#[case::betweens(format!("print 1 {}", "between (1 ".repeat(10_000)), "MU0101")]
#[case::indexes_in_indexes(format!("print a{}", "[a".repeat(10_000)), "MU0101")]
#[case::or_chain(format!("T | where a{}", " or a".repeat(100_000)), "MU0102")]
#[case::sum(format!("print 1{}", "+1".repeat(100_000)), "MU0102")]
#[case::path(format!("print a{}", ".a".repeat(100_000)), "MU0102")]
#[case::indexes(format!("print a{}", "[0]".repeat(100_000)), "MU0102")]
#[case::chains_in_parentheses(format!("print {}1{}", "(".repeat(90), " or 1 or 1 or 1 or 1 or 1 or 1 or 1 or 1 or 1 or 1 or 1 or 1)".repeat(90)), "MU0102")]
fn texts_of_any_depth_get_a_diagnostic(#[case] text: String, #[case] code: &str) {
    let result = parsed(&text);
    assert!(result.diagnostics.iter().any(|d| d.code.0 == code), "{:?}", result.diagnostics.first());
    // Walking and dropping the tree must not exhaust the stack either.
    assert_eq!(result.query, result.query.clone());
}

#[test]
fn long_texts_without_depth_are_fine() {
    let pipeline = format!("T{}", " | where a == 1".repeat(100_000));
    assert!(parsed(&pipeline).diagnostics.is_empty());
    let list = format!("print {}", vec!["1"; 100_000].join(","));
    assert!(parsed(&list).diagnostics.is_empty());
    let chain = format!("T | where a{}", " or a".repeat(MAX_CHAIN as usize - 1));
    assert!(parsed(&chain).diagnostics.is_empty());
}

#[test]
fn garbage_is_read_in_reasonable_time() {
    let start = std::time::Instant::now();
    for piece in ["x in (", "a, ", "| ", "; ", "“", "'a", "(a) ", "let ", "!", "a = "] {
        let result = parsed(&piece.repeat(20_000));
        assert!(result.diagnostics.len() <= 100, "{piece}");
    }
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}
