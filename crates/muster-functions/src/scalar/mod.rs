//! Scalar functions and operators, one a file.
//!
//! The block between the markers is written by the test `index_is_current`.

// index: begin
mod strlen;

/// Every scalar function and operator, by file name.
pub const ALL: &[&crate::Scalar] = &[&strlen::STRLEN];
// index: end
