//! The syntax of KQL: tokens, tree, parser.
//!
//! [`parse`] takes any text and always gives a tree beside the diagnostics; where something is missing the tree has
//! [`ExprKind::Missing`]. The tree is a plain value that holds spellings and byte spans, no meaning: it knows no table
//! and no function, and whether `T | count` counts rows of a table or of a `let` is not its business.
//!
//! # From text to tokens
//!
//! [`lex`] cuts the text into [`Token`]s that tile it, white space and comments included, and never fails. Three things
//! about KQL's tokens are unusual. Keywords may have signs in them: `mv-expand`, `!has_cs`, `in~`, `hint.strategy` and
//! `matches regex` (with exactly one space) are one token each. A typed literal such as `datetime(2020-01-01 10:00)` is
//! one token up to its parenthesis, since what stands in it follows no grammar. And a string ends at an escape that does
//! not exist, so that `"C:\Windows"` is an unclosed string followed by rubble.
//!
//! # From tokens to the tree
//!
//! The parser is written by hand: a function for each rule, in [`operator`] a file for each operator, and for the
//! operators of expressions one loop over their levels. A rule gives `None` and takes nothing where its thing does not
//! begin; its caller then either tries the next rule or puts something missing in its place and says so.
//!
//! KQL has few reserved words. `count`, `take` or `join` are columns as well as operators, so that
//! `T extend x = 1` is not a missing `|` but two statements without a semicolon between them. [`Keyword::is_name`] and
//! [`Keyword::is_declared_name`] say where which word may be a name.
//!
//! Some things that a reader may expect elsewhere are faults of meaning, not of syntax, and parse: any operator may
//! stand at the head of a query, `where a = 1` is a named expression, and any known option may follow any operator.
//! What Kusto has and muster has not (`macro-expand`, `datascope`, …) is refused here with `MU0103`; the `graph-…`
//! operators are skipped whole as [`Operator::Graph`], for the binder to refuse.
//!
//! # Diagnostics
//!
//! The first diagnostic of a text has the code and the place that Microsoft's parser has for it; both are tested against
//! a corpus. That decides how lists go on after a missing comma, that a missing expression is shown right after the word
//! before it, and that a missing token is shown at the next token if that is near and on the same line. After a
//! fault, reading goes on at the next `|` or `;`; Microsoft's parser stops there.
//!
//! # Limits
//!
//! No text exhausts the stack: nesting ends at [`MAX_DEPTH`] and chains like `a or b or c …`, whose trees are as deep as
//! they are long, at [`MAX_CHAIN`]. The two bound the depth of every tree, and so the stack that the floors above need to
//! walk it. Pipelines and lists have no limit.

pub mod codes;
mod foreign;
mod keyword;
mod lex;
pub mod operator;
mod parser;
mod token;
pub mod tree;
mod walk;

use muster_source::{Diagnostic, Source};

pub use keyword::Keyword;
pub use lex::lex;
pub use operator::Operator;
pub use parser::{MAX_CHAIN, MAX_DEPTH};
pub use token::{Token, TokenFault, TokenKind};
pub use tree::*;
pub use walk::Child;

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
    let mut diagnostics = parser.finish();
    foreign::explain(source, &mut diagnostics);
    Parsed { query, diagnostics }
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
