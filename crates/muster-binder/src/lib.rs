//! From names to meanings: a syntax tree and a catalog give a bound tree.
//!
//! After [`bind`] there is no name to look up and no overload to choose: every column has an id that is unique in the
//! query, every expression a type, every conversion that Kusto makes silently is an explicit call, `let`s are inlined
//! (each use has ids of its own, so that a table joined to itself has two sets of them), and reads of the clock are
//! marked.
//!
//! What Kusto's published binder accepts is bound, also where nobody can run it yet: such parts stand in the tree as
//! [`bound::RelationKind::Unsupported`] and [`bound::ExprKind::Unsupported`], with the right columns and types, so that
//! a query can be checked in whole and refused before it runs. What Kusto's service refuses although its binder lets
//! it pass (a comparison of a `string` with an `int`) is such a part too.
//!
//! Faults have Microsoft's codes and places; see [`codes`].

#![expect(clippy::needless_pass_by_value, reason = "every operator takes its input whole, whether or not it keeps it")]
#![expect(clippy::single_match_else, reason = "a match shows what is looked for and what happens without it")]

mod binder;
pub mod bound;
pub mod codes;
mod expr;
mod function;
mod literal;
mod naming;
mod operator;
mod overload;
mod pattern;
mod query;
mod refresh;
mod scope;
mod special;
mod statement;
mod tabular;

pub use query::{Bound, ResultColumn, bind, bind_filter, bind_with, result_schema};
pub use refresh::with_value;
