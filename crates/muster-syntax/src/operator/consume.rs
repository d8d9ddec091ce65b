//! `consume`.

use crate::Operator;
use crate::parser::{Equal, Parser};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    Operator::Consume { options: p.options(&[], Equal::Assumed) }
}
