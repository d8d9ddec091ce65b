//! `project-away`.

use crate::Operator;
use crate::parser::Parser;

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    Operator::ProjectAway { columns: p.expressions(false, Parser::wildcard_or_name) }
}
