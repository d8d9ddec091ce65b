//! A run as data: what each case gave and why it passed or failed. No text for people but one-line messages.

use serde::{Deserialize, Serialize};

use crate::place::{DiagnosticReport, Level, Place};

/// The version of the record's JSON form; it changes when a reader of the old form would misread the new one.
pub const RECORD_VERSION: u32 = 1;

/// Everything that a run found out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// [`RECORD_VERSION`] of the program that wrote it.
    pub version: u32,
    /// How the run ended.
    pub conclusion: Conclusion,
    /// Counts.
    pub summary: Summary,
    /// Cases, by pack, rule and scenario.
    pub cases: Vec<CaseReport>,
    /// How good each rule is, by pack and rule.
    pub rules: Vec<RuleReport>,
    /// What the run as a whole showed.
    pub findings: Vec<Finding>,
    /// Complaints about the files of the suite.
    pub diagnostics: Vec<DiagnosticReport>,
}

/// How a run ended; decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Conclusion {
    /// All good.
    Passed,
    /// Something failed, or there is a finding that counts as one.
    Failed,
    /// Nothing was selected or generated: no rule, no case, no event.
    NothingSelected,
    /// A rule, suppression, scenario or golden file cannot be loaded or bound.
    Unloadable,
    /// The configuration or the arguments are wrong.
    Misconfigured,
}

impl Conclusion {
    /// The exit code of a program that ends so.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Passed => 0,
            Self::Failed => 1,
            Self::Misconfigured => 2,
            Self::Unloadable => 3,
            Self::NothingSelected => 4,
        }
    }
}

/// Counts of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Cases that were selected.
    pub selected: usize,
    /// Cases that passed.
    pub passed: usize,
    /// Cases that failed.
    pub failed: usize,
    /// Cases whose contradiction between intent and outcome is known.
    pub known_gaps: usize,
    /// Cases that the scenario says to skip.
    pub skipped: usize,
    /// Cases that could not be run.
    pub errors: usize,
    /// Cases that were not run because of an earlier failure.
    pub not_run: usize,
    /// Findings that count as failures.
    pub findings: usize,
    /// Pending golden files that the run left.
    pub pending: usize,
    /// What could not be loaded or bound, so that none of its cases ran.
    #[serde(default)]
    pub left_out: LeftOut,
}

/// Counts of what cannot be loaded or bound.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Files of rules that cannot be loaded, and rules that cannot be bound.
    pub rules: usize,
    /// Files of scenarios that cannot be loaded.
    pub scenarios: usize,
    /// Other files with errors: packs, suppressions, images, behaviors, watchlists.
    pub files: usize,
}

impl LeftOut {
    /// Whether nothing was left out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// As golden and intent have it.
    Passed,
    /// Golden or intent is contradicted.
    Failed,
    /// Intent is contradicted, and the scenario says so itself.
    KnownGap,
    /// Not run; the scenario says why.
    Skipped,
    /// Could not be run.
    Error,
}

impl Status {
    /// The word in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::KnownGap => "known gap",
            Self::Skipped => "skipped",
            Self::Error => "error",
        }
    }

    /// Whether the run cannot be good with such a case.
    #[must_use]
    pub fn is_bad(self) -> bool {
        matches!(self, Self::Failed | Self::Error)
    }
}

/// Which guard a reason comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Guard {
    /// What happened before.
    Golden,
    /// What must happen.
    Intent,
    /// Whether the case can fail at all.
    Vacuity,
    /// Whether the case could be run.
    Run,
}

impl Guard {
    /// The word in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Golden => "golden",
            Self::Intent => "intent",
            Self::Vacuity => "vacuity",
            Self::Run => "run",
        }
    }
}

/// Why a case did not simply pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Stable name of this kind of trouble.
    pub code: String,
    /// Where it comes from.
    pub guard: Guard,
    /// What is wrong, in one line.
    pub message: String,
    /// What could be done.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub help: Option<String>,
    /// Where it is written.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<Place>,
    /// What led to it, such as where the rule lost the events of a step.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub notes: Vec<Remark>,
}

/// A fact that helps to understand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The fact, in one line.
    pub text: String,
    /// Where it shows.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<Place>,
}

impl Reason {
    /// The notes as lines for people, each with its place behind it.
    pub(crate) fn remarks(&self) -> impl Iterator<Item = String> {
        self.notes.iter().map(|note| match &note.place {
            Some(place) => format!("note: {} ({place})", note.text),
            None => format!("note: {}", note.text),
        })
    }
}

/// One rule on one scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseReport {
    /// The pack.
    pub pack: String,
    /// The rule.
    pub rule: String,
    /// The scenario.
    pub scenario: String,
    /// How it ended.
    pub status: Status,
    /// Why it did not simply pass.
    pub reasons: Vec<Reason>,
    /// Where the rule is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rule_place: Option<Place>,
    /// Where the scenario is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub scenario_place: Option<Place>,
    /// Rows by outcome.
    pub rows: RowCounts,
    /// Distinct events in the evidence of rows that are detected.
    pub evidence: EvidenceCounts,
    /// Outcome × ground truth.
    pub score: Score,
    /// What suppressions took.
    pub losses: Vec<Loss>,
    /// The difference to the golden file, if there is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub golden: Option<GoldenDifference>,
}

/// Rows of a case by outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCounts {
    /// Without suppressions.
    pub raised: usize,
    /// Detected with all of their evidence.
    pub detected: usize,
    /// Detected with less evidence.
    pub narrowed: usize,
    /// Gone.
    pub suppressed: usize,
}

/// Events by what made them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceCounts {
    /// Made by steps of an attack.
    pub malicious: usize,
    /// Made by steps of legitimate work.
    pub benign: usize,
    /// Made by no step.
    pub noise: usize,
}

/// Outcome × ground truth.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// Detected rows with at least one malicious event.
    pub true_positives: usize,
    /// Detected rows with events, none of them malicious.
    pub false_positives: usize,
    /// Malicious steps that the rule is expected to see, known gaps included.
    pub expected_steps: Vec<String>,
    /// Those of them that it does not see.
    pub missed_steps: Vec<String>,
    /// From the first event of each malicious step that is seen to its first event in the evidence.
    pub delays: Vec<Delay>,
}

/// How late a step is seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delay {
    /// The step.
    pub step: String,
    /// In ticks of 100 ns.
    pub ticks: i64,
}

/// Events that a row lost when suppressions were on, alike in what made them and what took them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Loss {
    /// The step that made them; none for noise.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub step: Option<String>,
    /// `malicious`, `benign` or `noise`.
    pub verdict: String,
    /// How many.
    pub events: usize,
    /// Every suppression whose predicate they satisfy, or that took their row. Events that satisfy none were lost with
    /// their row.
    pub by: Vec<String>,
    /// Those of them that would have been enough alone.
    pub alone: Vec<String>,
    /// Whether they satisfy no predicate and were lost because their row was.
    pub with_row: bool,
}

/// How a case differs from its golden file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoldenDifference {
    /// The golden file.
    pub file: String,
    /// The pending file with what happened, if one was written.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pending: Option<String>,
    /// Lines of the golden file; none if there is no file.
    pub expected: Vec<String>,
    /// Lines that would be there.
    pub actual: Vec<String>,
}

/// How good a rule is over all cases that ran.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleReport {
    /// The pack.
    pub pack: String,
    /// The rule.
    pub rule: String,
    /// Cases that ran.
    pub cases: usize,
    /// Cases in which it raised a row.
    pub fired: usize,
    /// Detected rows with a malicious event.
    pub true_positives: usize,
    /// Detected rows without one.
    pub false_positives: usize,
    /// Malicious steps expected.
    pub expected_steps: usize,
    /// Malicious steps missed.
    pub missed_steps: usize,
}

impl RuleReport {
    /// True positives in all detected rows that have evidence; none without such a row.
    #[must_use]
    pub fn precision(&self) -> Option<f64> {
        ratio(self.true_positives, self.true_positives + self.false_positives)
    }

    /// Malicious steps seen in all that are expected; none if none is expected.
    #[must_use]
    pub fn recall(&self) -> Option<f64> {
        ratio(self.expected_steps.saturating_sub(self.missed_steps), self.expected_steps)
    }
}

fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Something that a run as a whole showed, such as a suppression that matches nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The pack.
    pub pack: String,
    /// The id of the rule, suppression, scenario or the path of the file that it is about.
    pub subject: String,
    /// What, where, and what could be done.
    #[serde(flatten)]
    pub diagnostic: DiagnosticReport,
}

impl Finding {
    /// Whether it counts as a failure.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        self.diagnostic.level == Level::Error
    }
}
