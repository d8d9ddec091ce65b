//! `count`.

use crate::parser::Parser;
use crate::{Keyword, Operator, TokenKind};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let name = p.eat_keyword(Keyword::As).map(|_| {
        if p.peek() == TokenKind::Identifier {
            return p.expect_name();
        }
        p.expected_name();
        p.no_name()
    });
    Operator::Count { name }
}
