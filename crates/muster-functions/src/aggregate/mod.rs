//! Aggregates, one a file.
//!
//! The block between the markers is written by the test `index_is_current`.

// index: begin
mod count;

/// Every aggregate, by file name.
pub const ALL: &[&crate::Aggregate] = &[&count::COUNT];
// index: end
