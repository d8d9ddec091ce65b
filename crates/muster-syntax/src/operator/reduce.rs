//! `reduce`.

use crate::parser::{Equal, Parser};
use crate::{Keyword, Operator};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let mut options = p.options(OPTIONS, Equal::Assumed);
    p.expect_keyword(Keyword::By);
    let by = p.named_or_missing();
    if p.eat_keyword(Keyword::With).is_some() {
        options.extend(p.option_list(OPTIONS, false));
    }
    Operator::Reduce { by, options }
}

const OPTIONS: &[&str] = &["threshold", "characters"];
