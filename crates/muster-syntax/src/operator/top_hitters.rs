//! `top-hitters`.

use crate::parser::Parser;
use crate::{Keyword, Operator};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let count = p.named_or_missing();
    p.expect_keyword(Keyword::Of);
    let of = p.named_or_missing();
    let by = p.eat_keyword(Keyword::By).map(|_| p.named_or_missing());
    Operator::TopHitters { count, of, by }
}
