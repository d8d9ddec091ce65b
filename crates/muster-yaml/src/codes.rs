//! The kinds of trouble that YAML can be in, as data.

use muster_source::{Code, CodeEntry};

pub(crate) const SYNTAX: Code = Code("MU0010");
/// A tab stands in the indentation: the one fault that a lenient caller may mend and read again.
pub const TAB: Code = Code("MU0011");
pub(crate) const INDENTATION: Code = Code("MU0012");
pub(crate) const DUPLICATE_KEY: Code = Code("MU0013");
pub(crate) const DOCUMENTS: Code = Code("MU0014");
pub(crate) const TOO_MUCH: Code = Code("MU0015");
pub(crate) const ALIAS: Code = Code("MU0016");
pub(crate) const TAG: Code = Code("MU0017");
pub(crate) const KEY: Code = Code("MU0018");
pub(crate) const WRONG_TYPE: Code = Code("MU0020");
/// A key that means nothing where it stands.
pub const UNKNOWN_KEY: Code = Code("MU0021");
pub(crate) const MISSING_KEY: Code = Code("MU0022");
/// A word where one of a fixed set of others belongs.
pub const NOT_ONE_OF: Code = Code("MU0023");

/// Every code of this crate.
pub const CODES: &[CodeEntry] = &[
    CodeEntry::new(SYNTAX, "not valid YAML", "The text breaks the grammar of YAML 1.2 at this place."),
    CodeEntry::new(
        TAB,
        "tab as indentation",
        "YAML indents with spaces only; a tab has no width that everybody agrees on.",
    ),
    CodeEntry::new(
        INDENTATION,
        "indentation does not fit",
        "The line stands neither with the lines above nor below one of them. The keys of a list item stand under its \
         first key, not under its dash.",
    ),
    CodeEntry::new(
        DUPLICATE_KEY,
        "duplicate key",
        "A mapping has the same key twice. Many readers take the last one without a word; here it is an error, because \
         the other one was written for a reason.",
    ),
    CodeEntry::new(
        DOCUMENTS,
        "more than one document",
        "A file holds one document. An empty one after a closing `---` is ignored.",
    ),
    CodeEntry::new(
        TOO_MUCH,
        "too much YAML",
        "The document is longer, deeper or, with its aliases expanded, larger than anything that is written by hand.",
    ),
    CodeEntry::new(
        ALIAS,
        "alias without anchor",
        "An alias `*name` repeats a node that was marked `&name` and ended before it.",
    ),
    CodeEntry::new(TAG, "tag", "Tags such as `!include` are not interpreted; only `!!str` is."),
    CodeEntry::new(KEY, "key is not text", "The keys of a mapping are single words or texts, not lists or mappings."),
    CodeEntry::new(WRONG_TYPE, "wrong type", "The key takes another kind of value. Quoted scalars are always text."),
    CodeEntry::new(
        UNKNOWN_KEY,
        "unknown key",
        "The key means nothing here. A key that is ignored is a setting that is not in force.",
    ),
    CodeEntry::new(MISSING_KEY, "missing key", "The mapping lacks a key that it must have."),
    CodeEntry::new(NOT_ONE_OF, "not one of the choices", "The key takes one of a fixed set of words."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_of_this_floor() {
        let mut seen = std::collections::BTreeSet::new();
        for entry in CODES {
            assert!(seen.insert(entry.code), "{} is used twice", entry.code);
            assert!(entry.code.0.starts_with("MU00") && entry.code.0.len() == 6, "{}", entry.code);
            assert!(!entry.title.is_empty() && entry.explanation.ends_with('.'), "{}", entry.code);
        }
    }
}
