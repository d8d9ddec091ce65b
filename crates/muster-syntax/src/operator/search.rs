//! `search`.

use crate::parser::{Equal, Parser};
use crate::{BinaryOp, Expr, ExprKind, Keyword, Operator};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let options = p.options(&[], Equal::Needed);
    p.data_scope();
    let tables = super::find::tables(p).unwrap_or_default();
    let predicate = p.expression().or_else(|| any(p)).unwrap_or_else(|| p.missing_expression());
    Operator::Search { options, tables, predicate }
}

/// `*`, `* and predicate`
fn any(p: &mut Parser<'_>) -> Option<Expr> {
    let star = p.star()?;
    let start = star.span;
    let Some(and) = p.eat_keyword(Keyword::And) else { return Some(star) };
    let (left, right) = (Box::new(star), Box::new(p.expression_or_missing()));
    let kind = ExprKind::Binary { op: BinaryOp::And, op_span: and.span, left, right };
    Some(Expr { kind, span: p.span_from(start) })
}
