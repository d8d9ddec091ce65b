//! `invoke`.

use crate::parser::Parser;
use crate::{Expr, ExprKind, Operator, TokenKind};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let Some(mut call) = p.call() else { return Operator::Invoke { call: p.missing_expression() } };
    let start = call.span;
    // `cluster('c').database('d').f()`
    while p.peek() == TokenKind::Dot && p.at_call_after_dot() {
        p.bump();
        let Some(member) = p.call() else { break };
        let kind = ExprKind::Path { object: Box::new(call), member: Box::new(member) };
        call = Expr { kind, span: p.span_from(start) };
    }
    Operator::Invoke { call }
}
