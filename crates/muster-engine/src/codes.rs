//! The codes of the engine, as data.

use muster_source::{Code, CodeEntry};

pub(crate) const UNSUPPORTED: Code = Code("MU0201");
/// The query cannot be answered for these data.
pub const FAILED: Code = Code("MU0301");
/// A table was not provided.
pub const NO_TABLE: Code = Code("MU0302");

/// Every code of this crate.
pub const CODES: &[CodeEntry] = &[
    CodeEntry::new(
        UNSUPPORTED,
        "not supported yet",
        "The query is valid, but the engine does not do this exactly as Kusto does, so it does not do it at all.",
    ),
    CodeEntry::new(
        FAILED,
        "the query fails",
        "The query is valid and cannot be answered for these data: what Kusto calls a run-time error.",
    ),
    CodeEntry::new(
        NO_TABLE,
        "a table was not provided",
        "The query reads a table for which no data was given. An empty table has to be given as such.",
    ),
];
