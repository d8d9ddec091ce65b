//! `union`.

use crate::parser::{Equal, Parser};
use crate::{Operator, TokenKind};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let options = p.options(&["best_effort"], Equal::Needed);
    let tables = p.expressions(true, |p| match p.peek() {
        TokenKind::OpenParen => Some(p.parenthesized()),
        _ => p.table_pattern(),
    });
    Operator::Union { options, tables }
}
