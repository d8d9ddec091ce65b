//! `top`.

use crate::parser::{Equal, Parser};
use crate::{Keyword, Operator};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let options = p.options(&[], Equal::Needed);
    let count = p.named_or_missing();
    p.expect_keyword(Keyword::By);
    let key = super::sort::key(p).unwrap_or_else(|| super::sort::missing_key(p));
    Operator::Top { options, count, by: vec![key] }
}
