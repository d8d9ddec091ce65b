//! `join`.

use crate::parser::{Equal, ListRules, Parser};
use crate::{Expr, Keyword, Operator};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let options = p.options(&[], Equal::Needed);
    let right = p.expression_or_missing();
    let on = on(p).unwrap_or_default();
    if on.is_empty() && p.is(Keyword::Where) {
        let keyword = p.bump().span;
        p.unsupported("`where` of `join`", keyword);
        p.expression_or_missing();
    }
    Operator::Join { options, right, on }
}

/// `on a, $left.x == $right.y`
pub(crate) fn on(p: &mut Parser<'_>) -> Option<Vec<Expr>> {
    p.eat_keyword(Keyword::On)?;
    let rules = ListRules::of(Parser::missing_expression).without_end().at_least_one();
    Some(p.comma_list(&rules, Parser::expression))
}
