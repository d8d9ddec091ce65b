//! `take` and `limit`.

use crate::Operator;
use crate::parser::Parser;

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    p.hints("take");
    Operator::Take { count: p.named_or_missing() }
}
