//! `serialize`.

use crate::Operator;
use crate::parser::Parser;

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    p.hints("serialize");
    Operator::Serialize { columns: p.expressions(false, Parser::named_expression) }
}
