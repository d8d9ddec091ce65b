//! Operands: what stands between operators. Calls, paths, indexes, parentheses; and named expressions.

use super::{ListRules, Parser};
use crate::{Expr, ExprKind, Keyword, Name, TokenKind, UnaryOp};

impl Parser<'_> {
    /// A sign, or none, and a path.
    pub(super) fn operand(&mut self) -> Option<Expr> {
        let op = match self.peek() {
            TokenKind::Minus => UnaryOp::Minus,
            TokenKind::Plus => UnaryOp::Plus,
            _ => return self.path(),
        };
        let start = self.bump().span;
        let operand = Box::new(self.path().unwrap_or_else(|| self.missing_expression()));
        Some(Expr { kind: ExprKind::Unary { op, operand }, span: self.span_from(start) })
    }

    /// A call, a literal or a name, with `.member` and `[index]` behind it.
    pub(crate) fn path(&mut self) -> Option<Expr> {
        if self.is(Keyword::Totable) {
            return Some(self.scalar_or_table());
        }
        let head = self.primary()?;
        let start = head.span;
        let mut path = head;
        loop {
            let below = self.height;
            let kind = match self.peek() {
                TokenKind::Dot => {
                    self.bump();
                    self.member(path, Self::call)
                }
                TokenKind::OpenBracket => {
                    let Some(index) = self.index() else { break };
                    ExprKind::Index { object: Box::new(path), index: Box::new(index) }
                }
                _ => break,
            };
            path = Expr { kind, span: self.span_from(start) };
            self.link(below);
        }
        Some(path)
    }

    /// What follows a dot; `call` reads a call where one may stand. `a.[0]` is `a[0]`.
    pub(super) fn member(&mut self, object: Expr, call: fn(&mut Self) -> Option<Expr>) -> ExprKind {
        let object = Box::new(object);
        if self.peek() == TokenKind::OpenBracket && self.scan_name(0).is_none() && self.scan_wildcard(1).is_none() {
            let index = Box::new(self.index().unwrap_or_else(|| self.nothing()));
            return ExprKind::Index { object, index };
        }
        let member = call(self).or_else(|| self.selector()).unwrap_or_else(|| self.missing_name_expression());
        ExprKind::Path { object, member: Box::new(member) }
    }

    /// `[index]`
    pub(super) fn index(&mut self) -> Option<Expr> {
        self.eat(TokenKind::OpenBracket)?;
        let index = self.expression().unwrap_or_else(|| self.missing_name_expression());
        self.expect(TokenKind::CloseBracket, "]");
        Some(index)
    }

    fn primary(&mut self) -> Option<Expr> {
        use TokenKind as K;
        match self.peek() {
            K::OpenParen => Some(self.parenthesized()),
            K::Keyword(Keyword::Dynamic) => self.literal(),
            K::Keyword(Keyword::Datatable) => Some(self.head(Keyword::Datatable)),
            K::Keyword(Keyword::Externaldata | Keyword::ExternalData) => Some(self.head(Keyword::Externaldata)),
            K::Keyword(Keyword::Toscalar) => Some(self.scalar_or_table()),
            K::Keyword(Keyword::InternalContextualDatatable | Keyword::MaterializedViewCombine) => {
                Some(self.unsupported_call())
            }
            kind if kind.is_literal() => self.literal(),
            _ => {
                if let Some(special) = self.type_of().or_else(|| self.materialize()).or_else(|| self.call()) {
                    return Some(special);
                }
                let selector = self.selector().or_else(|| self.keyword_as_name())?;
                self.data_scope();
                Some(selector)
            }
        }
    }

    /// `(expression or query)`
    pub(crate) fn parenthesized(&mut self) -> Expr {
        let start = self.bump().span;
        let inside = Box::new(self.query_or_missing());
        self.expect(TokenKind::CloseParen, ")");
        Expr { kind: ExprKind::Parenthesized(inside), span: self.span_from(start) }
    }

    /// `toscalar(query)`, `totable(query)`
    fn scalar_or_table(&mut self) -> Expr {
        let name = self.take_name(1);
        let option = self.option_with_equal("kind").map(|option| {
            let span = option.name.span.to(option.value.span);
            Expr { kind: ExprKind::Named { names: vec![option.name], value: Box::new(option.value) }, span }
        });
        self.query_call(name, option)
    }

    /// `materialize(query)`
    pub(super) fn materialize(&mut self) -> Option<Expr> {
        if !self.is(Keyword::Materialize) || self.peek_at(1) != TokenKind::OpenParen {
            return None;
        }
        let name = self.take_name(1);
        Some(self.query_call(name, None))
    }

    /// The arguments of a function that takes one query.
    fn query_call(&mut self, name: Name, option: Option<Expr>) -> Expr {
        let start = name.span;
        self.expect(TokenKind::OpenParen, "(");
        let mut arguments: Vec<Expr> = option.into_iter().collect();
        arguments.push(self.query_or_missing());
        self.expect(TokenKind::CloseParen, ")");
        Expr { kind: ExprKind::Call { name, arguments }, span: self.span_from(start) }
    }

    /// Skips something that looks like `keyword (…)`.
    fn unsupported_call(&mut self) -> Expr {
        let start = self.peek_span();
        let name = self.take_name(1);
        self.unsupported(&format!("`{}`", name.text), name.span);
        self.skip_operator();
        Expr { kind: ExprKind::Missing, span: self.span_from(start) }
    }

    /// `datascope=hotcache`
    pub(crate) fn data_scope(&mut self) {
        if let Some(keyword) = self.eat_keyword(Keyword::Datascope) {
            self.unsupported("`datascope`", keyword.span);
            self.expect(TokenKind::Equal, "=");
            if self.word().is_none() {
                self.expected("all");
            }
        }
    }

    /// Whether a name and a parenthesis stand here.
    pub(crate) fn at_call(&self) -> bool {
        self.scan_name(0).is_some_and(|length| self.peek_at(length) == TokenKind::OpenParen)
    }

    /// Whether a call stands after the dot that stands here.
    pub(crate) fn at_call_after_dot(&self) -> bool {
        self.scan_name(1).is_some_and(|length| self.peek_at(1 + length) == TokenKind::OpenParen)
    }

    /// `function(arguments)`
    pub(crate) fn call(&mut self) -> Option<Expr> {
        if !self.at_call() {
            return None;
        }
        let name = self.name()?;
        let start = name.span;
        self.bump();
        let arguments = self.expressions(false, Self::argument);
        self.expect(TokenKind::CloseParen, ")");
        Some(Expr { kind: ExprKind::Call { name, arguments }, span: self.span_from(start) })
    }

    fn argument(&mut self) -> Option<Expr> {
        let alone = matches!(self.peek_at(1), TokenKind::CloseParen | TokenKind::Comma);
        if self.peek() == TokenKind::Asterisk && alone {
            return self.star();
        }
        self.named_expression()
    }

    /// `*`
    pub(crate) fn star(&mut self) -> Option<Expr> {
        let span = self.eat(TokenKind::Asterisk)?.span;
        Some(Expr { kind: ExprKind::Star, span })
    }

    /// `expression`, `name = expression`, `(a, b) = expression`
    pub(crate) fn named_expression(&mut self) -> Option<Expr> {
        let start = self.peek_span();
        let named = |p: &Self, length: usize| p.peek_at(length) == TokenKind::Equal;
        let names = if let Some(length) = self.scan_declared_name(0).filter(|l| named(self, *l)) {
            vec![self.take_name(length)]
        } else if let length @ 1.. = self.scan_dashed()
            && named(self, length)
        {
            let name = self.take_name(length);
            self.needs_brackets(&name);
            vec![name]
        } else if self.scan_name_list().is_some_and(|length| named(self, length)) {
            self.name_list()
        } else {
            return self.expression();
        };
        self.expect(TokenKind::Equal, "=");
        let value = Box::new(self.expression_or_missing());
        Some(Expr { kind: ExprKind::Named { names, value }, span: self.span_from(start) })
    }

    pub(crate) fn named_or_missing(&mut self) -> Expr {
        self.named_expression().unwrap_or_else(|| self.missing_expression())
    }

    /// How many tokens `(a, b)` takes.
    fn scan_name_list(&self) -> Option<usize> {
        if self.peek() != TokenKind::OpenParen {
            return None;
        }
        let mut ahead = 1;
        while let Some(length) = self.scan_declared_name(ahead) {
            ahead += length;
            if self.peek_at(ahead) != TokenKind::Comma {
                break;
            }
            ahead += 1;
        }
        (self.peek_at(ahead) == TokenKind::CloseParen).then_some(ahead + 1)
    }

    fn name_list(&mut self) -> Vec<Name> {
        self.bump();
        let rules = ListRules::of(Self::missing_name).at_least_one();
        let names = self.comma_list(&rules, Self::declared_name);
        self.expect(TokenKind::CloseParen, ")");
        names
    }
}
