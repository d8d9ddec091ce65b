//! `mv-apply`.

use super::OperatorOption;
use super::mv_expand::{ExpandColumn, expand_column};
use crate::parser::{Equal, ListRules, Parser};
use crate::{Expr, Keyword, Operator, TokenKind};

/// `mv-apply columns [limit n] [id x] on (subquery)`
#[derive(Debug, Clone, PartialEq)]
pub struct MvApply {
    /// `with_itemindex=name` and its kin.
    pub options: Vec<OperatorOption>,
    /// What is expanded.
    pub columns: Vec<ExpandColumn>,
    /// `limit n`
    pub limit: Option<Expr>,
    /// The operators applied to each sub-table: a [`crate::ExprKind::Pipe`] whose source is `Missing`.
    pub body: Expr,
}

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let options = p.options(&[], Equal::Needed);
    let rules =
        ListRules::of(|p| ExpandColumn { value: p.missing_expression(), to: None }).ends_at(ended).at_least_one();
    let columns = p.comma_list(&rules, expand_column);
    let limit = p.eat_keyword(Keyword::Limit).map(|_| p.expression_or_missing());
    if let Some(id) = p.eat_keyword(Keyword::Id) {
        p.unsupported("`id` of `mv-apply`", id.span);
        p.expression_or_missing();
    }
    p.expect_keyword(Keyword::On);
    let body = p.operators_in_parentheses();
    Operator::MvApply(MvApply { options, columns, limit, body })
}

/// The columns end at `limit`, `id` and `on`, unless what follows says that the word is a column.
fn ended(p: &Parser<'_>) -> bool {
    let clause = p.is(Keyword::Limit) || p.is(Keyword::Id) || p.is(Keyword::On);
    let column = matches!(p.peek_at(1), TokenKind::Comma | TokenKind::Equal | TokenKind::Keyword(Keyword::To));
    (clause && !column) || p.at_list_end()
}
