//! What holds for every text: arbitrary ones, and real queries with something done to them.

use std::path::Path;
use std::sync::OnceLock;

use muster_source::{Source, Span};
use muster_syntax::{Child, Expr, Statement, TokenKind, lex, parse, parse_expression, parse_function};
use proptest::prelude::*;
use proptest::sample::Index;

/// Queries to start from: the corpus where it is, and some that have a bit of everything.
fn seeds() -> &'static [String] {
    static SEEDS: OnceLock<Vec<String>> = OnceLock::new();
    SEEDS.get_or_init(|| {
        let mut seeds: Vec<String> = BUILT_IN.iter().map(|s| (*s).to_owned()).collect();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
        for file in ["corpus/rules-dev.jsonl", "corpus/invalid-dev.jsonl", "conformance/kusto-docs.jsonl"] {
            let text = std::fs::read_to_string(root.join(file)).unwrap_or_default();
            let query = |line: &str| {
                let value: serde_json::Value = serde_json::from_str(line).ok()?;
                Some(value["query"].as_str()?.to_owned())
            };
            seeds.extend(text.lines().filter_map(query).filter(|q| q.len() < 4000));
        }
        seeds
    })
}

const BUILT_IN: &[&str] = &[
    "let f = (t: (*), x: long = 5) { let y = x; t | where a > y };\nf(T) | join kind=inner (U | take 5) on $left.a == $right.b",
    "T | mv-apply a to typeof(long) on (top 1 by a | extend b = dynamic({\"k\": [1, -2, null, datetime(2020-01-01)]}))",
    "union A*, (B | where x !in~ ('a', @\"b\") and y between (1d .. 2h)), database('d').C | summarize dcount(x) by bin(t, 1h)",
    "declare pattern p = (a: string)[b: string] { ('x').['y'] = { T | take 1 }; };\nset q = 1; p('x').y // c",
    "search in (A, B) * has 'x' and y:'z' | parse kind=regex a with * 'x' b: long 'y' c | render timechart with (title='t')",
    "T | scan declare (n: long) with (step s: x == 1 => n = 1;) | partition by a { U } | fork (count) (take 1) | make-series count() on t in range(1, 2, 3)",
];

/// Pieces that turn up in the wrong places.
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "|",
    ";",
    ",",
    "'",
    "\"",
    "@",
    "=",
    "==",
    "..",
    ".",
    "*",
    "$left",
    "let ",
    "where ",
    "by ",
    "on ",
    "to ",
    "in (",
    "dynamic(",
    "datetime(",
    "// x\n",
    "```",
    "~~~",
    "\\",
    "“",
    "\u{feff}",
    "#",
    "!",
    "0x",
    "1e",
    "h'",
    "materialize(",
    "typeof(",
    "union ",
    "with (",
    "é",
    "😀",
    "\r\n",
    "mv-expand ",
    "step ",
    "default=",
    "{x}",
    "[*",
];

/// A seed with pieces cut out, copied and put in.
fn mutated() -> impl Strategy<Value = String> {
    let edit = (any::<Index>(), any::<Index>(), 0u8..4, any::<Index>());
    (any::<Index>(), prop::collection::vec(edit, 1..6)).prop_map(|(seed, edits)| {
        let mut text: Vec<char> = seeds()[seed.index(seeds().len())].chars().collect();
        for (from, to, what, piece) in edits {
            let (a, b) = (from.index(text.len() + 1), to.index(text.len() + 1));
            let (a, b) = (a.min(b), a.max(b).min(a.min(b) + 40));
            match what {
                0 => drop(text.drain(a..b)),
                1 => {
                    let copy: Vec<char> = text[a..b].to_vec();
                    text.splice(a..a, copy);
                }
                _ => drop(text.splice(a..a, PIECES[piece.index(PIECES.len())].chars())),
            }
        }
        text.into_iter().collect()
    })
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let source = Source::new("q.kql", text);
    let parsed = parse(&source);
    for diagnostic in &parsed.diagnostics {
        for label in &diagnostic.labels {
            on_characters(text, label.span)?;
        }
    }
    let starts: Vec<u32> = parsed.diagnostics.iter().map(|d| d.labels[0].span.start).collect();
    prop_assert!(starts.is_sorted());
    for statement in &parsed.query.statements {
        check_statement(text, statement, parsed.query.span)?;
    }
    let function = parse_function(&source).function;
    on_characters(text, function.span)?;
    function.children().into_iter().try_for_each(|child| check_child(text, child, function.span))?;
    check_expr(text, &parse_expression(&source).expression, parsed.query.span)
}

fn on_characters(text: &str, span: Span) -> Result<(), TestCaseError> {
    prop_assert!(text.get(span.range()).is_some(), "{:?} in {:?}", span, text);
    Ok(())
}

fn within(text: &str, inner: Span, outer: Span) -> Result<(), TestCaseError> {
    on_characters(text, inner)?;
    let inside = outer.start <= inner.start && inner.end <= outer.end;
    prop_assert!(inside, "{:?} is not within {:?} in {:?}", inner, outer, text);
    Ok(())
}

fn check_statement(text: &str, statement: &Statement, outer: Span) -> Result<(), TestCaseError> {
    let span = match statement {
        Statement::Let(l) => l.span,
        Statement::Set(s) => s.span,
        Statement::Pattern(p) => p.span,
        Statement::QueryParameters(_, span) | Statement::Restrict(_, span) | Statement::Alias(_, _, span) => *span,
        Statement::Expression(e) => e.span,
    };
    within(text, span, outer)?;
    statement.children().into_iter().try_for_each(|child| check_child(text, child, span))
}

fn check_expr(text: &str, expr: &Expr, outer: Span) -> Result<(), TestCaseError> {
    within(text, expr.span, outer)?;
    expr.children().into_iter().try_for_each(|child| check_child(text, child, expr.span))
}

fn check_child(text: &str, child: Child<'_>, outer: Span) -> Result<(), TestCaseError> {
    match child {
        Child::Expr(expr) => check_expr(text, expr, outer),
        Child::Statement(statement) => check_statement(text, statement, outer),
        Child::Operator(node) => {
            within(text, node.span, outer)?;
            within(text, node.keyword, node.span)?;
            node.operator.expressions().into_iter().try_for_each(|expr| check_expr(text, expr, node.span))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_survived(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn any_words_are_survived(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        check(&pieces.concat())?;
    }

    #[test]
    fn a_damaged_query_is_survived(text in mutated()) {
        check(&text)?;
    }

    #[test]
    fn comments_between_words_change_nothing(seed in any::<Index>()) {
        let source = Source::new("q.kql", seeds()[seed.index(seeds().len())].clone());
        // Directives end at their line's end; a comment would become part of them.
        let tokens = lex(&source);
        prop_assume!(tokens.iter().all(|t| t.fault.is_none() && t.kind != TokenKind::Directive));
        let commented: String = tokens
            .iter()
            .map(|t| match t.kind {
                TokenKind::Whitespace => format!("{} // c\n", source.slice(t.span)),
                _ => source.slice(t.span).to_owned(),
            })
            .collect();
        let codes = |s: &Source| parse(s).diagnostics.iter().map(|d| d.code).collect::<Vec<_>>();
        prop_assert_eq!(codes(&source).is_empty(), codes(&Source::new("c.kql", commented)).is_empty());
    }
}
