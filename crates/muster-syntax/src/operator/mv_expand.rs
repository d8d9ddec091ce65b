//! `mv-expand`.

use super::OperatorOption;
use crate::parser::{Equal, ListRules, Parser};
use crate::{Expr, ExprKind, Keyword, Name, Operator};

/// `mv-expand`.
#[derive(Debug, Clone, PartialEq)]
pub struct MvExpand {
    /// `kind=bag|array`, `bagexpansion=…`, `with_itemindex=name`.
    pub options: Vec<OperatorOption>,
    /// What is expanded.
    pub columns: Vec<ExpandColumn>,
    /// `limit n`
    pub limit: Option<Expr>,
}

/// `name = value to typeof(type)`
#[derive(Debug, Clone, PartialEq)]
pub struct ExpandColumn {
    /// The column or the named expression.
    pub value: Expr,
    /// `to typeof(type)`
    pub to: Option<Name>,
}

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let options = p.options(&[], Equal::Needed);
    let rules = ListRules::of(|p| ExpandColumn { value: p.missing_expression(), to: None })
        .ends_at(|p| p.is(Keyword::Limit) || p.at_list_end())
        .at_least_one();
    let columns = p.comma_list(&rules, expand_column);
    let limit = p.eat_keyword(Keyword::Limit).map(|_| p.expression_or_missing());
    Operator::MvExpand(MvExpand { options, columns, limit })
}

/// `name = value to typeof(type)`
pub(crate) fn expand_column(p: &mut Parser<'_>) -> Option<ExpandColumn> {
    let value = if p.is(Keyword::To) { p.missing_expression() } else { p.named_expression()? };
    let to = p.eat_keyword(Keyword::To).map(|_| type_of(p));
    Some(ExpandColumn { value, to })
}

fn type_of(p: &mut Parser<'_>) -> Name {
    let Some(Expr { kind: ExprKind::TypeOf(mut names), span }) = p.type_of() else {
        p.missing("`typeof(…)`");
        return p.no_name();
    };
    if names.len() > 1 {
        p.unsupported("a schema after `to`", span);
    }
    names.truncate(1);
    names.pop().unwrap_or_else(|| p.no_name())
}
