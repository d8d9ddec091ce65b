//! `find`.

use super::OperatorOption;
use crate::parser::{Equal, ListRules, Parser};
use crate::{Expr, ExprKind, Keyword, Operator, TokenKind};

/// `find [withsource=…] [in (tables)] where predicate [project …]`
#[derive(Debug, Clone, PartialEq)]
pub struct Find {
    /// `withsource=…`, hints.
    pub options: Vec<OperatorOption>,
    /// `in (…)`
    pub tables: Vec<Expr>,
    /// The predicate.
    pub predicate: Expr,
    /// `project …`; none for `project-smart`. `name: type` is `name = typeof(type)` here.
    pub columns: Vec<Expr>,
}

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    p.data_scope();
    let options = p.options(&[], Equal::Assumed);
    let tables = tables(p);
    let where_needed = !options.is_empty() || tables.is_some();
    if p.eat_keyword(Keyword::Where).is_none() && where_needed {
        p.expected("where");
    }
    let predicate = p.expression_or_missing();
    let columns = match p.peek() {
        TokenKind::Keyword(Keyword::Project) => {
            p.bump();
            columns(p)
        }
        TokenKind::Keyword(Keyword::ProjectSmart) => {
            p.bump();
            Vec::new()
        }
        TokenKind::Keyword(Keyword::InternalProjectAway) => {
            let span = p.bump().span;
            p.unsupported("`__projectAway`", span);
            columns(p)
        }
        _ => Vec::new(),
    };
    Operator::Find(Find { options, tables: tables.unwrap_or_default(), predicate, columns })
}

/// `in (tables)`, of `find` and `search`.
pub(crate) fn tables(p: &mut Parser<'_>) -> Option<Vec<Expr>> {
    p.eat_keyword(Keyword::In)?;
    p.expect(TokenKind::OpenParen, "(");
    let tables = p.expressions(true, table);
    p.expect(TokenKind::CloseParen, ")");
    Some(tables)
}

/// A table or a pattern; a plain name may be renamed: `T | as X`.
fn table(p: &mut Parser<'_>) -> Option<Expr> {
    let table = p.table_pattern()?;
    let renamed = matches!(table.kind, ExprKind::Name(_)) && p.peek() == TokenKind::Bar;
    Some(if renamed { p.piped_once(table, Keyword::As) } else { table })
}

fn columns(p: &mut Parser<'_>) -> Vec<Expr> {
    let rules = ListRules::of(Parser::missing_expression).without_end().at_least_one();
    p.comma_list(&rules, column)
}

/// `column`, `column: type`, `pack(*)`, `*`. A type makes it `name = typeof(type)` in the tree.
fn column(p: &mut Parser<'_>) -> Option<Expr> {
    if p.is(Keyword::Pack) {
        return p.call();
    }
    if let Some(star) = p.star() {
        return Some(star);
    }
    let name = p.name()?;
    let start = name.span;
    if p.eat(TokenKind::Colon).is_none() {
        return Some(Parser::as_expression(name));
    }
    let ty = p.extended_type_name();
    let value = Box::new(Expr { span: ty.span, kind: ExprKind::TypeOf(vec![ty]) });
    Some(Expr { kind: ExprKind::Named { names: vec![name], value }, span: p.span_from(start) })
}
