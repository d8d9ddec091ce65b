//! The codes of the engine, as data. What it refuses has the binder's code for that, `MU0201`.

use muster_source::{Code, CodeEntry};

/// The query cannot be answered for these data.
pub const FAILED: Code = Code("MU0301");
/// A table was not provided.
pub const NO_TABLE: Code = Code("MU0302");

/// A constant of the query that no data could make right.
pub const CONSTANT: Code = Code("MU0303");

/// Every code of this crate.
pub const CODES: &[CodeEntry] = &[
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
    CodeEntry::new(
        CONSTANT,
        "a constant that cannot be used",
        "A function or an operator cannot take this constant, whatever the data are: a regular expression that is none, \
         or a format with a part that is not known. Regular expressions have the syntax that Kusto documents: no \
         look-around, no back-references, and in a class `[` begins a class of its own.",
    ),
];
