//! `fork`.

use crate::parser::Parser;
use crate::{Operator, TokenKind};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let mut branches = Vec::new();
    loop {
        let name = p.name_before_equal();
        if name.is_none() && p.peek() != TokenKind::OpenParen {
            break;
        }
        p.expect(TokenKind::OpenParen, "(");
        let branch = p.operators_if_any().unwrap_or_else(|| p.query_or_missing());
        p.expect(TokenKind::CloseParen, ")");
        branches.push((name, branch));
    }
    if branches.is_empty() {
        p.expected("(");
        let branch = p.missing_expression();
        p.expected(")");
        branches.push((None, branch));
    }
    Operator::Fork { branches }
}
