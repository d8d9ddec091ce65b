//! `lookup`.

use crate::Operator;
use crate::parser::{Equal, Parser};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let options = p.options(&[], Equal::Needed);
    let right = p.expression_or_missing();
    let on = super::join::on(p).unwrap_or_else(|| {
        p.missing("`on` and its columns");
        Vec::new()
    });
    Operator::Lookup { options, right, on }
}
