//! `evaluate`.

use crate::parser::{Equal, Parser};
use crate::{Expr, ExprKind, Operator, TokenKind};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let options = p.options(&[], Equal::Assumed);
    let call = plugin(p);
    let schema = p.eat(TokenKind::Colon).map(|_| p.schema_with_star());
    Operator::Evaluate { options, call, schema }
}

fn plugin(p: &mut Parser<'_>) -> Expr {
    if let Some(call) = p.call() {
        return call;
    }
    if let Some(name) = p.name() {
        let span = name.span;
        p.expected("(");
        p.expected(")");
        return Expr { kind: ExprKind::Call { name, arguments: Vec::new() }, span };
    }
    p.missing("function call");
    p.nothing()
}
