//! The kinds of trouble that scenarios and their data can be in, as data.

use muster_source::{Code, CodeEntry};

pub(crate) const FILE: Code = Code("MU0501");
pub(crate) const FOLDER: Code = Code("MU0502");
pub(crate) const DUPLICATE: Code = Code("MU0503");
pub(crate) const SHAPE: Code = Code("MU0504");
pub(crate) const INSTANT: Code = Code("MU0505");
pub(crate) const DURATION: Code = Code("MU0506");
pub(crate) const LIMIT: Code = Code("MU0507");
pub(crate) const UNKNOWN_IMAGE: Code = Code("MU0510");
pub(crate) const UNKNOWN_BEHAVIOR: Code = Code("MU0511");
pub(crate) const PARAMETER: Code = Code("MU0512");
pub(crate) const UNKNOWN_PROFILE: Code = Code("MU0513");
pub(crate) const PLACEHOLDER: Code = Code("MU0514");
pub(crate) const UNKNOWN_ACCOUNT: Code = Code("MU0515");
pub(crate) const UNKNOWN_CAST: Code = Code("MU0516");
pub(crate) const UNKNOWN_STEP: Code = Code("MU0517");
pub(crate) const OUTSIDE: Code = Code("MU0518");
pub(crate) const UNKNOWN_COLUMN: Code = Code("MU0519");
pub(crate) const COLUMN_VALUE: Code = Code("MU0520");
pub(crate) const PARENT: Code = Code("MU0521");
pub(crate) const NESTING: Code = Code("MU0522");
pub(crate) const EXPECT: Code = Code("MU0523");
pub(crate) const TECHNIQUE: Code = Code("MU0524");

/// Every code of this crate.
pub const CODES: &[CodeEntry] = &[
    CodeEntry::new(FILE, "file cannot be read", "The file is missing, not readable, or not UTF-8."),
    CodeEntry::new(
        FOLDER,
        "not a file of the library",
        "Library files stand under `images/`, `behaviors/` or `profiles/`; the folder says what a file is.",
    ),
    CodeEntry::new(
        DUPLICATE,
        "name given twice",
        "Steps, cast members, images, parameters and groups have names of their own.",
    ),
    CodeEntry::new(SHAPE, "value of the wrong shape", "The key takes a value of another form."),
    CodeEntry::new(
        INSTANT,
        "not an instant",
        "Instants are ISO 8601 with a zone, such as `2026-03-04T18:00:00Z`. Without a zone nobody knows what was meant.",
    ),
    CodeEntry::new(
        DURATION,
        "not a length of time",
        "Lengths of time are numbers with units, such as `90s`, `5m`, `1h30m`, `2d`.",
    ),
    CodeEntry::new(
        LIMIT,
        "absurd size",
        "The number is beyond what a scenario is for. Limits keep a slip of the keyboard from filling the memory.",
    ),
    CodeEntry::new(
        UNKNOWN_IMAGE,
        "unknown image",
        "`run:` names an image of the catalog (`images/*.yaml`) or gives a full path, which makes an image without \
         version information.",
    ),
    CodeEntry::new(
        UNKNOWN_BEHAVIOR,
        "unknown behavior",
        "`use:` names a file under `behaviors/`, without its extension.",
    ),
    CodeEntry::new(
        PARAMETER,
        "parameter of a behavior",
        "`with:` gives the parameters that the behavior declares, and all of those that have no default.",
    ),
    CodeEntry::new(UNKNOWN_PROFILE, "unknown noise profile", "`noise:` names a file under `profiles/`, or `none`."),
    CodeEntry::new(
        PLACEHOLDER,
        "placeholder",
        "Braces in a text are placeholders, filled from the step. A brace that is meant is written twice: `{{`.",
    ),
    CodeEntry::new(
        UNKNOWN_ACCOUNT,
        "unknown account",
        "`as:` names a built-in account (`user`, `elevated`, `system`, `network-service`, `local-service`), or an \
         account of `fleet: accounts` or `fleet: groups`.",
    ),
    CodeEntry::new(
        UNKNOWN_CAST,
        "unknown cast member",
        "`on:` names a member of `cast:`, or selects hosts with `{each: …}`.",
    ),
    CodeEntry::new(
        UNKNOWN_STEP,
        "unknown step",
        "The name is not the id of a step, or the step stands below this one.",
    ),
    CodeEntry::new(
        OUTSIDE,
        "time outside the span",
        "Telemetry covers the time from `clock - span` to `clock`. What happens at another time is in no table, so a \
         rule could never see it.",
    ),
    CodeEntry::new(UNKNOWN_COLUMN, "unknown column", "`set:` names columns of the table as Microsoft documents them."),
    CodeEntry::new(
        COLUMN_VALUE,
        "value does not fit the column",
        "`set:` gives values of the column's type, or `null`.",
    ),
    CodeEntry::new(
        PARENT,
        "no such parent",
        "A process is started by one that lives on the same host: a process of an earlier step, or one that every host \
         of its kind has (`roots:` of the image catalog).",
    ),
    CodeEntry::new(
        NESTING,
        "nested too deep",
        "Steps and behaviors may contain each other only so deep; a behavior that uses itself has no end.",
    ),
    CodeEntry::new(
        EXPECT,
        "expectation",
        "`expect:` says by rule which steps must be detected, which suppressed, and what is known to be missing.",
    ),
    CodeEntry::new(TECHNIQUE, "not a technique", "Techniques are ids of MITRE ATT&CK, such as `T1059` or `T1059.001`."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_of_this_floor() {
        let mut seen = std::collections::BTreeSet::new();
        for entry in CODES {
            assert!(seen.insert(entry.code), "{} is used twice", entry.code);
            assert!(entry.code.0.starts_with("MU05") && entry.code.0.len() == 6, "{}", entry.code);
            assert!(!entry.title.is_empty() && entry.explanation.ends_with('.'), "{}", entry.code);
        }
    }
}
