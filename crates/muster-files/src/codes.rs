//! The codes of data files, as data.

use muster_source::{Code, CodeEntry};

pub(crate) const BAD_VALUE: Code = Code("MU0031");
pub(crate) const UNKNOWN_COLUMN: Code = Code("MU0032");
pub(crate) const BAD_ROW: Code = Code("MU0033");
pub(crate) const NOT_UTF8: Code = Code("MU0034");
pub(crate) const REFUSED: Code = Code("MU0035");
pub(crate) const BROKEN: Code = Code("MU0036");
pub(crate) const UNKNOWN_FORMAT: Code = Code("MU0037");

/// Every code of this crate.
pub const CODES: &[CodeEntry] = &[
    CodeEntry::new(BAD_VALUE, "a value of another type", "A value cannot be read as the type of its column."),
    CodeEntry::new(
        UNKNOWN_COLUMN,
        "a column that the table has not",
        "A rule that names it would not find it in production.",
    ),
    CodeEntry::new(
        BAD_ROW,
        "a line that is no row",
        "NDJSON has one JSON object a line, CSV as many cells as the header.",
    ),
    CodeEntry::new(NOT_UTF8, "text that is not UTF-8", "Data files in text formats are UTF-8."),
    CodeEntry::new(REFUSED, "a file that cannot be opened", "The operating system refuses to read or write it."),
    CodeEntry::new(
        BROKEN,
        "a file that is not what it says",
        "The file is damaged, cut off, or of another format than its name tells.",
    ),
    CodeEntry::new(
        UNKNOWN_FORMAT,
        "a format that is not known",
        "The format is told by the name: .ndjson, .jsonl, .json, .csv, .parquet, .arrow.",
    ),
];
