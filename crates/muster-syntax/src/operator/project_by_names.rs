//! `project-by-names`.

use crate::Operator;
use crate::parser::Parser;

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    Operator::ProjectByNames { columns: p.expressions(false, Parser::expression) }
}
