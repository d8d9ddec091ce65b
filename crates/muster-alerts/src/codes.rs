//! The codes of exported alerts, as data.

use muster_source::{Code, CodeEntry};

pub(crate) const BROKEN: Code = Code("MU0801");
pub(crate) const NO_ALERT: Code = Code("MU0802");
pub(crate) const NO_TIME: Code = Code("MU0803");
pub(crate) const EMPTY: Code = Code("MU0804");

/// Every code of this crate.
pub const CODES: &[CodeEntry] = &[
    CodeEntry::new(
        BROKEN,
        "an export that cannot be read",
        "Exports are JSON, NDJSON or CSV with a header line, in UTF-8.",
    ),
    CodeEntry::new(
        NO_ALERT,
        "a row that is no alert",
        "Read are rows of `AlertInfo`, `AlertEvidence`, `SecurityAlert` and `SecurityIncident`, and alerts of Microsoft Graph.",
    ),
    CodeEntry::new(NO_TIME, "an alert with a time that is none", "Times are ISO 8601, or as the portals write them."),
    CodeEntry::new(
        EMPTY,
        "an export with nothing in it",
        "No alert at all is an empty list `[]`, or a header line alone.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_of_this_floor() {
        let mut seen = std::collections::BTreeSet::new();
        for entry in CODES {
            assert!(seen.insert(entry.code), "{} is used twice", entry.code);
            assert!(entry.code.0.starts_with("MU08") && entry.code.0.len() == 6, "{}", entry.code);
            assert!(!entry.title.is_empty() && entry.explanation.ends_with('.'), "{}", entry.code);
        }
    }
}
