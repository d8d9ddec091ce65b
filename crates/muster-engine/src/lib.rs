//! From a bound query to rows.
//!
//! [`check`] says what the engine does not do, with spans, before anything runs. [`run`] plans the query as nodes of
//! `DataFusion`'s execution plan, runs them and gives [`Rows`]. There is no logical plan and no optimizer in between: the
//! bound tree has no decision left, and `DataFusion`'s rewrites assume SQL's nulls, which are not Kusto's. What an
//! optimizer would bring here is small and done while planning: only the columns that are needed leave a table
//! (`plan.rs`), constants are folded, and predicates sit where they were written.
//!
//! Every plan has one partition and no clock but the one it is given, so the same query on the same tables gives the
//! same rows in the same order on any machine. Cases run in parallel, not the parts of one case.
//!
//! Names play no part: a column is `c` and its id. With [`Options::evidence`] a hidden last column carries, for each
//! row, the ids of the events that made it (`evidence.rs`); without it no operator does anything for it.
//!
//! This is the only crate that knows `DataFusion`, and `adapt/` are the only implementations of its traits.

mod adapt;
mod check;
pub mod codes;
mod constants;
mod evidence;
mod expr;
mod operator;
mod plan;
mod resolve;
mod run;

pub use check::check;
pub use resolve::bind_on;
pub use run::{EventId, Options, Rows, RunError, run};
