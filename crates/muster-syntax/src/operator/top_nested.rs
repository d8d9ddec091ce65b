//! `top-nested`.

use crate::parser::Parser;
use crate::{Expr, Keyword, Operator, TokenKind};

/// `top-nested [n] of column [with others=…] by aggregate [asc|desc]`
#[derive(Debug, Clone, PartialEq)]
pub struct TopNestedClause {
    /// How many; all where left out.
    pub count: Option<Expr>,
    /// Of what.
    pub of: Expr,
    /// `with others = …`
    pub others: Option<Expr>,
    /// The aggregate.
    pub by: Expr,
    /// `asc`
    pub ascending: Option<bool>,
}

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let mut clauses = vec![clause(p)];
    loop {
        let comma = p.eat(TokenKind::Comma).is_some();
        if !comma && p.is(Keyword::TopNested) {
            p.expected(",");
        }
        if p.eat_keyword(Keyword::TopNested).is_some() {
            clauses.push(clause(p));
            continue;
        }
        if comma {
            p.missing("`top-nested` and its clause");
        }
        break;
    }
    Operator::TopNested { clauses }
}

/// From after the keyword.
fn clause(p: &mut Parser<'_>) -> TopNestedClause {
    let count = p.named_expression();
    p.expect_keyword(Keyword::Of);
    let of = p.named_or_missing();
    let others = p.eat_keyword(Keyword::With).map(|_| {
        p.expect_keyword(Keyword::Others);
        p.expect(TokenKind::Equal, "=");
        p.expression_or_missing()
    });
    p.expect_keyword(Keyword::By);
    let key = super::sort::key(p).unwrap_or_else(|| super::sort::missing_key(p));
    if let Some(nulls) = key.nulls_first {
        let word = if nulls { "`nulls first` of `top-nested`" } else { "`nulls last` of `top-nested`" };
        p.unsupported(word, key.value.span);
    }
    TopNestedClause { count, of, others, by: key.value, ascending: key.ascending }
}
