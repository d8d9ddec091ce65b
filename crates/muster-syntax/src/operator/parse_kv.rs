//! `parse-kv`.

use crate::parser::Parser;
use crate::{Keyword, Operator};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let value = p.expression_or_missing();
    p.expect_keyword(Keyword::As);
    let columns = p.schema();
    let options = match p.eat_keyword(Keyword::With) {
        Some(_) => p.options_in_parentheses(OPTIONS),
        None => Vec::new(),
    };
    Operator::ParseKv { value, columns, options }
}

const OPTIONS: &[&str] = &["pair_delimiter", "kv_delimiter", "regex", "quote", "escape", "greedy"];
