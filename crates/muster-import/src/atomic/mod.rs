//! Tests of Atomic Red Team.

mod scenario;
mod test;
#[cfg(test)]
mod tests;

pub use scenario::{Story, Verdict, file_stem, scenario};
pub use test::{Atomics, Executor, Test, read};
