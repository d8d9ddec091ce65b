//! Constants that no data could make right are refused before a query runs, at their place.

use muster_catalog::{Catalog, Table};
use muster_source::Source;
use rstest::rstest;

/// What is refused, as `code text: message`.
fn refused(text: &str) -> Vec<String> {
    let mut catalog = Catalog::new();
    muster_functions::register(&mut catalog);
    catalog.add_table(Table::parse(&Source::new("table.kql", ".create table T (a: string)")).expect("the table reads"));
    let source = Source::new("query.kql", text);
    let parsed = muster_syntax::parse(&source);
    assert!(parsed.diagnostics.is_empty(), "{text}: {:?}", parsed.diagnostics);
    let bound = muster_binder::bind(&parsed.query, &source, &catalog);
    let query = bound.query.unwrap_or_else(|| panic!("{text}: {:?}", bound.diagnostics));
    let refused = muster_engine::check(&query, &source);
    refused.iter().map(|d| format!("{} {}: {}", d.code, source.slice(d.labels[0].span), d.message)).collect()
}

#[rstest]
#[case::operator("T | where a matches regex '(?=x)'", "MU0303 '(?=x)': `(?=x)` is not a regular expression")]
#[case::function("T | extend b = extract('a(', 0, a)", "MU0303 'a(': `a(` is not a regular expression")]
#[case::wrapped("T | extend b = trim('[', a)", "MU0303 '[': `^(?:[)` is not a regular expression")]
#[case::variable("let re = '(b'; T | where a matches regex re", "MU0303 ")]
#[case::made_of_constants("T | where a matches regex strcat('(', 'b')", "MU0303 strcat('(', 'b'): `(b` is not")]
#[case::rewrite(
    r"T | extend b = replace_regex(a, '(x)', @'\2')",
    "MU0303 '(x)': the regular expression `(x)` has no group 2"
)]
#[case::inside_of_a_condition("T | extend b = iff(a == 'x', extract('[', 0, a), '')", "MU0303 '[': ")]
#[case::parse("T | parse kind=regex a with 'x(' b", "MU0303 x(: `x(` is not a regular expression")]
#[case::all_constants("print extract('[', 0, 'a')", "MU0303 '[': ")]
fn a_constant_that_cannot_be_used_is_refused_at_its_place(#[case] text: &str, #[case] expected: &str) {
    let refused = refused(text);
    assert!(matches!(refused.as_slice(), [only] if only.starts_with(expected)), "{refused:?}");
}

#[rstest]
#[case::by_row("T | where a matches regex a")]
#[case::known_when_planned("let re = toscalar(T | take 1); T | extend b = extract_all(re, a)")]
#[case::clock("T | extend b = extract_all(strcat('a', tostring(now())), a)")]
fn what_is_known_later_is_not_refused(#[case] text: &str) {
    assert_eq!(refused(text), Vec::<String>::new());
}
