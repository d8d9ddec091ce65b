//! The machinery of the parser: where it stands in the tokens, what it has to say, and lists.
//!
//! The grammar itself is in the modules beside and in [`crate::operator`]. Rules give `None` and take nothing where
//! their thing does not begin; callers that need it then put something missing in its place and say so.

mod chain;
mod expression;
mod json;
mod literal;
mod name;
mod option;
mod query;
mod schema;
mod statement;
mod text;

use muster_source::{Code, Diagnostic, Source, Span};

use crate::{Expr, ExprKind, Keyword, Name, Token, TokenFault, TokenKind, codes, lex, operator};

pub(crate) use option::Equal;
pub(crate) use query::Rule;

/// How deep expressions, sub-queries and `dynamic` values nest. It bounds the stack that a tree takes from parser,
/// binder and `Drop` alike; real rules nest a dozen deep.
pub const MAX_DEPTH: u32 = 100;

/// How long a chain of operators of one precedence, of members or of indexes may be: `a or b or c …` is a tree as deep
/// as the chain is long. Real rules have about a hundred.
pub const MAX_CHAIN: u32 = 1000;

/// After that many errors nobody reads on.
const MAX_DIAGNOSTICS: usize = 100;

pub(crate) struct Parser<'s> {
    source: &'s Source,
    /// Without trivia; the last one is [`TokenKind::End`].
    tokens: Vec<Token>,
    at: usize,
    diagnostics: Vec<Diagnostic>,
    depth: u32,
    /// Links of chains along the deepest way down the expressions read in the present list; see [`MAX_CHAIN`].
    height: u32,
    /// The rest of the text was given up; nothing more is said.
    given_up: bool,
}

impl<'s> Parser<'s> {
    pub(crate) fn new(source: &'s Source) -> Self {
        let mut tokens = lex(source);
        tokens.retain(|t| !t.kind.is_trivia());
        Self { source, tokens, at: 0, diagnostics: Vec::new(), depth: 0, height: 0, given_up: false }
    }

    /// What was wrong, in the order of the text.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        self.diagnostics.sort_by_key(|d| d.labels.first().map(|l| l.span.start));
        // A character that KQL does not have is unexpected twice: by itself, and where it stands.
        let place = |d: &Diagnostic| d.labels.first().map(|l| l.span);
        self.diagnostics.dedup_by(|next, one| next.message == one.message && place(next) == place(one));
        self.diagnostics
    }

    // Tokens

    fn token(&self, ahead: usize) -> Token {
        let last = self.tokens.len().saturating_sub(1);
        self.tokens[(self.at + ahead).min(last)]
    }

    pub(crate) fn peek(&self) -> TokenKind {
        self.token(0).kind
    }

    pub(crate) fn peek_at(&self, ahead: usize) -> TokenKind {
        self.token(ahead).kind
    }

    pub(crate) fn peek_span(&self) -> Span {
        self.token(0).span
    }

    pub(crate) fn peek_text(&self) -> &'s str {
        self.source.slice(self.peek_span())
    }

    fn text_at(&self, ahead: usize) -> &'s str {
        self.source.slice(self.token(ahead).span)
    }

    pub(crate) fn slice(&self, span: Span) -> &'s str {
        self.source.slice(span)
    }

    /// Whether the token `ahead` touches the one before it.
    fn touches(&self, ahead: usize) -> bool {
        let at = self.at + ahead;
        at > 0 && self.tokens.get(at).is_some_and(|t| t.span.start == self.tokens[at - 1].span.end)
    }

    pub(crate) fn is(&self, keyword: Keyword) -> bool {
        self.peek() == TokenKind::Keyword(keyword)
    }

    /// Takes the next token, whatever it is, and says what is wrong with it.
    pub(crate) fn bump(&mut self) -> Token {
        let token = self.token(0);
        match token.fault {
            None => {}
            Some(TokenFault::Unclosed(quote)) => {
                let end = Span::new(token.span.end as usize, token.span.end as usize);
                let mut d = self.diagnostic(codes::UNCLOSED, format!("missing closing `{quote}`"), end);
                if matches!(quote, "\"" | "'") && self.source.text()[token.span.end as usize..].starts_with('\\') {
                    d = d.help(format!(
                        "`\\` begins an escape; write `\\\\` for a backslash, or `@{quote}…{quote}` for a text without escapes"
                    ));
                }
                self.push(d);
            }
            Some(TokenFault::Unexpected) => {
                let text = self.slice(token.span);
                let mut d = self.diagnostic(codes::UNEXPECTED_CHARACTER, format!("unexpected `{text}`"), token.span);
                if matches!(text, "“" | "”" | "‘" | "’") {
                    d = d.help("strings stand in straight quotes: `\"…\"` or `'…'`");
                }
                self.push(d);
            }
        }
        if token.kind != TokenKind::End {
            self.at += 1;
        }
        token
    }

    pub(crate) fn eat(&mut self, kind: TokenKind) -> Option<Token> {
        (self.peek() == kind).then(|| self.bump())
    }

    pub(crate) fn eat_keyword(&mut self, keyword: Keyword) -> Option<Token> {
        self.eat(TokenKind::Keyword(keyword))
    }

    /// Takes a token that has to be there.
    pub(crate) fn expect(&mut self, kind: TokenKind, text: &str) {
        if self.eat(kind).is_none() {
            self.expected(text);
        }
    }

    pub(crate) fn expect_keyword(&mut self, keyword: Keyword) {
        self.expect(TokenKind::Keyword(keyword), keyword.text());
    }

    // Places

    /// Where the last token taken ends.
    pub(crate) fn end(&self) -> usize {
        self.at.checked_sub(1).map_or(0, |i| self.tokens[i].span.end as usize)
    }

    pub(crate) fn last_span(&self) -> Span {
        self.at.checked_sub(1).map_or(Span::new(0, 0), |i| self.tokens[i].span)
    }

    pub(crate) fn last_text(&self) -> &'s str {
        self.slice(self.last_span())
    }

    /// From `start` to the end of the last token taken.
    pub(crate) fn span_from(&self, start: Span) -> Span {
        Span::new(start.start as usize, self.end())
    }

    /// The empty place after the last token taken.
    pub(crate) fn here(&self) -> Span {
        Span::new(self.end(), self.end())
    }

    /// Where a missing token is shown: at the next token if that is near and on the same line, else [`Self::here`].
    fn next_or_here(&self) -> Span {
        let next = self.peek_span();
        let between = self.source.text().get(self.end()..next.start as usize).unwrap_or("");
        let near = between.chars().count() < 2 && !between.contains(['\n', '\r', '\u{2028}', '\u{2029}']);
        if near { next } else { self.here() }
    }

    // Diagnostics

    fn diagnostic(&self, code: Code, message: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic::error(code, message, self.source, span)
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.insert(self.diagnostics.len(), diagnostic);
    }

    /// Says something before what was said from `index` on.
    fn insert(&mut self, index: usize, diagnostic: Diagnostic) {
        if self.diagnostics.len() < MAX_DIAGNOSTICS && !self.given_up {
            self.diagnostics.insert(index.min(self.diagnostics.len()), diagnostic);
        }
    }

    pub(crate) fn error(&mut self, code: Code, message: impl Into<String>, span: Span) {
        let diagnostic = self.diagnostic(code, message, span);
        self.push(diagnostic);
    }

    /// A token is missing.
    pub(crate) fn expected(&mut self, text: &str) {
        let diagnostic = self.expected_here(text);
        self.push(diagnostic);
    }

    fn expected_here(&self, text: &str) -> Diagnostic {
        let d = self.diagnostic(codes::EXPECTED, format!("expected `{text}`"), self.next_or_here());
        // Many operators' keywords may be names: without its `|` an operator looks like one more thing of a list.
        match self.peek() {
            TokenKind::Keyword(keyword) if matches!(text, "," | ";") && operator::rule(keyword).is_some() => {
                d.help(format!("as an operator, `{}` has a `|` before it", keyword.text()))
            }
            _ => d.help(format!("write `{text}` here")),
        }
    }

    /// Something other than a token is missing.
    pub(crate) fn missing(&mut self, what: &str) {
        self.error(codes::MISSING, format!("missing {what}"), self.here());
    }

    fn missing_or_keyword(&mut self, what: &str) {
        let mut d = self.diagnostic(codes::MISSING, format!("missing {what}"), self.here());
        if matches!(self.peek(), TokenKind::Keyword(_)) {
            let word = self.peek_text();
            d = d.help(format!("`{word}` is a keyword; as a name it is written `['{word}']`"));
        }
        self.push(d);
    }

    pub(crate) fn missing_expression(&mut self) -> Expr {
        self.missing_or_keyword("expression");
        self.nothing()
    }

    pub(crate) fn missing_name(&mut self) -> Name {
        self.missing_or_keyword("name");
        self.no_name()
    }

    pub(crate) fn missing_name_expression(&mut self) -> Expr {
        let name = self.missing_name();
        Expr { span: name.span, kind: ExprKind::Missing }
    }

    /// [`ExprKind::Missing`] at this place, without a word.
    pub(crate) fn nothing(&self) -> Expr {
        Expr { kind: ExprKind::Missing, span: self.here() }
    }

    pub(crate) fn no_name(&self) -> Name {
        Name { text: String::new(), span: self.here(), quoted: false }
    }

    /// Refuses something that Kusto has and muster has not.
    pub(crate) fn unsupported(&mut self, what: &str, span: Span) {
        self.error(codes::UNSUPPORTED, format!("{what} is not supported"), span);
    }

    /// A token that stands for a name is missing.
    pub(crate) fn expected_name(&mut self) {
        self.missing_token("name");
    }

    /// A token of several kinds is missing.
    pub(crate) fn missing_token(&mut self, what: &str) {
        self.error(codes::MISSING, format!("missing {what}"), self.next_or_here());
    }

    pub(crate) fn missing_value(&mut self) -> Expr {
        self.missing("value");
        self.nothing()
    }

    // Nesting

    /// Runs a rule one level deeper. Too deep, the rest of the text is given up: nothing after it could be read right.
    pub(crate) fn nested<T>(&mut self, rule: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            self.give_up(codes::TOO_DEEP, format!("nested more than {MAX_DEPTH} levels deep"));
            return None;
        }
        self.depth += 1;
        let result = rule(self);
        self.depth -= 1;
        Some(result)
    }

    /// Says why the text is read no further and goes to its end, where every rule fails at once.
    fn give_up(&mut self, code: Code, message: String) {
        let span = self.peek_span();
        self.diagnostics.truncate(MAX_DIAGNOSTICS - 1);
        let diagnostic = self.diagnostic(code, message, span).help("write parts of it as `let` statements");
        self.push(diagnostic);
        self.given_up = true;
        self.at = self.tokens.len() - 1;
    }

    // Lists

    /// Whether a list ends here in any case.
    pub(crate) fn at_list_end(&self) -> bool {
        use TokenKind as K;
        matches!(self.peek(), K::CloseParen | K::CloseBracket | K::CloseBrace | K::Bar | K::Semicolon | K::End)
    }

    /// Elements between commas. A comma that is missing between two of them is said to be missing where `rules` has an
    /// end; otherwise the list ends there.
    pub(crate) fn comma_list<T>(
        &mut self,
        rules: &ListRules<'s, T>,
        mut element: impl FnMut(&mut Self) -> Option<T>,
    ) -> Vec<T> {
        let mut list = Vec::new();
        let ended = |p: &Self| rules.end.is_some_and(|end| end(p));
        let mut next = if ended(self) { None } else { element(self) };
        if next.is_none() && self.peek() == TokenKind::Comma {
            next = rules.missing.map(|missing| missing(self));
        }
        while let Some(item) = next.take() {
            list.push(item);
            if self.peek() == TokenKind::End || ended(self) {
                break;
            }
            if self.eat(TokenKind::Comma).is_some() {
                next = if ended(self) { None } else { element(self) };
                if next.is_none() {
                    if !rules.trailing_comma {
                        list.extend(rules.missing.map(|missing| missing(self)));
                    }
                    break;
                }
            } else if rules.end.is_some() {
                let comma = self.expected_here(",");
                let said = self.diagnostics.len();
                next = element(self);
                if next.is_some() {
                    self.insert(said, comma);
                }
            }
        }
        if list.is_empty() && rules.at_least_one {
            list.extend(rules.missing.map(|missing| missing(self)));
        }
        list
    }

    /// A list of expressions that ends where any list ends.
    pub(crate) fn expressions(
        &mut self,
        at_least_one: bool,
        element: impl FnMut(&mut Self) -> Option<Expr>,
    ) -> Vec<Expr> {
        let rules = ListRules { at_least_one, ..ListRules::of(Self::missing_expression) };
        self.comma_list(&rules, element)
    }
}

/// How a list is read.
pub(crate) struct ListRules<'s, T> {
    /// What is put where an element is missing.
    pub(crate) missing: Option<fn(&mut Parser<'s>) -> T>,
    /// Where the list ends; without it, at the first thing that is no comma.
    pub(crate) end: Option<fn(&Parser<'s>) -> bool>,
    /// The list must not be empty.
    pub(crate) at_least_one: bool,
    /// A comma may stand after the last element.
    pub(crate) trailing_comma: bool,
}

impl<'s, T> ListRules<'s, T> {
    /// A list, perhaps empty, that ends where any list ends.
    pub(crate) fn of(missing: fn(&mut Parser<'s>) -> T) -> Self {
        Self { missing: Some(missing), end: Some(Parser::at_list_end), at_least_one: false, trailing_comma: false }
    }

    pub(crate) fn at_least_one(self) -> Self {
        Self { at_least_one: true, ..self }
    }

    pub(crate) fn trailing_comma(self) -> Self {
        Self { trailing_comma: true, ..self }
    }

    pub(crate) fn ends_at(self, end: fn(&Parser<'s>) -> bool) -> Self {
        Self { end: Some(end), ..self }
    }

    /// The list ends at the first thing that is no comma.
    pub(crate) fn without_end(self) -> Self {
        Self { end: None, ..self }
    }
}

#[cfg(test)]
mod tests;
