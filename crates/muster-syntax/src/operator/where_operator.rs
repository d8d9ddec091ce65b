//! `where` and `filter`.

use crate::Operator;
use crate::parser::{Equal, Parser};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let options = p.options(&[], Equal::Needed);
    Operator::Where { options, predicate: p.named_or_missing() }
}
