//! Statements, and the text as a whole.

use muster_source::Span;

use super::{ListRules, Parser};
use crate::{
    Expr, ExprKind, FunctionDeclaration, Keyword, Let, LetValue, PatternCase, PatternDeclaration, Query, SetOption,
    Statement, TokenKind, codes,
};

impl Parser<'_> {
    /// The whole text.
    pub(crate) fn query(&mut self) -> Query {
        while self.eat(TokenKind::Directive).is_some() {}
        let statements = self.all_statements();
        Query { statements, span: Span::new(0, self.source.text().len()) }
    }

    /// Statements up to the end. What cannot be read is skipped: up to the next `|`, which goes on with the query
    /// before it, or the next `;`.
    fn all_statements(&mut self) -> Vec<Statement> {
        let mut statements = self.statements();
        while self.peek() != TokenKind::End {
            self.skip_fragment();
            if self.peek() == TokenKind::Bar {
                let before = statements.pop_if(|s| matches!(s, Statement::Expression(_)));
                let source = if let Some(Statement::Expression(source)) = before {
                    source
                } else {
                    let bar = self.peek_span().start as usize;
                    Expr { kind: ExprKind::Missing, span: Span::new(bar, bar) }
                };
                statements.push(Statement::Expression(self.piped(source)));
            }
            self.eat(TokenKind::Semicolon);
            statements.extend(self.statements());
        }
        statements
    }

    /// Says that the text goes on where it should not, and skips what cannot be read.
    fn skip_fragment(&mut self) {
        let first = self.peek();
        let said = self.diagnostics.len();
        let fragment = self.fragment();
        // A `|` or `;` that is itself the fault is what to go on with.
        if matches!(first, TokenKind::Bar | TokenKind::Semicolon) {
            self.push(fragment);
            return;
        }
        self.bump();
        // What is wrong with the token itself comes first.
        let said = if self.diagnostics.len() > said { said + 1 } else { said };
        self.insert(said, fragment);
        loop {
            self.skip_operator();
            if matches!(self.peek(), TokenKind::End | TokenKind::Bar | TokenKind::Semicolon) {
                return;
            }
            self.bump();
        }
    }

    fn fragment(&self) -> muster_source::Diagnostic {
        let span = self.peek_span();
        let text = self.slice(span);
        let message = match self.peek() {
            TokenKind::Directive => "unexpected `#`".to_owned(),
            _ => format!("unexpected `{text}`"),
        };
        let d = self.diagnostic(codes::FRAGMENT, message, span);
        match self.peek() {
            TokenKind::Equal => d.help("`==` compares; `=` gives a name, only before an expression"),
            TokenKind::CloseParen => d.help("no parenthesis is open here"),
            TokenKind::Directive => d.help("a comment begins with `//`"),
            _ => d,
        }
    }

    /// Says that something is left over, for texts that are one expression or one function.
    pub(crate) fn expect_end(&mut self) {
        if self.peek() != TokenKind::End {
            let fragment = self.fragment();
            self.push(fragment);
        }
    }

    /// Statements as far as they go. A semicolon between two of them that is missing is said to be missing.
    fn statements(&mut self) -> Vec<Statement> {
        let mut statements = Vec::new();
        let mut next = self.statement();
        while let Some(statement) = next {
            statements.push(statement);
            if self.eat(TokenKind::Semicolon).is_some() {
                next = self.statement();
            } else {
                let semicolon = self.expected_here(";");
                let said = self.diagnostics.len();
                next = self.statement();
                if next.is_some() {
                    self.insert(said, semicolon);
                }
            }
        }
        statements
    }

    fn statement(&mut self) -> Option<Statement> {
        self.height = 0;
        let after = self.peek_at(1);
        let is = |keyword| after == TokenKind::Keyword(keyword);
        match self.peek() {
            TokenKind::Keyword(Keyword::Let) if self.scan_name(1).is_some() => self.let_statement().map(Statement::Let),
            TokenKind::Keyword(Keyword::Set) => Some(self.set_option()),
            TokenKind::Keyword(Keyword::Declare) if is(Keyword::Pattern) => Some(self.pattern()),
            TokenKind::Keyword(Keyword::Declare) if is(Keyword::QueryParameters) => self.query_parameters(),
            TokenKind::Keyword(Keyword::Restrict) if is(Keyword::Access) => Some(self.restrict()),
            TokenKind::Keyword(Keyword::Alias) if is(Keyword::Database) => Some(self.alias()),
            _ => self.pipe_expression().map(Statement::Expression),
        }
    }

    fn let_statement(&mut self) -> Option<Let> {
        let start = self.eat_keyword(Keyword::Let)?.span;
        let name = self.expect_name();
        self.expect(TokenKind::Equal, "=");
        let value = if self.at_function() {
            LetValue::Function(self.function())
        } else if self.is(Keyword::EntityGroup) && self.peek_at(1) == TokenKind::OpenBracket {
            LetValue::Expression(self.entity_group())
        } else if let Some(materialized) = self.materialize() {
            // `materialize(…)` ends the statement: nothing can follow it but `;`.
            LetValue::Expression(materialized)
        } else {
            LetValue::Expression(self.query_or_missing())
        };
        Some(Let { name, value, span: self.span_from(start) })
    }

    fn entity_group(&mut self) -> Expr {
        let start = self.bump().span;
        self.unsupported("`entity_group`", start);
        self.bump();
        self.expressions(true, Self::expression);
        self.expect(TokenKind::CloseBracket, "]");
        Expr { kind: ExprKind::Missing, span: self.span_from(start) }
    }

    /// `[view] (parameters) { body }`
    pub(crate) fn function(&mut self) -> FunctionDeclaration {
        let start = if self.peek() == TokenKind::End { self.here() } else { self.peek_span() };
        let view = self.eat_keyword(Keyword::View).is_some();
        let parameters = if self.eat(TokenKind::OpenParen).is_some() {
            self.parameters(false)
        } else {
            self.expected("(");
            self.expected(")");
            Vec::new()
        };
        let body = if self.peek() == TokenKind::OpenBrace {
            self.body(true)
        } else {
            self.expected("{");
            self.expected("}");
            Vec::new()
        };
        FunctionDeclaration { view, parameters, body, span: self.span_from(start) }
    }

    /// `{ let …; query }`
    fn body(&mut self, may_declare: bool) -> Vec<Statement> {
        self.nested(|p| {
            p.expect(TokenKind::OpenBrace, "{");
            let mut statements = Vec::new();
            loop {
                let statement = match p.peek() {
                    TokenKind::Keyword(Keyword::Let) => p.let_statement().map(Statement::Let),
                    TokenKind::Keyword(Keyword::Declare) if may_declare => p.query_parameters(),
                    _ => None,
                };
                let Some(statement) = statement else { break };
                statements.push(statement);
                p.expect(TokenKind::Semicolon, ";");
            }
            statements.extend(p.pipe_expression().map(Statement::Expression));
            p.eat(TokenKind::Semicolon);
            p.expect(TokenKind::CloseBrace, "}");
            statements
        })
        .unwrap_or_default()
    }

    fn set_option(&mut self) -> Statement {
        let start = self.bump().span;
        let name = self.expect_name();
        let value = self.eat(TokenKind::Equal).map(|_| self.expression_or_missing());
        Statement::Set(SetOption { name, value, span: self.span_from(start) })
    }

    fn query_parameters(&mut self) -> Option<Statement> {
        let start = self.eat_keyword(Keyword::Declare)?.span;
        self.expect_keyword(Keyword::QueryParameters);
        self.expect(TokenKind::OpenParen, "(");
        let parameters = self.parameters(true);
        Some(Statement::QueryParameters(parameters, self.span_from(start)))
    }

    fn restrict(&mut self) -> Statement {
        let start = self.bump().span;
        self.expect_keyword(Keyword::Access);
        self.expect_keyword(Keyword::To);
        self.expect(TokenKind::OpenParen, "(");
        let tables = self.expressions(true, Self::table_pattern);
        self.expect(TokenKind::CloseParen, ")");
        if self.is(Keyword::With) {
            let with = self.peek_span();
            self.unsupported("`with` after `restrict access to`", with);
            self.properties();
        }
        Statement::Restrict(tables, self.span_from(start))
    }

    fn alias(&mut self) -> Statement {
        let start = self.bump().span;
        self.expect_keyword(Keyword::Database);
        let name = self.expect_name();
        self.expect(TokenKind::Equal, "=");
        let value = self.expression_or_missing();
        Statement::Alias(name, value, self.span_from(start))
    }

    fn pattern(&mut self) -> Statement {
        let start = self.bump().span;
        self.bump();
        let name = self.expect_name();
        let mut declaration =
            PatternDeclaration { name, parameters: Vec::new(), path: None, cases: Vec::new(), span: start };
        if self.eat(TokenKind::Equal).is_some() {
            self.expect(TokenKind::OpenParen, "(");
            declaration.parameters = self.parameters(false);
            if self.eat(TokenKind::OpenBracket).is_some() {
                declaration.path = Some(self.column_or_missing());
                self.expect(TokenKind::CloseBracket, "]");
            }
            self.expect(TokenKind::OpenBrace, "{");
            while self.peek() == TokenKind::OpenParen {
                let case = self.pattern_case();
                declaration.cases.push(case);
            }
            if declaration.cases.is_empty() {
                self.missing("case of the pattern: `(value) = { query };`");
            }
            self.expect(TokenKind::CloseBrace, "}");
        }
        declaration.span = self.span_from(start);
        Statement::Pattern(declaration)
    }

    fn pattern_case(&mut self) -> PatternCase {
        let start = self.bump().span;
        let rules = ListRules::of(|p| {
            p.missing("string");
            p.nothing()
        });
        let values = self.comma_list(&rules.at_least_one(), Self::expression);
        self.expect(TokenKind::CloseParen, ")");
        let path = self.eat(TokenKind::Dot).map(|_| {
            self.expect(TokenKind::OpenBracket, "[");
            let value = self.literal().unwrap_or_else(|| {
                self.missing("string");
                self.nothing()
            });
            self.expect(TokenKind::CloseBracket, "]");
            value
        });
        self.expect(TokenKind::Equal, "=");
        let body = self.body(false);
        self.expect(TokenKind::Semicolon, ";");
        PatternCase { values, path, body, span: self.span_from(start) }
    }
}
