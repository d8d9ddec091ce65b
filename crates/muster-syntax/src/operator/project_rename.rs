//! `project-rename`.

use crate::Operator;
use crate::parser::Parser;

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    Operator::ProjectRename { columns: p.expressions(false, Parser::named_expression) }
}
