//! `range`.

use crate::parser::Parser;
use crate::{Keyword, Operator};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let name = p.expect_name();
    p.expect_keyword(Keyword::From);
    let from = p.expression_or_missing();
    p.expect_keyword(Keyword::To);
    let to = p.expression_or_missing();
    p.expect_keyword(Keyword::Step);
    let step = p.expression_or_missing();
    Operator::Range { name, from, to, step }
}
