//! Queries: a source and operators with `|` between them; and which operator a keyword begins.

use muster_source::{Span, nearest};

use super::Parser;
use crate::operator::{self, grammar};
use crate::{Expr, ExprKind, Keyword, Operator, OperatorNode, TokenKind, codes};

/// An operator's grammar; its keyword is taken already.
pub(crate) type Rule = fn(&mut Parser<'_>) -> Operator;

impl Parser<'_> {
    pub(crate) fn query_or_missing(&mut self) -> Expr {
        self.pipe_expression().unwrap_or_else(|| self.missing_expression())
    }

    /// `source | operator | …`, or the source alone.
    pub(crate) fn pipe_expression(&mut self) -> Option<Expr> {
        let source = self.source()?;
        Some(if self.peek() == TokenKind::Bar { self.piped(source) } else { source })
    }

    fn source(&mut self) -> Option<Expr> {
        if self.at_operator() {
            return self.head_operator().or_else(|| self.expression());
        }
        self.expression().or_else(|| self.head_operator())
    }

    /// An operator at the head of a query.
    fn head_operator(&mut self) -> Option<Expr> {
        let rule = self.rule()?;
        let node = self.nested(|p| p.operator_node(rule))?;
        let span = node.span;
        Some(Expr { kind: ExprKind::Head(node), span })
    }

    /// `datatable` and `externaldata`, which are operands.
    pub(super) fn head(&mut self, keyword: Keyword) -> Expr {
        let rule: Rule = match keyword {
            Keyword::Datatable => grammar::datatable,
            _ => grammar::externaldata,
        };
        let node = self.operator_node(rule);
        let span = node.span;
        Expr { kind: ExprKind::Head(node), span }
    }

    // In a box: unoptimized builds copy what is returned several times, and operators are large.
    fn operator_node(&mut self, rule: Rule) -> Box<OperatorNode> {
        let keyword = self.bump().span;
        let operator = rule(self);
        Box::new(OperatorNode { operator, span: self.span_from(keyword), keyword })
    }

    /// The operators after `source`.
    pub(super) fn piped(&mut self, source: Expr) -> Expr {
        let start = source.span;
        let mut operators = Vec::new();
        while self.eat(TokenKind::Bar).is_some() {
            operators.push(*self.operator_or_missing());
        }
        let kind = ExprKind::Pipe { source: Box::new(source), operators };
        Expr { kind, span: self.span_from(start) }
    }

    /// Operators that are applied to something that is not written: a pipe whose source is missing.
    pub(crate) fn operators(&mut self) -> Expr {
        let first = self.operator_or_missing();
        let start = Span::new(first.span.start as usize, first.span.start as usize);
        let mut operators = vec![*first];
        while self.eat(TokenKind::Bar).is_some() {
            operators.push(*self.operator_or_missing());
        }
        let source = Box::new(Expr { kind: ExprKind::Missing, span: start });
        Expr { kind: ExprKind::Pipe { source, operators }, span: self.span_from(start) }
    }

    /// `(operator | …)`, which has to be there.
    pub(crate) fn operators_in_parentheses(&mut self) -> Expr {
        if self.eat(TokenKind::OpenParen).is_none() {
            self.expected("(");
            let missing = self.missing_expression();
            self.expected(")");
            return missing;
        }
        let operators = self.operators();
        self.expect(TokenKind::CloseParen, ")");
        operators
    }

    /// As [`Self::operators`], where no operator stands there: `None`.
    pub(crate) fn operators_if_any(&mut self) -> Option<Expr> {
        self.rule().map(|_| self.operators())
    }

    /// One operator applied to something that is not written.
    pub(crate) fn one_operator(&mut self) -> Expr {
        let node = self.operator_or_missing();
        let (span, start) = (node.span, node.span.start as usize);
        let source = Box::new(Expr { kind: ExprKind::Missing, span: Span::new(start, start) });
        Expr { kind: ExprKind::Pipe { source, operators: vec![*node] }, span }
    }

    /// `source | keyword …`, where only that operator may follow the `|` that stands here.
    pub(crate) fn piped_once(&mut self, source: Expr, keyword: Keyword) -> Expr {
        let start = source.span;
        self.bump();
        let node = if let Some(rule) = operator::rule(keyword).filter(|_| self.is(keyword)) {
            self.operator_node(rule)
        } else {
            let message = format!("`{}` has to stand after `|` here", keyword.text());
            self.error(codes::OPERATOR_EXPECTED, message, self.here());
            self.unknown_operator()
        };
        let kind = ExprKind::Pipe { source: Box::new(source), operators: vec![*node] };
        Expr { kind, span: self.span_from(start) }
    }

    fn operator_or_missing(&mut self) -> Box<OperatorNode> {
        match self.rule() {
            Some(rule) => self.nested(|p| p.operator_node(rule)).unwrap_or_else(|| self.unknown_operator()),
            None => self.not_an_operator(),
        }
    }

    fn not_an_operator(&mut self) -> Box<OperatorNode> {
        if self.peek() != TokenKind::Identifier {
            let here = self.here();
            self.error(codes::OPERATOR_EXPECTED, "a query operator has to stand after `|`", here);
            return self.unknown_operator();
        }
        let span = self.bump().span;
        let found = self.slice(span);
        let mut d = self.diagnostic(codes::OPERATOR_EXPECTED, format!("unknown query operator `{found}`"), span);
        if let Some(near) = nearest(found, operator::NAMES.iter().copied()) {
            d = d.help(format!("a similar operator is `{near}`")).fix(span, near);
        }
        self.push(d);
        Box::new(OperatorNode { operator: Operator::Unknown { keyword: found.to_owned() }, span, keyword: span })
    }

    fn unknown_operator(&self) -> Box<OperatorNode> {
        let span = self.here();
        Box::new(OperatorNode { operator: Operator::Unknown { keyword: String::new() }, span, keyword: span })
    }

    /// The grammar of the operator whose keyword stands here.
    fn rule(&self) -> Option<Rule> {
        let TokenKind::Keyword(keyword) = self.peek() else { return None };
        let call = self.peek_at(1) == TokenKind::OpenParen;
        // `count (…)` and `range (…)` are calls.
        if call && matches!(keyword, Keyword::Count | Keyword::Range) {
            return None;
        }
        operator::rule(keyword)
    }

    /// Whether what stands here is surely an operator: many of their keywords may be names.
    pub(super) fn at_operator(&self) -> bool {
        use Keyword as W;
        let TokenKind::Keyword(keyword) = self.peek() else { return false };
        let by = self.peek_at(1) == TokenKind::Keyword(W::By);
        let option = || self.at_known_option(1);
        match keyword {
            W::Evaluate => self.scan_name(1).is_some() || option(),
            W::Facet => by,
            W::Partition | W::Reduce => by || option(),
            W::Range => self.scan_name(1).is_some_and(|length| self.peek_at(1 + length) == TokenKind::Keyword(W::From)),
            W::Render => matches!(self.peek_at(1), TokenKind::Identifier | TokenKind::Keyword(_)),
            W::InlineExternalTable => self.peek_at(1) == TokenKind::OpenParen,
            W::Fork | W::Lookup | W::InternalPartitionby => false,
            _ => !keyword.is_name() && operator::rule(keyword).is_some(),
        }
    }

    /// Skips the rest of an operator: up to a `|`, a `;` or a parenthesis that closes something around it.
    pub(crate) fn skip_operator(&mut self) {
        let mut depth = 0usize;
        loop {
            match self.peek() {
                TokenKind::End => return,
                TokenKind::Bar | TokenKind::Semicolon if depth == 0 => return,
                TokenKind::OpenParen | TokenKind::OpenBracket | TokenKind::OpenBrace => depth += 1,
                TokenKind::CloseParen | TokenKind::CloseBracket | TokenKind::CloseBrace => {
                    if depth == 0 {
                        return;
                    }
                    depth -= 1;
                }
                _ => {}
            }
            self.bump();
        }
    }

    /// A table, a database's table, or a pattern of their names.
    pub(crate) fn table_pattern(&mut self) -> Option<Expr> {
        if let Some(wildcard) = self.wildcard() {
            return Some(wildcard);
        }
        let mut path = self.call().or_else(|| self.selector())?;
        let start = path.span;
        loop {
            let below = self.height;
            let kind = match self.peek() {
                TokenKind::Dot => {
                    self.bump();
                    if let Some(wildcard) = self.wildcard() {
                        let kind = ExprKind::Path { object: Box::new(path), member: Box::new(wildcard) };
                        return Some(Expr { kind, span: self.span_from(start) });
                    }
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

    /// A column, or a member of one, without calls: `a.b['c']`.
    pub(crate) fn column_path(&mut self) -> Option<Expr> {
        let mut path = self.selector()?;
        let start = path.span;
        loop {
            let below = self.height;
            let kind = match self.peek() {
                TokenKind::Dot => {
                    self.bump();
                    self.member(path, |_| None)
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
}
