//! The syntax of KQL: tokens, tree, parser.
//!
//! [`parse`] takes any text and always gives a tree beside the diagnostics; where something is missing the tree has
//! [`ExprKind::Missing`]. The tree is a plain value that holds spellings and byte spans, no meaning: it knows no table
//! and no function, and whether `T | count` counts rows of a table or of a `let` is not its business.

pub mod operator;
pub mod tree;

pub use operator::Operator;
pub use tree::*;
