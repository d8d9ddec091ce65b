//! Names: plain, in brackets, in braces, with wildcards.

use muster_source::Span;

use super::{Parser, text::string_value};
use crate::{Expr, ExprKind, Keyword, Name, TokenKind, codes};

impl Parser<'_> {
    fn is_identifier(kind: TokenKind) -> bool {
        match kind {
            TokenKind::Identifier => true,
            TokenKind::Keyword(keyword) => keyword.is_name(),
            _ => false,
        }
    }

    /// An identifier, or a keyword that may be one where a name is declared.
    fn is_declared_identifier(kind: TokenKind) -> bool {
        match kind {
            TokenKind::Identifier => true,
            TokenKind::Keyword(keyword) => keyword.is_declared_name(),
            _ => false,
        }
    }

    /// How many tokens a name takes, counted from `ahead`.
    pub(crate) fn scan_name(&self, ahead: usize) -> Option<usize> {
        self.scan_name_of(ahead, Self::is_identifier)
    }

    /// As [`Self::scan_name`], where a name is declared.
    pub(crate) fn scan_declared_name(&self, ahead: usize) -> Option<usize> {
        self.scan_name_of(ahead, Self::is_declared_identifier)
    }

    fn scan_name_of(&self, ahead: usize, fits: fn(TokenKind) -> bool) -> Option<usize> {
        match self.peek_at(ahead) {
            TokenKind::OpenBracket => self.scan_bracketed(ahead),
            TokenKind::OpenBrace => self.scan_braced(ahead),
            kind => fits(kind).then_some(1),
        }
    }

    /// `['…']`
    fn scan_bracketed(&self, ahead: usize) -> Option<usize> {
        let mut strings = 0;
        while self.peek_at(ahead + 1 + strings) == TokenKind::String {
            strings += 1;
        }
        let closed = self.peek_at(ahead + 1 + strings) == TokenKind::CloseBracket;
        (self.peek_at(ahead) == TokenKind::OpenBracket && strings > 0 && closed).then_some(strings + 2)
    }

    /// `{name}`: a place that a workbook or a dashboard fills in.
    fn scan_braced(&self, ahead: usize) -> Option<usize> {
        let word = matches!(self.peek_at(ahead + 1), TokenKind::Identifier | TokenKind::Keyword(_));
        let closed = self.peek_at(ahead + 2) == TokenKind::CloseBrace;
        (word && closed && self.touches(ahead + 1) && self.touches(ahead + 2)).then_some(3)
    }

    /// A name where one is used.
    pub(crate) fn name(&mut self) -> Option<Name> {
        let length = self.scan_name(0)?;
        Some(self.take_name(length))
    }

    /// A name where one is declared: more keywords may be one there.
    pub(crate) fn declared_name(&mut self) -> Option<Name> {
        let length = self.scan_declared_name(0)?;
        Some(self.take_name(length))
    }

    /// The next `length` tokens as a name.
    pub(super) fn take_name(&mut self, length: usize) -> Name {
        let start = self.peek_span();
        let quoted = self.peek() == TokenKind::OpenBracket;
        let mut inside = String::new();
        for _ in 0..length {
            let token = self.bump();
            if token.kind == TokenKind::String {
                inside.push_str(&string_value(self.slice(token.span)));
            }
        }
        let span = self.span_from(start);
        let text = if quoted { inside } else { self.slice(span).to_owned() };
        Name { text, span, quoted }
    }

    /// `name =`
    pub(crate) fn name_before_equal(&mut self) -> Option<Name> {
        let length = self.scan_name(0).filter(|length| self.peek_at(*length) == TokenKind::Equal)?;
        let name = self.take_name(length);
        self.bump();
        Some(name)
    }

    /// A name that has to be there.
    pub(crate) fn expect_name(&mut self) -> Name {
        self.name().unwrap_or_else(|| self.missing_name())
    }

    pub(crate) fn name_expression(&mut self) -> Option<Expr> {
        self.name().map(Self::as_expression)
    }

    pub(crate) fn as_expression(name: Name) -> Expr {
        Expr { span: name.span, kind: ExprKind::Name(name) }
    }

    /// The next token as a name, whatever keyword it is.
    pub(crate) fn word(&mut self) -> Option<Name> {
        matches!(self.peek(), TokenKind::Identifier | TokenKind::Keyword(_)).then(|| self.take_name(1))
    }

    /// How many tokens a name with `*` in it takes.
    pub(crate) fn scan_wildcard(&self, ahead: usize) -> Option<usize> {
        let mut length = if self.peek_at(ahead) == TokenKind::Asterisk {
            1
        } else if Self::is_declared_identifier(self.peek_at(ahead))
            && self.peek_at(ahead + 1) == TokenKind::Asterisk
            && self.touches(ahead + 1)
        {
            2
        } else {
            return None;
        };
        let part = |kind| matches!(kind, TokenKind::Asterisk | TokenKind::Long) || Self::is_declared_identifier(kind);
        while part(self.peek_at(ahead + length)) && self.touches(ahead + length) {
            length += 1;
        }
        Some(length)
    }

    /// `Device*`
    pub(crate) fn wildcard(&mut self) -> Option<Expr> {
        let length = self.scan_wildcard(0)?;
        Some(Self::as_expression(self.take_name(length)))
    }

    /// `Device*` or a name.
    pub(crate) fn wildcard_or_name(&mut self) -> Option<Expr> {
        self.wildcard().or_else(|| self.name_expression())
    }

    /// `[Device*]`
    fn bracketed_wildcard(&mut self) -> Option<Expr> {
        self.scan_wildcard(1)?;
        let start = self.bump().span;
        let length = self.scan_wildcard(0)?;
        let name = self.take_name(length);
        self.expect(TokenKind::CloseBracket, "]");
        let span = self.span_from(start);
        Some(Expr { kind: ExprKind::Name(Name { span, ..name }), span })
    }

    /// A member of a path, or the name at its head: a name, `['name']`, `[index]`, `@`.
    pub(crate) fn selector(&mut self) -> Option<Expr> {
        match self.peek() {
            TokenKind::OpenBracket => {
                self.bracketed_wildcard().or_else(|| self.name_expression()).or_else(|| self.lone_index())
            }
            TokenKind::At => {
                let span = self.bump().span;
                self.unsupported("`@`", span);
                Some(Expr { kind: ExprKind::Missing, span })
            }
            TokenKind::Keyword(Keyword::Kind | Keyword::Withsource | Keyword::WithSource) => {
                Some(Self::as_expression(self.take_name(1)))
            }
            _ => self.name_expression(),
        }
    }

    /// `[expression]` with nothing before it.
    fn lone_index(&mut self) -> Option<Expr> {
        let start = self.peek_span();
        let object = Expr { kind: ExprKind::Missing, span: Span::new(start.start as usize, start.start as usize) };
        let index = self.index()?;
        let span = self.span_from(start);
        self.unsupported("an index without something before it", span);
        Some(Expr { kind: ExprKind::Index { object: Box::new(object), index: Box::new(index) }, span })
    }

    /// A keyword that stands where only a name can stand: it was meant as one.
    pub(crate) fn keyword_as_name(&mut self) -> Option<Expr> {
        use Keyword as W;
        use TokenKind as K;
        if !matches!(self.peek(), K::Keyword(_)) {
            return None;
        }
        let named = match self.peek_at(1) {
            K::EqualEqual
            | K::BangEqual
            | K::EqualTilde
            | K::BangTilde
            | K::Greater
            | K::GreaterEqual
            | K::Less
            | K::LessEqual
            | K::Asterisk
            | K::Slash
            | K::Percent
            | K::CloseParen
            | K::CloseBracket
            | K::CloseBrace
            | K::Dot
            | K::Comma
            | K::Colon
            | K::Bar => true,
            K::Keyword(next) => {
                matches!(next, W::And | W::Or | W::Between | W::NotBetween)
                    || super::chain::string_operator(K::Keyword(next)).is_some()
                    || super::chain::list_operator(K::Keyword(next)).is_some()
            }
            _ => false,
        };
        if !named {
            return None;
        }
        let name = self.take_name(1);
        self.needs_brackets(&name);
        Some(Self::as_expression(name))
    }

    pub(super) fn needs_brackets(&mut self, name: &Name) {
        let message = format!("the name `{0}` has to be written `['{0}']` here", name.text);
        let d = self.diagnostic(codes::NAME_NEEDS_BRACKETS, message, name.span);
        let fix = format!("['{}']", name.text);
        self.push(d.fix(name.span, fix));
    }

    /// How many tokens a name with dashes in it takes.
    pub(super) fn scan_dashed(&self) -> usize {
        let word = |kind| matches!(kind, TokenKind::Identifier | TokenKind::Keyword(_));
        if !word(self.peek()) {
            return 0;
        }
        let mut length = 1;
        while self.touches(length) && (word(self.peek_at(length)) || self.peek_at(length) == TokenKind::Minus) {
            length += 1;
        }
        length
    }
}
