//! `as`.

use crate::Operator;
use crate::parser::{Equal, Parser};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let options = p.options(&[], Equal::Needed);
    Operator::As { options, name: p.expect_name() }
}
