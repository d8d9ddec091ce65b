//! The syntax of KQL: tokens, tree, parser.

pub mod codes;
mod keyword;
mod lex;
pub mod operator;
mod parser;
mod token;
pub mod tree;

use muster_source::{Diagnostic, Source};

pub use keyword::Keyword;
pub use lex::lex;
pub use operator::Operator;
pub use parser::{MAX_CHAIN, MAX_DEPTH};
pub use token::{Token, TokenFault, TokenKind};
pub use tree::*;

use parser::Parser;

/// What [`parse`] makes of a text.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The tree, as far as the text could be read.
    pub query: Query,
    /// What is wrong with the text, in its order.
    pub diagnostics: Vec<Diagnostic>,
}

/// What [`parse_function`] makes of a text.
#[derive(Debug, Clone)]
pub struct ParsedFunction {
    /// The function, as far as the text could be read.
    pub function: FunctionDeclaration,
    /// What is wrong with the text, in its order.
    pub diagnostics: Vec<Diagnostic>,
}

/// What [`parse_expression`] makes of a text.
#[derive(Debug, Clone)]
pub struct ParsedExpression {
    /// The expression, as far as the text could be read.
    pub expression: Expr,
    /// What is wrong with the text, in its order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses a query.
#[must_use]
pub fn parse(source: &Source) -> Parsed {
    let mut parser = Parser::new(source);
    let query = parser.query();
    Parsed { query, diagnostics: parser.finish() }
}

/// Parses the text of a saved function: `(parameters) { body }`.
#[must_use]
pub fn parse_function(source: &Source) -> ParsedFunction {
    let mut parser = Parser::new(source);
    let function = parser.function();
    parser.expect_end();
    ParsedFunction { function, diagnostics: parser.finish() }
}

/// Parses one scalar expression, such as the predicate of a suppression.
#[must_use]
pub fn parse_expression(source: &Source) -> ParsedExpression {
    let mut parser = Parser::new(source);
    let expression = parser.expression_or_missing();
    parser.expect_end();
    ParsedExpression { expression, diagnostics: parser.finish() }
}
