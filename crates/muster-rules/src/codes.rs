//! The kinds of trouble that packs and rules can be in, as data.

use muster_source::{Code, CodeEntry};

pub(crate) const UNREADABLE: Code = Code("MU0401");
pub(crate) const NOT_UTF8: Code = Code("MU0402");
pub(crate) const EMPTY_FILE: Code = Code("MU0403");
pub(crate) const NOT_A_RULE: Code = Code("MU0404");
pub(crate) const BYTE_ORDER_MARK: Code = Code("MU0405");
pub(crate) const SCALAR_FOR_LIST: Code = Code("MU0406");
pub(crate) const NO_KIND: Code = Code("MU0407");
pub(crate) const TABS: Code = Code("MU0408");
pub(crate) const CRLF: Code = Code("MU0409");
pub(crate) const FENCE: Code = Code("MU0410");
pub(crate) const EMPTY_QUERY: Code = Code("MU0411");
pub(crate) const DURATION: Code = Code("MU0412");
pub(crate) const ATTACK: Code = Code("MU0413");
pub(crate) const GUID: Code = Code("MU0414");
pub(crate) const DUPLICATE_RULE: Code = Code("MU0420");
/// A pack has no rule: nothing would be tested, and that must not pass for success.
pub const NO_RULES: Code = Code("MU0421");
pub(crate) const NO_PACK: Code = Code("MU0422");
pub(crate) const DUPLICATE_SUPPRESSION: Code = Code("MU0430");
pub(crate) const UNACCOUNTED: Code = Code("MU0431");
pub(crate) const NO_SUCH_RULE: Code = Code("MU0432");
pub(crate) const GLOB: Code = Code("MU0433");
pub(crate) const DATE: Code = Code("MU0434");
pub(crate) const EMPTY_PREDICATE: Code = Code("MU0435");
pub(crate) const NOT_KEBAB: Code = Code("MU0436");
pub(crate) const ALIAS_NAME: Code = Code("MU0440");
pub(crate) const EMPTY_ALIAS: Code = Code("MU0441");
pub(crate) const NO_SUCH_ALIAS: Code = Code("MU0442");
pub(crate) const NO_WORKSPACE: Code = Code("MU0450");

/// Every code of this crate.
pub const CODES: &[CodeEntry] = &[
    CodeEntry::new(
        UNREADABLE,
        "file cannot be read",
        "The file is not there, may not be read, or is too large for what it should be.",
    ),
    CodeEntry::new(
        NOT_UTF8,
        "file is not UTF-8",
        "All files of a pack are UTF-8; the place of the first other byte is given.",
    ),
    CodeEntry::new(EMPTY_FILE, "empty file", "The file has no content, so there is nothing to load."),
    CodeEntry::new(
        NOT_A_RULE,
        "not a rule file",
        "Rules are `.yaml`, `.yml`, `.json` and `.kql` files; another file in the folder is not loaded.",
    ),
    CodeEntry::new(
        BYTE_ORDER_MARK,
        "byte order mark",
        "The file begins with a byte order mark; it is read as if it did not.",
    ),
    CodeEntry::new(
        SCALAR_FOR_LIST,
        "one value where a list belongs",
        "Sentinel's schema wants a list; a single value is read as a list of one.",
    ),
    CodeEntry::new(
        NO_KIND,
        "analytics rule without kind",
        "A rule with a schedule and no `kind` is read as `Scheduled`.",
    ),
    CodeEntry::new(
        TABS,
        "tabs as indentation",
        "YAML forbids them. In a rule file each is read as four spaces if the file is valid that way.",
    ),
    CodeEntry::new(CRLF, "Windows line ends", "Line ends are CR LF; queries read the same."),
    CodeEntry::new(
        FENCE,
        "query in a Markdown fence",
        "The query stands between lines of three backquotes; they are not part of it.",
    ),
    CodeEntry::new(EMPTY_QUERY, "empty query", "The rule has no query, or one of comments only."),
    CodeEntry::new(
        DURATION,
        "not a duration",
        "Durations are ISO 8601 (`PT1H`, `P14D`) or a number with `s`, `m`, `h` or `d`.",
    ),
    CodeEntry::new(
        ATTACK,
        "not an ATT&CK name",
        "Tactics are written as Sentinel writes them, techniques as `T1059` or `T1059.001`.",
    ),
    CodeEntry::new(GUID, "not a GUID", "Upstream identifies rules by GUID; another id works here, and nowhere else."),
    CodeEntry::new(
        DUPLICATE_RULE,
        "duplicate rule id",
        "Two files of a pack give the same rule id; golden files could not tell them apart.",
    ),
    CodeEntry::new(
        NO_RULES,
        "pack without rules",
        "The pack has no rule that could be loaded, so there is nothing to test.",
    ),
    CodeEntry::new(NO_PACK, "not a pack", "A pack is a folder with a `pack.yaml`."),
    CodeEntry::new(
        DUPLICATE_SUPPRESSION,
        "duplicate suppression id",
        "Two suppressions have the same id; outcomes name them by it.",
    ),
    CodeEntry::new(
        UNACCOUNTED,
        "suppression nobody answers for",
        "A suppression opens a blind spot: it has an owner, a reason and a date when it ends.",
    ),
    CodeEntry::new(
        NO_SUCH_RULE,
        "no such rule",
        "A pattern of a suppression matches no rule of the pack, so the suppression does nothing.",
    ),
    CodeEntry::new(GLOB, "not a pattern", "Patterns are ids with `*`, `?`, `[...]` and `{a,b}`."),
    CodeEntry::new(DATE, "not a date", "Dates are written year-month-day, such as `2027-06-30`."),
    CodeEntry::new(
        EMPTY_PREDICATE,
        "empty predicate",
        "`when` is a KQL predicate over the table's columns and the pack's fields.",
    ),
    CodeEntry::new(
        NOT_KEBAB,
        "id is not in kebab case",
        "Ids are lower-case words joined by hyphens; they become names of files.",
    ),
    CodeEntry::new(
        ALIAS_NAME,
        "not a field name",
        "A field is named by words joined by dots, such as `process.command_line`.",
    ),
    CodeEntry::new(
        EMPTY_ALIAS,
        "field without expression",
        "A field stands for a column or a KQL expression over columns.",
    ),
    CodeEntry::new(NO_SUCH_ALIAS, "no such field", "The predicate names a field that `pack.yaml` does not define."),
    CodeEntry::new(NO_WORKSPACE, "no workspace", "No `muster.yaml` in this folder or one above it."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_of_this_floor() {
        let mut seen = std::collections::BTreeSet::new();
        for entry in CODES {
            assert!(seen.insert(entry.code), "{} is used twice", entry.code);
            assert!(entry.code.0.starts_with("MU04") && entry.code.0.len() == 6, "{}", entry.code);
            assert!(!entry.title.is_empty() && entry.explanation.ends_with('.'), "{}", entry.code);
        }
    }
}
