//! Constants that no data could make right are refused before a query runs, at their place.

use muster_catalog::{Catalog, Table};
use muster_source::Source;

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

#[test]
fn a_constant_that_cannot_be_used_is_refused_at_its_place() {
    for (text, expected) in [
        ("T | where a matches regex '(?=x)'", "MU0303 '(?=x)': `(?=x)` is not a regular expression"),
        ("T | extend b = extract('a(', 0, a)", "MU0303 'a(': `a(` is not a regular expression"),
        // `trim` puts an anchor around it.
        ("T | extend b = trim('[', a)", "MU0303 '[': `^(?:[)` is not a regular expression"),
        ("let re = '(b'; T | where a matches regex re", "MU0303 "),
        ("T | where a matches regex strcat('(', 'b')", "MU0303 strcat('(', 'b'): `(b` is not"),
        (r"T | extend b = replace_regex(a, '(x)', @'\2')", "MU0303 '(x)': the regular expression `(x)` has no group 2"),
        ("T | extend b = iff(a == 'x', extract('[', 0, a), '')", "MU0303 '[': "),
        ("T | parse kind=regex a with 'x(' b", "MU0303 x(: `x(` is not a regular expression"),
        ("print extract('[', 0, 'a')", "MU0303 '[': "),
    ] {
        let refused = refused(text);
        assert!(matches!(refused.as_slice(), [only] if only.starts_with(expected)), "{text}: {refused:?}");
    }
}

#[test]
fn what_is_known_later_is_not_refused() {
    for text in [
        "T | where a matches regex a",
        "let re = toscalar(T | take 1); T | extend b = extract_all(re, a)",
        "T | extend b = extract_all(strcat('a', tostring(now())), a)",
    ] {
        assert_eq!(refused(text), Vec::<String>::new(), "{text}");
    }
}
