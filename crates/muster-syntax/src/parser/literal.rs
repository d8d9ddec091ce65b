//! Literals.

use muster_source::Span;

use super::{Parser, text::string_value};
use crate::{Expr, ExprKind, Keyword, Literal, Name, TokenKind, UnaryOp, codes};

impl Parser<'_> {
    /// A literal of any kind; signs, `typeof(…)` and `{name}` count as one, as in the values of a `datatable`.
    pub(crate) fn literal(&mut self) -> Option<Expr> {
        match self.peek() {
            TokenKind::Keyword(Keyword::Dynamic) => self.dynamic(),
            TokenKind::Keyword(Keyword::Typeof) => self.type_of(),
            TokenKind::Plus | TokenKind::Minus => self.signed_number(),
            TokenKind::OpenBrace => self.name_expression(),
            kind if kind.is_literal() => {
                let start = self.peek_span();
                let literal = self.simple_literal();
                Some(Expr { kind: ExprKind::Literal(literal), span: self.span_from(start) })
            }
            _ => None,
        }
    }

    /// The literal of the next token, and of the strings that follow a string.
    pub(super) fn simple_literal(&mut self) -> Literal {
        if self.peek() == TokenKind::String {
            return Literal::String(self.strings());
        }
        let token = self.bump();
        let text = self.slice(token.span).to_owned();
        if token.kind == TokenKind::RawGuid {
            let d = self.diagnostic(codes::RAW_GUID, "a guid has to stand in `guid(…)`", token.span);
            self.push(d.fix(token.span, format!("guid({text})")));
            let ty = Name { text: "guid".to_owned(), span: token.span, quoted: false };
            return Literal::Typed { ty, text, text_span: token.span };
        }
        if let Some(open) = text.find('(') {
            return typed(&text, open, token.span);
        }
        match token.kind {
            TokenKind::Bool => Literal::Bool(text.eq_ignore_ascii_case("true")),
            TokenKind::Real => Literal::Real(text),
            TokenKind::Timespan => Literal::Timespan(text),
            _ => Literal::Long(text),
        }
    }

    /// Adjacent strings, joined.
    fn strings(&mut self) -> String {
        let mut text = String::new();
        while let Some(token) = self.eat(TokenKind::String) {
            text.push_str(&string_value(self.slice(token.span)));
        }
        text
    }

    /// One or more adjacent strings.
    pub(crate) fn string_literal(&mut self) -> Option<Expr> {
        if self.peek() == TokenKind::String { self.literal() } else { None }
    }

    /// `-5`, `+1d`: the sign touches the number.
    fn signed_number(&mut self) -> Option<Expr> {
        let number = matches!(self.peek_at(1), TokenKind::Long | TokenKind::Real | TokenKind::Timespan)
            && self.text_at(1).starts_with(|c: char| c.is_ascii_digit());
        if !number || !self.touches(1) {
            return None;
        }
        let sign = self.bump();
        let operand = self.literal()?;
        let op = if sign.kind == TokenKind::Minus { UnaryOp::Minus } else { UnaryOp::Plus };
        let span = self.span_from(sign.span);
        Some(Expr { kind: ExprKind::Unary { op, operand: Box::new(operand) }, span })
    }

    /// `typeof(long)`, `typeof(a: long, b: string)`; a schema gives names and types in turn.
    pub(crate) fn type_of(&mut self) -> Option<Expr> {
        if !self.is(Keyword::Typeof) || self.peek_at(1) != TokenKind::OpenParen {
            return None;
        }
        let start = self.bump().span;
        self.bump();
        let mut names = Vec::new();
        let lone_type = match self.peek() {
            TokenKind::Keyword(keyword) => keyword.is_extended_type(),
            kind => kind == TokenKind::Identifier && self.peek_at(1) == TokenKind::CloseParen,
        };
        if lone_type {
            names.extend(self.word());
        } else {
            let rules = super::ListRules::of(|p| {
                p.missing("type name");
                Vec::new()
            });
            let parts = self.comma_list(&rules, |p| {
                if p.peek() == TokenKind::Asterisk {
                    return Some(vec![p.take_name(1)]);
                }
                p.column_declaration().map(|column| vec![column.name, column.ty])
            });
            names.extend(parts.into_iter().flatten());
        }
        self.expect(TokenKind::CloseParen, ")");
        Some(Expr { kind: ExprKind::TypeOf(names), span: self.span_from(start) })
    }
}

/// A typed literal, cut at its parenthesis.
fn typed(written: &str, open: usize, span: Span) -> Literal {
    let start = span.start as usize;
    let ty = written[..open].trim_end();
    let inside = &written[open + 1..];
    let inside = inside.strip_suffix(')').unwrap_or(inside);
    let mut from = open + 1 + (inside.len() - inside.trim_start().len());
    let mut text = inside.trim();
    for quote in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(quote).and_then(|t| t.strip_suffix(quote)) {
            from += 1;
            text = quoted;
            break;
        }
    }
    Literal::Typed {
        ty: Name { text: ty.to_owned(), span: Span::new(start, start + ty.len()), quoted: false },
        text: text.to_owned(),
        text_span: Span::new(start + from, start + from + text.len()),
    }
}
