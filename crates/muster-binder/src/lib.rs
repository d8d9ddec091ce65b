//! From names to meanings: a syntax tree and a catalog give a bound tree.
//!
//! After [`bound`] there is no name to look up and no overload to choose: every column has an id that is unique in the
//! query, every expression a type, every conversion that Kusto makes silently is an explicit call, `let`s are inlined
//! (each use is bound anew, so that a table joined to itself has two sets of ids), and reads of the clock are marked.

pub mod bound;
