//! What a reader of rule files and scenarios relies on.

use muster_source::{Diagnostic, Note, Source, Style, render};
use proptest::prelude::*;
use rstest::rstest;

use crate::{Fields, Kind, Node, limits, read};

fn source(text: &str) -> Source {
    Source::new("file.yaml", text)
}

fn node(text: &str) -> Node {
    read(&source(text)).unwrap_or_else(|d| panic!("{text:?}: {d:?}"))
}

fn at(d: &Diagnostic) -> (usize, usize) {
    let label = &d.labels[0];
    let place = label.source.locate(label.span);
    (place.line, place.column)
}

fn help(d: &Diagnostic) -> &str {
    d.notes.iter().find_map(|n| if let Note::Help(t) = n { Some(t.as_str()) } else { None }).unwrap_or("")
}

/// The value at a path of keys.
fn get<'n>(mut node: &'n Node, path: &[&str]) -> &'n Node {
    for key in path {
        let entries = node.entries().expect("a mapping");
        node = &entries.iter().find(|(k, _)| k.text() == Some(key)).expect("the key").1;
    }
    node
}

#[rstest]
#[case::tab("a:\n\tb: 1\n", "MU0011", (2, 1), "spaces")]
#[case::tab_behind_spaces("a:\n  b: 1\n  \tc: 2\n", "MU0011", (3, 3), "spaces")]
#[case::tab_in_a_block("q: |\n\tT\n", "MU0011", (2, 1), "spaces")]
#[case::tab_in_a_later_line_of_a_block("q: |\n  T\n\t| take 1\n", "MU0011", (3, 1), "spaces")]
#[case::key_under_the_dash("a:\n  - b: 1\n  c: 2\n", "MU0012", (3, 3), "indent `c` below `b`: 4 spaces instead of 2")]
#[case::no_line_fits("a:\n    b: 1\n  c: 2\n", "MU0012", (3, 3), "same column")]
#[case::duplicate("a: 1\nb: 2\na: 3\n", "MU0013", (3, 1), "remove or rename")]
#[case::documents("a: 1\n---\nb: 2\n", "MU0014", (3, 1), "remove the `---`")]
#[case::alias_of_nothing("a: *x\n", "MU0016", (1, 4), "`&x`")]
#[case::alias_of_itself("a: &x [*x]\n", "MU0016", (1, 8), "ends before")]
#[case::tag("a: !include b\n", "MU0017", (1, 4), "leave the tag out")]
#[case::list_as_key("[a, b]: 1\n", "MU0018", (1, 1), "quotes")]
#[case::colon_in_text("a: b: c\n", "MU0010", (1, 5), "quotes")]
#[case::open_quote("a: 'b\nc: d\n", "MU0010", (1, 4), "closing quote")]
#[case::open_bracket("a: [b, c\n", "MU0010", (1, 4), "`]`")]
#[case::bad_escape("a: \"\\q\"\n", "MU0010", (1, 4), "single quotes")]
#[case::reserved("a: @b\n", "MU0010", (1, 4), "quotes")]
fn a_fault_has_code_place_and_remedy(
    #[case] text: &str,
    #[case] code: &str,
    #[case] place: (usize, usize),
    #[case] remedy: &str,
) {
    let diagnostics = read(&source(text)).expect_err("a fault");
    let d = &diagnostics[0];
    assert_eq!((d.code.0, at(d)), (code, place), "{d:?}");
    assert!(help(d).contains(remedy), "{d:?}");
}

#[test]
fn both_places_of_a_duplicate_key_are_shown() {
    let d = &read(&source("a: 1\na: 2\n")).expect_err("a fault")[0];
    let text = render(d, Style::Plain);
    assert!(text.contains("again here") && text.contains("first here"), "{text}");
}

#[test]
fn an_empty_document_behind_a_closing_marker_is_ignored() {
    assert_eq!(get(&node("---\na: 1\n---\n\n"), &["a"]).integer(), Some(1));
}

#[rstest]
#[case("")]
#[case("# only a remark\n")]
#[case("---\n")]
fn nothing_is_null(#[case] text: &str) {
    assert!(node(text).is_null());
}

#[rstest]
#[case("5", Some(5), Some(5.0), None)]
#[case("-0", Some(0), Some(0.0), None)]
#[case("+12", Some(12), Some(12.0), None)]
#[case("0x1F", Some(31), Some(31.0), None)]
#[case("0o17", Some(15), Some(15.0), None)]
#[case("017", Some(17), Some(17.0), None)]
#[case("1.5", None, Some(1.5), None)]
#[case(".5", None, Some(0.5), None)]
#[case("1e3", None, Some(1000.0), None)]
#[case("9223372036854775808", None, Some(9_223_372_036_854_775_808.0), None)]
#[case("1_000", None, None, None)]
#[case("0b11", None, None, None)]
#[case(".inf", None, None, None)]
#[case("1e999", None, None, None)]
#[case("190:20:30", None, None, None)]
#[case("2027-06-30", None, None, None)]
#[case("true", None, None, Some(true))]
#[case("False", None, None, Some(false))]
#[case("yes", None, None, None)]
#[case("on", None, None, None)]
#[case("'5'", None, None, None)]
#[case("\"true\"", None, None, None)]
#[case("!!str 5", None, None, None)]
fn only_plain_scalars_of_the_core_schema_are_values(
    #[case] written: &str,
    #[case] integer: Option<i64>,
    #[case] number: Option<f64>,
    #[case] boolean: Option<bool>,
) {
    let n = node(&format!("a: {written}\n"));
    let a = get(&n, &["a"]);
    assert_eq!((a.integer(), a.number(), a.boolean()), (integer, number, boolean));
    assert!(a.text().is_some());
}

#[rstest]
#[case("a: 1.10\n", "1.10")]
#[case("a: null\n", "")]
#[case("a: 'null'\n", "null")]
fn text_is_kept_as_written(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(get(&node(text), &["a"]).text().unwrap_or(""), expected);
}

#[rstest]
#[case::multi_byte("« é »: [ö, 'ü' ]\n", &["« é »"], "[ö, 'ü' ]")]
#[case::bom("\u{feff}a: b\n", &["a"], "b")]
#[case::crlf("x: 1\r\na:\r\n  b: c d\r\n", &["a", "b"], "c d")]
#[case::mapping("x: 1\na:\n  b: c\n  d: e\n\n\nf: 1\n", &["a"], "b: c\n  d: e")]
#[case::list("a:\n- b\n- c\nd: 1\n", &["a"], "- b\n- c")]
#[case::flow("a: {b: 1, c: [2]} # x\n", &["a"], "{b: 1, c: [2]}")]
#[case::quoted("a: 'b''c'\n", &["a"], "'b''c'")]
fn spans_are_bytes_of_the_source(#[case] text: &str, #[case] path: &[&str], #[case] expected: &str) {
    let source = source(text);
    let n = read(&source).expect("valid");
    assert_eq!(source.slice(get(&n, path).span), expected);
}

#[rstest]
#[case::deep_flow("[".repeat(300) + &"]".repeat(300), "MU0015")]
#[case::too_deep("[".repeat(65) + &"]".repeat(65), "MU0015")]
#[case::deep_block((0..200).fold(String::new(), |s, i| s + &" ".repeat(i) + "a:\n"), "MU0015")]
#[case::laughs((1..40).fold("l0: &l0 [x, x, x, x, x, x, x, x, x]\n".to_owned(), |s, i| {
    let l = format!("*l{}", i - 1);
    s + &format!("l{i}: &l{i} [{}]\n", [l.as_str(); 9].join(", "))
}), "MU0015")]
#[case::long("a: ".to_owned() + &"x".repeat(limits::MAX_BYTES), "MU0015")]
#[case::many("[".to_owned() + &"1,".repeat(limits::MAX_NODES + 1) + "]", "MU0015")]
#[case::text_by_alias(format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), "*a, ".repeat(100)), "MU0015")]
fn too_much_is_refused(#[case] text: String, #[case] code: &str) {
    assert_eq!(read(&source(&text)).expect_err("too much")[0].code.0, code);
}

#[test]
fn an_alias_repeats_its_anchor() {
    let n = node("a: &a {b: 1}\nc: *a\n");
    assert_eq!(get(&n, &["c", "b"]).integer(), Some(1));
}

#[rstest]
#[case::literal("q: |\n  T\n  | wher x\n", "wher x", (3, 5))]
#[case::strip("q: |-\n    T\n    | wher x\n", "wher x", (3, 7))]
#[case::indented_more("q: |2\n    T\n     | wher x\n", "wher x", (3, 8))]
#[case::blank_lines("q: |\n\n\n  T\n\n   \n  | wher x\n\n", "wher x", (7, 5))]
#[case::crlf("q: |\r\n  T\r\n\r\n  | wher x\r\n", "wher x", (4, 5))]
#[case::multi_byte("é: 1\nq: |\n  « é » T\n  « é » | wher x\n", "wher x", (4, 11))]
#[case::folded("q: >\n  T\n  | where y\n\n  | wher x\n", "wher x", (5, 5))]
#[case::folded_more_indented("q: >\n  T\n    | where y\n    | wher x\n  z\n", "wher x", (4, 7))]
#[case::plain("q: T | wher x\n", "wher x", (1, 8))]
#[case::plain_lines("q: T\n  | where y\n\n  | wher x\n", "wher x", (4, 5))]
#[case::single("q: 'a''b''''c'' | wher x'\n", "wher x", (1, 19))]
#[case::single_lines("q: 'T\n\n   | wher x'\n", "wher x", (3, 6))]
#[case::double(r#"q: "a\t\"\x41\u00e9\U0001F600\ud83d\ude00 wher x""#, "wher x", (1, 43))]
#[case::double_newlines(r#"q: "T\n| where y\n| wher x""#, "wher x", (1, 21))]
#[case::double_joined("q: \"T \\\n   | where y \\\n\n   | wher x\"\n", "wher x", (4, 6))]
fn an_excerpt_points_into_the_file(#[case] text: &str, #[case] word: &str, #[case] place: (usize, usize)) {
    let source = source(text);
    let n = read(&source).expect("valid");
    let excerpt = get(&n, &["q"]).block_excerpt(&source);
    let i = excerpt.text().find(word).expect("the word");
    let span = muster_source::Span::new(i, i + word.len());
    let found = excerpt.locate(span);
    assert_eq!((found.line, found.column), place, "{:?}", excerpt.text());
    let (outer, span) = excerpt.resolve(span);
    assert_eq!(outer.slice(span), word);
}

#[test]
fn wrong_types_and_unknown_keys_are_reported_where_they_stand() {
    let source = source(
        "seed: '5'\nrate: high\nflag: yes\ntags: rmm\nfleet: 3\ntitle: [x]\nlevel: hgh\nnames: [a, [b]]\nsede: 1\nempty:\n",
    );
    let n = read(&source).expect("valid");
    let mut diagnostics = Vec::new();
    let mut f = Fields::of(&n, &source, &mut diagnostics);
    assert_eq!((f.integer("seed"), f.number("rate"), f.boolean("flag")), (None, None, None));
    assert!(f.list("tags").is_none() && f.mapping("fleet").is_none() && f.text("title").is_none());
    assert_eq!(f.one_of("level", &["low", "high"]), None);
    assert_eq!(f.texts("names").map(|t| t.len()), Some(1));
    assert!(f.require("empty").is_none() && f.require("clock").is_none());
    f.finish();
    let found: Vec<_> = diagnostics.iter().map(|d| (d.message.as_str(), at(d), help(d))).collect();
    let list = "write `[rmm]`, or each item on a line of its own behind a dash";
    assert_eq!(
        found,
        [
            ("`seed` takes an integer, not quoted text", (1, 7), "write `5` without quotes"),
            ("`rate` takes a number, not text", (2, 7), "write a number such as `0.5`"),
            ("`flag` takes a boolean, not text", (3, 7), "write `true` or `false`, without quotes"),
            ("`tags` takes a list, not text", (4, 7), list),
            ("`fleet` takes a mapping, not an integer", (5, 8), "write `key: value`, each key on a line of its own"),
            ("`title` takes text, not a list", (6, 8), "write a word or a text in quotes"),
            ("`level` cannot be `hgh`", (7, 8), "a similar word is `high`; there are `low`, `high`"),
            ("an item of `names` is a list, not text", (8, 12), "write a word or a text in quotes"),
            ("`empty` has no value", (10, 1), "write a value behind `empty:`"),
            ("`clock` is missing", (1, 1), "add `clock:` to this mapping"),
            ("unknown key `sede`", (9, 1), "a similar key is `seed`"),
        ]
    );
}

#[test]
fn what_is_no_mapping_is_reported_once() {
    let source = source("[1]\n");
    let n = read(&source).expect("valid");
    let mut diagnostics = Vec::new();
    let mut f = Fields::of(&n, &source, &mut diagnostics);
    assert!(f.require("a").is_none());
    f.finish();
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].message, "a mapping is expected here, not a list");
}

/// Checks each character of an excerpt against the file.
fn every_character_is_at_home(text: &str, escapes: bool) {
    let source = source(text);
    let Ok(n) = read(&source) else { return };
    let Some(q) = n.entries().and_then(|e| e.iter().find(|(k, _)| k.text() == Some("q"))) else { return };
    let excerpt = q.1.block_excerpt(&source);
    let mut last = 0;
    for (i, c) in excerpt.text().char_indices() {
        let (outer, span) = excerpt.resolve(muster_source::Span::new(i, i + c.len_utf8()));
        assert!(span.start as usize >= last, "{text:?} at {i} goes back");
        last = span.start as usize;
        let there = outer.slice(span);
        let broken = ["\n", "\r", ""].contains(&there);
        match c {
            '\n' => assert!(broken || (escapes && there == "\\"), "{text:?} at {i}: {there:?}"),
            ' ' => assert!(broken || there == " " || (escapes && there == "\\"), "{text:?} at {i}: {there:?}"),
            _ => assert!(there.starts_with(c) || (escapes && there.starts_with('\\')), "{text:?} at {i}: {there:?}"),
        }
    }
}

proptest! {
    #[test]
    fn every_character_of_a_block_maps_home(
        lines in prop::collection::vec("[ ]{0,3}[a|é'😀\"#:-]{0,5}[ \t]{0,2}", 0..9),
        header in prop::sample::select(vec!["|", "|-", "|+", "|2", ">", ">-", ">+", ">2-"]),
        end in prop::sample::select(vec!["\n", "\r\n"]),
        last in any::<bool>(),
        more in any::<bool>(),
    ) {
        let body = lines.iter().map(|l| format!("  {l}")).collect::<Vec<_>>().join(end);
        let tail = if more { format!("{end}x: 1{end}") } else if last { end.to_owned() } else { String::new() };
        every_character_is_at_home(&format!("a: 1{end}q: {header}{end}{body}{tail}"), false);
    }

    #[test]
    fn every_character_of_a_flow_scalar_maps_home(
        text in "[a-cé😀 \t\n'\"\\\\x41nu]{0,24}",
        end in prop::sample::select(vec!["\n", "\r\n"]),
        quote in prop::sample::select(vec!["", "'", "\""]),
    ) {
        let text = text.replace('\n', &format!("{end}  "));
        every_character_is_at_home(&format!("a: 1\nq: {quote}{text}{quote}\nx: 1\n"), true);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "(\\PC|[ \t\n\r\\-:|>&*!%@#'\"\\[\\]{},?]){0,60}") {
        let source = source(&text);
        match read(&source) {
            Ok(n) => walk(&n, &source),
            Err(diagnostics) => {
                prop_assert!(!diagnostics.is_empty());
                for d in &diagnostics {
                    prop_assert!(!d.labels.is_empty() && !d.notes.is_empty(), "{d:?}");
                    prop_assert!(!render(d, Style::Plain).is_empty());
                }
            }
        }
    }
}

fn walk(n: &Node, source: &Source) {
    assert!(source.text().get(n.span.range()).is_some(), "{:?}", n.span);
    let _ = n.block_excerpt(source).resolve(muster_source::Span::new(0, 1));
    match &n.kind {
        Kind::Sequence(items) => items.iter().for_each(|i| walk(i, source)),
        Kind::Mapping(entries) => entries.iter().for_each(|(k, v)| {
            walk(k, source);
            walk(v, source);
        }),
        _ => {}
    }
}
