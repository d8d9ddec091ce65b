//! `sample-distinct`.

use crate::parser::Parser;
use crate::{Keyword, Operator};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    p.hints("sample-distinct");
    let count = p.named_or_missing();
    p.expect_keyword(Keyword::Of);
    Operator::SampleDistinct { count, of: p.named_or_missing() }
}
