//! The codes of a replay, as data.

use muster_source::{Code, CodeEntry};

pub(crate) const SINK: Code = Code("MU0701");
pub(crate) const INSECURE: Code = Code("MU0702");
/// A token that is not there.
pub const TOKEN: Code = Code("MU0703");
pub(crate) const REFUSED: Code = Code("MU0704");
/// A sink that does not take a batch.
pub const UNREACHABLE: Code = Code("MU0705");
pub(crate) const TOO_LARGE: Code = Code("MU0706");
pub(crate) const FILE: Code = Code("MU0707");
/// A file that is no journal.
pub const JOURNAL: Code = Code("MU0708");
pub(crate) const OTHER_REPLAY: Code = Code("MU0709");
pub(crate) const START: Code = Code("MU0710");

/// Every code of this crate.
pub const CODES: &[CodeEntry] = &[
    CodeEntry::new(
        SINK,
        "no sink",
        "A sink is `-`, a file, or an address with its kind in front; see `docs/replay.md`.",
    ),
    CodeEntry::new(
        INSECURE,
        "an address without TLS",
        "Telemetry and tokens go over `https://`; `http://` is for this machine, or for those who say so.",
    ),
    CodeEntry::new(
        TOKEN,
        "no token",
        "Tokens come from the environment alone, never from an argument, an address or a file.",
    ),
    CodeEntry::new(
        REFUSED,
        "the sink refuses",
        "The answer will be the same however often the batch is sent. What was sent before it stays sent.",
    ),
    CodeEntry::new(
        UNREACHABLE,
        "the sink does not take a batch",
        "It was sent as often as `--retries` allows. With a journal the replay can be taken up again.",
    ),
    CodeEntry::new(TOO_LARGE, "an event larger than a batch", "An event is never split and never left out."),
    CodeEntry::new(FILE, "a file that cannot be written", "The operating system refuses to read or write it."),
    CodeEntry::new(
        JOURNAL,
        "a broken journal",
        "A journal has one JSON object a line, as `muster replay` writes it. A last line that was cut is no fault.",
    ),
    CodeEntry::new(
        OTHER_REPLAY,
        "the journal of another replay",
        "A replay is taken up with the scenario, the sink and the limits that it began with; else batches would differ.",
    ),
    CodeEntry::new(START, "a time that no event can have", "Shifted events must stay in the years 1601 to 9900."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_of_this_floor() {
        let mut seen = std::collections::BTreeSet::new();
        for entry in CODES {
            assert!(seen.insert(entry.code), "{} is used twice", entry.code);
            assert!(entry.code.0.starts_with("MU07") && entry.code.0.len() == 6, "{}", entry.code);
            assert!(!entry.title.is_empty() && entry.explanation.ends_with('.'), "{}", entry.code);
        }
    }
}
