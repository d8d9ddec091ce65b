//! Pairs of rows that more than equal keys bring together: lookups of plugins.

use super::{Expr, Relation};

/// Each row of the left input with the rows of the right one that match it.
#[derive(Debug, Clone, PartialEq)]
pub struct Matching {
    /// Left input.
    pub left: Relation,
    /// Right input, which is read whole before the left one.
    pub right: Relation,
    /// What makes a match.
    pub test: MatchTest,
    /// Whether left rows without a match are kept.
    pub outer: bool,
}

/// What makes a match.
#[derive(Debug, Clone, PartialEq)]
pub enum MatchTest {
    /// The address of the left row lies in the network of the right row. An address that lies in several networks makes
    /// the query fail.
    Network {
        /// Kind of addresses.
        family: Family,
        /// On the left input, a `string`.
        address: Expr,
        /// On the right input, a `string`.
        network: Expr,
        /// Further pairs of keys of equal type; null equals no key.
        on: Vec<(Expr, Expr)>,
    },
    /// This `bool` on the columns of both inputs is true.
    Predicate(Expr),
}

/// Kinds of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}
