//! The trees that expressions and statements make, and where what is missing is shown.

use muster_source::Source;
use rstest::rstest;

use crate::{
    Expr, ExprKind, Json, LetValue, Literal, ParameterKind, Query, Statement, UnaryOp, codes, parse, parse_expression,
    parse_function,
};

fn json(value: &Json) -> String {
    match value {
        Json::Null => "null".to_owned(),
        Json::Bool(b) => b.to_string(),
        Json::Number(text) => text.clone(),
        Json::String(text) => format!("{text:?}"),
        Json::Literal(inner) => literal(inner),
        Json::Array(values) => format!("[{}]", values.iter().map(json).collect::<Vec<_>>().join(" ")),
        Json::Object(pairs) => {
            let pair = |(key, value): &(String, Json)| format!("{key}:{}", json(value));
            format!("{{{}}}", pairs.iter().map(pair).collect::<Vec<_>>().join(" "))
        }
    }
}

fn literal(value: &Literal) -> String {
    match value {
        Literal::Bool(b) => b.to_string(),
        Literal::Long(text) => text.clone(),
        Literal::Real(text) => format!("real:{text}"),
        Literal::Timespan(text) => format!("time:{text}"),
        Literal::String(text) => format!("{text:?}"),
        Literal::Typed { ty, text, .. } => format!("{}<{text}>", ty.text),
        Literal::Dynamic(value) => format!("dynamic {}", json(value)),
    }
}

/// The tree in parentheses, each node with its operator first.
fn tree(e: &Expr) -> String {
    let list = |list: &[Expr]| list.iter().map(|e| format!(" {}", tree(e))).collect::<Vec<_>>().concat();
    match &e.kind {
        ExprKind::Missing => "?".to_owned(),
        ExprKind::Literal(value) => literal(value),
        ExprKind::Name(name) if name.quoted => format!("'{}'", name.text),
        ExprKind::Name(name) => name.text.clone(),
        ExprKind::Star => "*".to_owned(),
        ExprKind::Call { name, arguments } => format!("({}!{})", name.text, list(arguments)),
        ExprKind::Path { object, member } => format!("(. {} {})", tree(object), tree(member)),
        ExprKind::Index { object, index } => format!("([] {} {})", tree(object), tree(index)),
        ExprKind::Unary { op: UnaryOp::Minus, operand } => format!("(- {})", tree(operand)),
        ExprKind::Unary { op: UnaryOp::Plus, operand } => format!("(+ {})", tree(operand)),
        ExprKind::Binary { op, left, right, .. } => format!("({} {} {})", op.text(), tree(left), tree(right)),
        ExprKind::Between { negated, value, low, high } => {
            let op = if *negated { "!between" } else { "between" };
            format!("({op} {} {} {})", tree(value), tree(low), tree(high))
        }
        ExprKind::In { op, left, list: values, .. } => format!("({} {}{})", op.text(), tree(left), list(values)),
        ExprKind::Parenthesized(inside) => format!("<{}>", tree(inside)),
        ExprKind::Named { names, value } => {
            let names: Vec<&str> = names.iter().map(|n| n.text.as_str()).collect();
            format!("(:= {} {})", names.join(","), tree(value))
        }
        ExprKind::Pipe { source, operators } => format!("({} | {} operators)", tree(source), operators.len()),
        ExprKind::Head(_) => "(head)".to_owned(),
        ExprKind::TypeOf(names) => {
            format!("(typeof {})", names.iter().map(|n| n.text.as_str()).collect::<Vec<_>>().join(" "))
        }
        ExprKind::Block(statements) => format!("{{{}}}", statements.len()),
    }
}

#[rstest]
#[case("a or b and c == d", "(or a (and b (== c d)))")]
#[case("a and b or c", "(or (and a b) c)")]
#[case("a - b - c * d", "(- (- a b) (* c d))")]
#[case("a < b == c", "(== (< a b) c)")]
#[case("a == b + c has 'x'", "(== a (+ b (has c \"x\")))")]
#[case("-a.b + -1", "(+ (- (. a b)) (- 1))")]
#[case("a.b['c'][0].d", "(. ([] ([] (. a b) \"c\") 0) d)")]
#[case("a.['b c']", "(. a 'b c')")]
#[case("a.[0]", "([] a 0)")]
#[case("['a b'].c", "(. 'a b' c)")]
#[case("$left.a == $right.b", "(== (. $left a) (. $right b))")]
#[case("a !in~ ('x', \"y\")", "(!in~ a \"x\" \"y\")")]
#[case("a in (T | project x)", "(in a (T | 1 operators))")]
#[case("a in ((T))", "(in a <T>)")]
#[case("a has_any (dynamic(['x']))", "(has_any a dynamic [\"x\"])")]
#[case("a between (1d .. now())", "(between a time:1d (now!))")]
#[case("a !between (1..5) and b", "(and (!between a 1 5) b)")]
#[case("a notcontains 'x' or a !contains 'x'", "(or (!contains a \"x\") (!contains a \"x\"))")]
#[case("a <> b", "(!= a b)")]
#[case("a matches regex 'x'", "(matches regex a \"x\")")]
#[case("* has 'x' and * == 'y'", "(and (has * \"x\") (== * \"y\"))")]
#[case("f(a, b=1, *)", "(f! a (:= b 1) *)")]
#[case("count()", "(count!)")]
#[case("toscalar(T | count)", "(toscalar! (T | 1 operators))")]
#[case("(T | count) > 5", "(> <(T | 1 operators)> 5)")]
#[case("cluster('c').database('d').T", "(. (. (cluster! \"c\") (database! \"d\")) T)")]
#[case("take + count", "(+ take count)")]
#[case("kind == 1", "(== kind 1)")]
#[case("'a' \"b\" @'c'", "\"abc\"")]
#[case("typeof(long)", "(typeof long)")]
#[case("datetime( \"2020-01-01\" )", "datetime<2020-01-01>")]
#[case("real(null)", "real<null>")]
#[case("1.5 + 0x1F", "(+ real:1.5 0x1F)")]
#[case("dynamic({'a': [1, -2.5, true, null], 'b': {}, 'c': 1d})", "dynamic {a:[1 -2.5 true null] b:{} c:time:1d}")]
#[case("dynamic(datetime(2020-01-01))", "dynamic datetime<2020-01-01>")]
#[case("{Time} > 1", "(> {Time} 1)")]
fn expressions_make_trees(#[case] text: &str, #[case] expected: &str) {
    let parsed = parse_expression(&Source::new("e.kql", text));
    assert_eq!(tree(&parsed.expression), expected);
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics[0]);
}

/// Statements by their kind, one line each.
fn statements(query: &Query) -> Vec<String> {
    let one = |statement: &Statement| match statement {
        Statement::Let(l) => match &l.value {
            LetValue::Expression(e) => format!("let {} {}", l.name.text, tree(e)),
            LetValue::Function(f) => {
                let kind = |p: &crate::ParameterDeclaration| match &p.kind {
                    ParameterKind::Scalar(ty) => ty.text.clone(),
                    ParameterKind::Table { columns, open } => {
                        format!("{}{}", columns.len(), if *open { "*" } else { "" })
                    }
                };
                let parameter = |p: &crate::ParameterDeclaration| {
                    let default = p.default.as_ref().map_or(String::new(), |d| format!("={}", tree(d)));
                    format!("{}:{}{default}", p.name.text, kind(p))
                };
                let parameters = f.parameters.iter().map(parameter).collect::<Vec<_>>().join(",");
                let view = if f.view { "view " } else { "" };
                format!("let {} {view}({parameters}) {{{}}}", l.name.text, f.body.len())
            }
        },
        Statement::Set(s) => format!("set {} {}", s.name.text, s.value.as_ref().map_or("-".to_owned(), tree)),
        Statement::QueryParameters(parameters, _) => format!("declare {}", parameters.len()),
        Statement::Pattern(p) => format!("pattern {} {} {}", p.name.text, p.parameters.len(), p.cases.len()),
        Statement::Restrict(tables, _) => format!("restrict {}", tables.iter().map(tree).collect::<Vec<_>>().join(" ")),
        Statement::Alias(name, value, _) => format!("alias {} {}", name.text, tree(value)),
        Statement::Expression(e) => tree(e),
    };
    query.statements.iter().map(one).collect()
}

#[rstest]
#[case("T", &["T"])]
#[case("let x = 1; T | take x;", &["let x 1", "(T | 1 operators)"])]
#[case("let f = (t: (*), u: (a: long, b: string), x: long = 5) { let y = x; t };", &["let f (t:0*,u:2,x:long=5) {2}"])]
#[case("let f = view () { T };", &["let f view () {1}"])]
#[case("let f = () { T; };", &["let f () {1}"])]
#[case("let t = materialize(T | take 1); t", &["let t (materialize! (T | 1 operators))", "t"])]
#[case("let t = (T | take 1); t", &["let t <(T | 1 operators)>", "t"])]
#[case("set querytrace; set a = 'b'; T", &["set querytrace -", "set a \"b\"", "T"])]
#[case("declare query_parameters(a: long = 1, b: string); T", &["declare 2", "T"])]
#[case("declare pattern p = (a: string)[b: string] { ('x').['y'] = { T }; ('z').['w'] = { U }; }; p('x').y", &["pattern p 1 2", "(. (p! \"x\") y)"])]
#[case("restrict access to (T, database('d').*); T", &["restrict T (. (database! \"d\") *)", "T"])]
#[case("alias database d = cluster('c').database('x'); T", &["alias d (. (cluster! \"c\") (database! \"x\"))", "T"])]
#[case("// comment\nT // comment\n// comment\n| take 1", &["(T | 1 operators)"])]
#[case("#connect x\nT", &["T"])]
#[case("print 1 | take 1", &["((head) | 1 operators)"])]
#[case("", &[])]
#[case("// nothing", &[])]
fn statements_make_trees(#[case] text: &str, #[case] expected: &[&str]) {
    let parsed = parse(&Source::new("q.kql", text));
    assert_eq!(statements(&parsed.query), expected);
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics[0]);
}

/// The place of a fault is written `‸` in the text: before the token that carries it, or after the one before it.
#[rstest]
#[case::missing_expression_is_shown_after_the_word("T | where‸ ", "KS006")]
#[case::missing_token_is_shown_at_a_near_one("T | where a between (1‸)", "KS005")]
#[case::missing_token_is_shown_at_the_next_word("T | project a ‸b", "KS005")]
#[case::missing_comma_before_a_line("T | project a‸\nb", "KS005")]
#[case::two_spaces_are_far("T | project a‸  b", "KS005")]
#[case::missing_semicolon("let x = 1‸\nT", "KS005")]
#[case::missing_bar("T‸\nwhere x", "KS005")]
#[case::missing_parenthesis("T | where f(a‸", "KS005")]
#[case::fragment_after_a_condition("T | where a and b ‸= 1", "KS198")]
#[case::closing_parenthesis("T ‸)", "KS198")]
#[case::unclosed_string("print 'a‸\n", "KS001")]
#[case::unclosed_literal("print datetime(2020‸\n", "KS001")]
#[case::character("T | where a ‸“x”", "KS002")]
#[case::missing_expression_comes_before_a_bad_character("T | where‸ “x”", "KS006")]
#[case::equality_does_not_chain("T | where a == b ‸== c", "KS198")]
#[case::second_semicolon("T;‸;", "KS198")]
#[case::guid("print ‸74be27de-1e4e-49d9-b579-fe0b331d3642", "KS214")]
#[case::dynamic_without_value("print dynamic(‸)", "KS006")]
fn faults_are_shown_where_microsoft_shows_them(#[case] marked: &str, #[case] code: &str) {
    let at = marked.find('‸').expect("a mark");
    let text = marked.replace('‸', "");
    let parsed = parse(&Source::new("q.kql", text));
    let first = parsed.diagnostics.first().map(|d| (d.code.0, d.labels[0].span.start as usize));
    assert_eq!(first, Some((code, at)), "{:?}", parsed.diagnostics);
}

#[test]
fn a_missing_closing_paren_says_what_is_expected() {
    let parsed = parse(&Source::new("q.kql", "T | where f(a"));
    assert_eq!(parsed.diagnostics[0].message, "expected `)`");
}

#[test]
fn a_function_is_parameters_and_a_body() {
    let parsed = parse_function(&Source::new("f.kql", "(a: long, t: (x: string)) { let b = a; t | where x == b }"));
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
    assert_eq!((parsed.function.parameters.len(), parsed.function.body.len()), (2, 2));
}

#[rstest]
#[case("(a: long) { a } b", codes::FRAGMENT)]
#[case("", codes::EXPECTED)]
#[case("(a) { a }", codes::EXPECTED)]
#[case("() T", codes::EXPECTED)]
fn texts_that_are_no_function_are_rejected(#[case] text: &str, #[case] code: muster_source::Code) {
    let parsed = parse_function(&Source::new("f.kql", text));
    assert_eq!(parsed.diagnostics.first().map(|d| d.code), Some(code));
}

#[test]
fn an_expression_takes_no_pipe() {
    let parsed = parse_expression(&Source::new("e.kql", "a == 1 | take 5"));
    assert_eq!(parsed.diagnostics[0].code, codes::FRAGMENT);
}

#[test]
fn a_backslash_in_a_string_is_explained() {
    let source = Source::new("q.kql", "T | where a == \"C:\\Windows\"");
    let parsed = parse(&source);
    let text = muster_source::render(&parsed.diagnostics[0], muster_source::Style::Plain);
    assert!(text.contains("missing closing `\"`") && text.contains("`@\"…\"`"), "{text}");
}

#[rstest]
#[case("T\nextend a = 1")]
#[case("T | extend a = 1\n extend b = 2")]
fn an_operator_without_its_bar_is_explained(#[case] text: &str) {
    let parsed = parse(&Source::new("q.kql", text));
    let help = muster_source::Note::Help("as an operator, `extend` has a `|` before it".to_owned());
    assert_eq!(parsed.diagnostics[0].notes, [help]);
}
