//! `parse` and `parse-where`.

use muster_source::Span;

use super::OperatorOption;
use crate::parser::{Equal, Parser};
use crate::{Expr, Keyword, Name, Operator, TokenKind};

/// `parse`, `parse-where`.
#[derive(Debug, Clone, PartialEq)]
pub struct Parse {
    /// `kind=simple|regex|relaxed`, `flags=…`.
    pub options: Vec<OperatorOption>,
    /// The text that is parsed.
    pub value: Expr,
    /// The pattern.
    pub pattern: Vec<ParsePart>,
}

/// One part of a `parse` pattern.
#[derive(Debug, Clone, PartialEq)]
pub enum ParsePart {
    /// `*`: skip.
    Star(Span),
    /// A string that must be there.
    Text(Expr),
    /// `name[: type]`: a column.
    Column {
        /// Its name.
        name: Name,
        /// Its type as written, `string` where none is.
        ty: Option<Name>,
    },
}

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    Operator::Parse(rest(p))
}

pub(crate) fn parse_where(p: &mut Parser<'_>) -> Operator {
    Operator::ParseWhere(rest(p))
}

fn rest(p: &mut Parser<'_>) -> Parse {
    let options = p.options(&["flags"], Equal::Needed);
    let value = p.expression_or_missing();
    p.expect_keyword(Keyword::With);
    let mut pattern = Vec::new();
    while let Some(part) = part(p) {
        pattern.push(part);
    }
    Parse { options, value, pattern }
}

fn part(p: &mut Parser<'_>) -> Option<ParsePart> {
    if let Some(star) = p.eat(TokenKind::Asterisk) {
        return Some(ParsePart::Star(star.span));
    }
    if let Some(text) = p.string_literal() {
        return Some(ParsePart::Text(text));
    }
    let (name, ty) = p.column_and_perhaps_type()?;
    Some(ParsePart::Column { name, ty })
}
