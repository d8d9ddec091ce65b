//! `distinct`.

use crate::Operator;
use crate::parser::Parser;

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    p.hints("distinct");
    let columns = p.expressions(true, |p| p.star().or_else(|| p.named_expression()));
    Operator::Distinct { columns }
}
