//! The kinds of trouble that a run can find, as data.

use muster_source::{Code, CodeEntry};

/// There is no rule to test.
pub const NO_RULE: Code = Code("MU0601");
/// The filter and the paths select no case.
pub const NO_CASE: Code = Code("MU0602");
/// The scenario made no event.
pub const NO_EVENT: Code = Code("MU0603");
/// `expect` names a rule that the pack does not have.
pub const UNKNOWN_RULE: Code = Code("MU0604");
/// `expect` names a suppression that the pack does not have, or that does not apply to the rule.
pub const UNKNOWN_SUPPRESSION: Code = Code("MU0605");
/// `expect` names a step that the scenario does not have.
pub const UNKNOWN_STEP: Code = Code("MU0606");
/// A rule that never fired.
pub const NEVER_FIRED: Code = Code("MU0607");
/// A waiver past its date.
pub const WAIVER_EXPIRED: Code = Code("MU0608");
/// A known gap that is closed.
pub const GAP_CLOSED: Code = Code("MU0609");
/// The outcome is another than the golden file's.
pub const GOLDEN_DIFFERS: Code = Code("MU0610");
/// Rows where no golden file is.
pub const UNEXPECTED_ROWS: Code = Code("MU0611");
/// A golden file that no case refers to.
pub const ORPHAN: Code = Code("MU0612");
/// A golden file that cannot be read as one.
pub const BROKEN_GOLDEN: Code = Code("MU0613");
/// The file system refused.
pub const GOLDEN_FILE: Code = Code("MU0614");
/// An id that cannot be part of a path.
pub const ADDRESS: Code = Code("MU0615");
/// A suppression past its date.
pub const SUPPRESSION_EXPIRED: Code = Code("MU0616");
/// A suppression that matched nothing.
pub const SUPPRESSION_DEAD: Code = Code("MU0617");
/// A suppression that took a malicious event.
pub const TOOK_MALICIOUS: Code = Code("MU0618");
/// A suppression that is said to be dead and is not.
pub const NOT_DEAD: Code = Code("MU0619");
/// A step that must be detected is not.
pub const NOT_DETECTED: Code = Code("MU0620");
/// A step that must be suppressed is not.
pub const NOT_SUPPRESSED: Code = Code("MU0621");
/// A step that must be taken from a row is not.
pub const NOT_NARROWED: Code = Code("MU0622");
/// A row where there must be silence.
pub const NOT_SILENT: Code = Code("MU0623");
/// A row that nothing malicious made.
pub const FALSE_POSITIVE: Code = Code("MU0624");
/// Another suppression took the step.
pub const OTHER_SUPPRESSION: Code = Code("MU0625");
/// A waiver without a reason.
pub const NO_REASON: Code = Code("MU0626");
/// A contradiction that the scenario knows of.
pub const KNOWN_GAP: Code = Code("MU0630");
/// A case that the scenario skips.
pub const SKIPPED: Code = Code("MU0631");
/// A table that nobody provides.
pub const NO_TABLE: Code = Code("MU0632");
/// The query failed on the data.
pub const RUN_FAILED: Code = Code("MU0633");
/// A fault of ours.
pub const INTERNAL: Code = Code("MU0634");
/// A predicate that fits no table.
pub const NO_TABLE_FOR_SUPPRESSION: Code = Code("MU0635");
/// Data of the pack that cannot be used.
pub const PACK_DATA: Code = Code("MU0636");
/// What `externaldata` reads cannot be read.
pub const EXTERNAL: Code = Code("MU0642");
/// A scenario of a pack that is not there.
pub const UNKNOWN_PACK: Code = Code("MU0637");
/// A filter that cannot be read.
pub const FILTER: Code = Code("MU0638");
/// The rule cannot be bound.
pub const UNBOUND: Code = Code("MU0639");
/// A suppression that cannot be bound to a rule's result.
pub const RESULT_UNBOUND: Code = Code("MU0640");
/// Two scenarios of one name.
pub const DUPLICATE_SCENARIO: Code = Code("MU0641");

/// An alert that must come and did not.
pub const ALERT_MISSED: Code = Code("MU0650");
/// An alert that the story does not raise.
pub const ALERT_UNEXPECTED: Code = Code("MU0651");

/// Every code of this crate.
pub const CODES: &[CodeEntry] = &[
    CodeEntry::new(NO_RULE, "no rule", "Without a rule nothing is tested, and that must not pass for success."),
    CodeEntry::new(
        NO_CASE,
        "no case selected",
        "The filter matches no rule on any scenario, so nothing would be tested.",
    ),
    CodeEntry::new(NO_EVENT, "no event", "A scenario that makes no event proves nothing about any rule."),
    CodeEntry::new(
        UNKNOWN_RULE,
        "expectation of an unknown rule",
        "`expect:` names rules of the scenario's pack, or `\"*\"`.",
    ),
    CodeEntry::new(
        UNKNOWN_SUPPRESSION,
        "expectation of an unknown suppression",
        "`suppress:` names suppressions of the scenario's pack that apply to the rule.",
    ),
    CodeEntry::new(UNKNOWN_STEP, "expectation of an unknown step", "`expect:` names steps of the scenario's story."),
    CodeEntry::new(
        NEVER_FIRED,
        "silence without a twin",
        "The rule raised no row on any scenario of the suite. Its silence elsewhere proves nothing: it may be unable to \
         fire at all. Add a scenario on which it must detect something.",
    ),
    CodeEntry::new(
        WAIVER_EXPIRED,
        "waiver past its date",
        "What is known to be wrong was tolerated until a date that is over.",
    ),
    CodeEntry::new(
        GAP_CLOSED,
        "known gap that is closed",
        "The rule now does what the gap says it does not. Remove the gap, so that the case is guarded again.",
    ),
    CodeEntry::new(
        GOLDEN_DIFFERS,
        "outcome differs from golden",
        "Review the difference with `muster golden diff` and accept it, or mend the rule.",
    ),
    CodeEntry::new(
        UNEXPECTED_ROWS,
        "rows without a golden file",
        "No golden file means silence. If the rows are right, accept them with `muster golden accept`.",
    ),
    CodeEntry::new(
        ORPHAN,
        "orphan golden file",
        "No case refers to the file, so nothing compares it. `muster golden prune` removes it.",
    ),
    CodeEntry::new(
        BROKEN_GOLDEN,
        "broken golden file",
        "A golden file has one JSON object a line, as `muster golden accept` writes it.",
    ),
    CodeEntry::new(GOLDEN_FILE, "golden file and the file system", "The file could not be read or written."),
    CodeEntry::new(
        ADDRESS,
        "id that cannot be part of a path",
        "Ids of packs, rules and scenarios become names of golden files.",
    ),
    CodeEntry::new(
        SUPPRESSION_EXPIRED,
        "suppression past its date",
        "It is still in force here; review it, and renew or remove it.",
    ),
    CodeEntry::new(
        SUPPRESSION_DEAD,
        "suppression that matched nothing",
        "In the whole suite no event or row satisfies the predicate. Add a scenario that it is for, remove it, or say \
         `known_dead:` with a reason and a date.",
    ),
    CodeEntry::new(
        TOOK_MALICIOUS,
        "suppression took a malicious event",
        "Somebody could hide behind it. Make the predicate narrower, or say so in the scenario's `known_gap:`.",
    ),
    CodeEntry::new(
        NOT_DEAD,
        "suppression is not dead",
        "The suppression is said to match nothing, and it does. Remove `known_dead:`.",
    ),
    CodeEntry::new(NOT_DETECTED, "step is not detected", "No event of the step is in the evidence of a detected row."),
    CodeEntry::new(
        NOT_SUPPRESSED,
        "step is not suppressed",
        "No row of the step was suppressed, or the step is still detected.",
    ),
    CodeEntry::new(
        NOT_NARROWED,
        "step is not taken from a row",
        "No detected row lost an event of the step, or the step is still detected.",
    ),
    CodeEntry::new(NOT_SILENT, "rule is not silent", "The scenario says that the rule raises nothing here."),
    CodeEntry::new(
        FALSE_POSITIVE,
        "false positive",
        "A detected row has no malicious event and none of a step that must be detected.",
    ),
    CodeEntry::new(
        OTHER_SUPPRESSION,
        "another suppression took the step",
        "The step is gone because of other suppressions than those expected.",
    ),
    CodeEntry::new(
        NO_REASON,
        "waiver without a reason",
        "What is tolerated needs a reason that the next reader understands.",
    ),
    CodeEntry::new(
        KNOWN_GAP,
        "known gap",
        "Intent and outcome contradict each other, and the scenario says so itself, until a date.",
    ),
    CodeEntry::new(SKIPPED, "skipped case", "The scenario says that the case is not run, why, and until when."),
    CodeEntry::new(
        NO_TABLE,
        "table is not provided",
        "A rule reads a table that neither the simulation nor the pack provides.",
    ),
    CodeEntry::new(RUN_FAILED, "query failed", "The query cannot be answered for these data, as in Kusto."),
    CodeEntry::new(INTERNAL, "fault of the program", "This is a bug; please report it with the rule and the scenario."),
    CodeEntry::new(
        NO_TABLE_FOR_SUPPRESSION,
        "predicate fits no table",
        "No table that the suppression's rules read has all the columns that the predicate names.",
    ),
    CodeEntry::new(PACK_DATA, "data of the pack", "A watchlist or a schema of the pack cannot be used."),
    CodeEntry::new(
        EXTERNAL,
        "external data",
        "The file that stands for an address of `externaldata` cannot be read. A pack has such files in its folder \
         `external`, under the name that the address ends in; nothing is ever fetched.",
    ),
    CodeEntry::new(UNKNOWN_PACK, "scenario of an unknown pack", "`pack:` names a pack of the suite."),
    CodeEntry::new(
        FILTER,
        "filter cannot be read",
        "A filter is words, patterns and `key:value` terms, joined by spaces (and) or commas (or).",
    ),
    CodeEntry::new(UNBOUND, "rule cannot be bound", "The rule's query has errors, so none of its cases can run."),
    CodeEntry::new(
        RESULT_UNBOUND,
        "predicate does not fit the result",
        "The predicate of a `result` suppression names columns of the rule's result.",
    ),
    CodeEntry::new(
        DUPLICATE_SCENARIO,
        "two scenarios of one name",
        "Golden files are called by the scenario; rename one of them.",
    ),
    CodeEntry::new(
        ALERT_MISSED,
        "expected alert is missed",
        "The rule detects the step here, and no exported alert of it fits in time, device, account and program.",
    ),
    CodeEntry::new(
        ALERT_UNEXPECTED,
        "unexpected alert",
        "An exported alert is of a rule of the pack, or about a device of the story, and the story raises none such.",
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
            assert!(entry.code.0.starts_with("MU06") && entry.code.0.len() == 6, "{}", entry.code);
            assert!(!entry.title.is_empty() && entry.explanation.ends_with('.'), "{}", entry.code);
        }
    }
}
