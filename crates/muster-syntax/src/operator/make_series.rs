//! `make-series`.

use super::OperatorOption;
use crate::parser::{Equal, ListRules, Parser};
use crate::{Expr, ExprKind, Keyword, Operator, TokenKind};

/// `make-series aggregates on axis from a to b step c by …`
#[derive(Debug, Clone, PartialEq)]
pub struct MakeSeries {
    /// `kind=nonempty`, hints.
    pub options: Vec<OperatorOption>,
    /// Aggregates, each with its `default=`.
    pub aggregates: Vec<(Expr, Option<Expr>)>,
    /// The axis.
    pub on: Expr,
    /// `from`
    pub from: Option<Expr>,
    /// `to`
    pub to: Option<Expr>,
    /// `step`, or the call of `in range(from, to, step)`, which stands for all three; its end is included.
    pub step: Expr,
    /// `by`
    pub by: Vec<Expr>,
}

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let options = p.options(&[], Equal::Needed);
    let ended = |p: &Parser<'_>| p.is(Keyword::On) || p.is(Keyword::From) || p.is(Keyword::In) || p.at_list_end();
    let rules = ListRules::of(|p| (p.missing_expression(), None)).ends_at(ended).at_least_one();
    let aggregates = p.comma_list(&rules, aggregate);
    p.expect_keyword(Keyword::On);
    let on = p.named_or_missing();
    let mut series = MakeSeries { options, aggregates, on, from: None, to: None, step: p.nothing(), by: Vec::new() };
    if p.is(Keyword::From) || p.is(Keyword::To) || p.is(Keyword::Step) {
        series.from = p.eat_keyword(Keyword::From).map(|_| p.expression_or_missing());
        series.to = p.eat_keyword(Keyword::To).map(|_| p.expression_or_missing());
        p.expect_keyword(Keyword::Step);
        series.step = p.expression_or_missing();
    } else {
        series.step = in_range(p);
    }
    if p.eat_keyword(Keyword::By).is_some() {
        let rules = ListRules::of(Parser::missing_expression).without_end().at_least_one();
        series.by = p.comma_list(&rules, Parser::named_expression);
    }
    Operator::MakeSeries(series)
}

/// `count() default=0`
fn aggregate(p: &mut Parser<'_>) -> Option<(Expr, Option<Expr>)> {
    let aggregate = p.named_expression()?;
    let default = p.eat_keyword(Keyword::Default).map(|_| {
        p.expect(TokenKind::Equal, "=");
        p.named_or_missing()
    });
    Some((aggregate, default))
}

/// `in range(a, b, c)`: the call.
fn in_range(p: &mut Parser<'_>) -> Expr {
    p.expect_keyword(Keyword::In);
    let start = p.here();
    let name = if p.is(Keyword::Range) { p.word() } else { None };
    let name = name.unwrap_or_else(|| {
        p.expected("range");
        p.no_name()
    });
    let start = if name.text.is_empty() { start } else { name.span };
    p.expect(TokenKind::OpenParen, "(");
    let arguments = p.expressions(false, Parser::named_expression);
    p.expect(TokenKind::CloseParen, ")");
    Expr { kind: ExprKind::Call { name, arguments }, span: p.span_from(start) }
}
