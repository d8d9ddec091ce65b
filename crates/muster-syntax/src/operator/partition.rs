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
    let start = p.peek_span();
    let body = match p.peek() {
        TokenKind::OpenBrace => {
            p.bump();
            let query = p.query_or_missing();
            p.expect(TokenKind::CloseBrace, "}");
            Expr { kind: ExprKind::Block(vec![Statement::Expression(query)]), span: p.span_from(start) }
        }
        TokenKind::OpenParen => {
            p.bump();
            let operators = p.operators();
            p.expect(TokenKind::CloseParen, ")");
            operators
        }
        _ => {
            p.expected("(");
            let body = p.missing_expression();
            p.expected(")");
            body
        }
    };
    Operator::Partition { options, by, body }
}
