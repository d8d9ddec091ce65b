//! `sort` and `order`.

use super::SortKey;
use crate::parser::{Equal, ListRules, Parser};
use crate::{Keyword, Operator, TokenKind};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let options = p.options(&[], Equal::Assumed);
    p.expect_keyword(Keyword::By);
    let rules = ListRules::of(missing_key).at_least_one();
    Operator::Sort { options, keys: p.comma_list(&rules, key) }
}

pub(crate) fn missing_key(p: &mut Parser<'_>) -> SortKey {
    SortKey { value: p.missing_expression(), ascending: None, nulls_first: None }
}

/// `value asc nulls first`
pub(crate) fn key(p: &mut Parser<'_>) -> Option<SortKey> {
    let value = p.named_expression()?;
    let ascending = match p.peek() {
        TokenKind::Keyword(Keyword::Asc) => Some(true),
        TokenKind::Keyword(Keyword::Desc) => Some(false),
        TokenKind::Keyword(word @ (Keyword::GrannyAsc | Keyword::GrannyDesc)) => {
            let span = p.peek_span();
            p.unsupported(&format!("`{}` in an order of rows", word.text()), span);
            Some(word == Keyword::GrannyAsc)
        }
        _ => None,
    };
    if ascending.is_some() {
        p.bump();
    }
    let nulls_first = p.eat_keyword(Keyword::Nulls).map(|_| {
        let first = p.eat_keyword(Keyword::First).is_some();
        if !first && p.eat_keyword(Keyword::Last).is_none() {
            p.missing_token("`first` or `last`");
        }
        first
    });
    Some(SortKey { value, ascending, nulls_first })
}
