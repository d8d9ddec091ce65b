//! `project-reorder`.

use crate::parser::{ListRules, Parser};
use crate::{Expr, Keyword, Operator, TokenKind};

/// One entry of `project-reorder`.
#[derive(Debug, Clone, PartialEq)]
pub struct ReorderKey {
    /// A column, a wildcard or `*`.
    pub column: Expr,
    /// The order of what a wildcard matches.
    pub order: ReorderOrder,
}

/// The order of what a wildcard matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReorderOrder {
    /// As in the input.
    AsIs,
    /// `asc`
    Ascending,
    /// `desc`
    Descending,
    /// `granny-asc`: digits by value.
    GrannyAscending,
    /// `granny-desc`
    GrannyDescending,
}

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let rules = ListRules::of(|p| ReorderKey { column: p.missing_expression(), order: ReorderOrder::AsIs });
    Operator::ProjectReorder { columns: p.comma_list(&rules, key) }
}

fn key(p: &mut Parser<'_>) -> Option<ReorderKey> {
    let column = p.wildcard_or_name()?;
    let order = match p.peek() {
        TokenKind::Keyword(Keyword::Asc) => ReorderOrder::Ascending,
        TokenKind::Keyword(Keyword::Desc) => ReorderOrder::Descending,
        TokenKind::Keyword(Keyword::GrannyAsc) => ReorderOrder::GrannyAscending,
        TokenKind::Keyword(Keyword::GrannyDesc) => ReorderOrder::GrannyDescending,
        _ => return Some(ReorderKey { column, order: ReorderOrder::AsIs }),
    };
    p.bump();
    Some(ReorderKey { column, order })
}
