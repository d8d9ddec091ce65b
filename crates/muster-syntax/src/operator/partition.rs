//! `partition`.

use crate::parser::{Equal, Parser};
use crate::{Expr, ExprKind, Keyword, Operator, Statement, TokenKind};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let options = p.options(&[], Equal::Assumed);
    p.expect_keyword(Keyword::By);
    let by = p.column_path().unwrap_or_else(|| p.missing_name_expression());
    if let Some(scope) = p.eat_keyword(Keyword::In) {
        p.unsupported("`in` of `partition`", scope.span);
        if p.call().or_else(|| p.literal()).is_none() {
            p.missing_expression();
        }
    }
    let body = body(p);
    Operator::Partition { options, by, body }
}

fn body(p: &mut Parser<'_>) -> Expr {
    let start = p.peek_span();
    if p.eat(TokenKind::OpenBrace).is_some() {
        let query = p.query_or_missing();
        p.expect(TokenKind::CloseBrace, "}");
        return Expr { kind: ExprKind::Block(vec![Statement::Expression(query)]), span: p.span_from(start) };
    }
    p.operators_in_parentheses()
}
