//! The codes of this crate, as data.

use muster_source::{Code, CodeEntry};

pub(crate) const NOT_A_TEST: Code = Code("MU0901");

pub(crate) const NOT_AN_EXPORT: Code = Code("MU0902");
pub(crate) const BAD_CELL: Code = Code("MU0903");
pub(crate) const NO_EVENT: Code = Code("MU0904");

/// Every code of this crate.
pub const CODES: &[CodeEntry] = &[
    CodeEntry::new(
        NOT_A_TEST,
        "a file that holds no atomic test",
        "Atomic Red Team keeps the tests of a technique in `atomics/T1234/T1234.yaml`, under `attack_technique` and `atomic_tests`.",
    ),
    CodeEntry::new(
        NOT_AN_EXPORT,
        "a file that is no export of events",
        "Exports are CSV with a header line, or JSON: one object a line, a list, or an envelope of Event Hubs.",
    ),
    CodeEntry::new(BAD_CELL, "a value of another type", "The cell stays empty, and the report counts it."),
    CodeEntry::new(
        NO_EVENT,
        "a file without an event of the table",
        "Its records are of other kinds, or of another table than `--table` names.",
    ),
];
