//! `print`.

use crate::Operator;
use crate::parser::Parser;

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    Operator::Print { columns: p.expressions(true, Parser::named_expression) }
}
