//! Golden files: what did happen, recorded by the tool, reviewed and committed.

mod line;
mod store;
#[cfg(test)]
mod tests;

pub use line::{line, read_lines, same_lines};
pub use store::{Golden, Pending, accept, discard_pending, load, orphans, pending, prune, reject, write_pending};
