//! `sample`.

use crate::Operator;
use crate::parser::Parser;

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    p.hints("sample");
    Operator::Sample { count: p.named_or_missing() }
}
