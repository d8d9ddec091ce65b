//! A run as data, and its renderings.
//!
//! The runner tells what happens as a stream of [`Event`]s: files with faults, cases that end, findings about the run
//! as a whole. Folded ([`RunRecord::fold`]) they become a [`RunRecord`]: plain data that can be stored and rendered
//! years later, by a program that has neither the engine nor the rules. That is why the record repeats what a reader
//! needs (places, golden lines, who took which event) instead of pointing at things, and why this crate sees nothing
//! but diagnostics.
//!
//! One [`Format`] is one file under `render/`; each is a function from a record to a text. Adding a format is adding a
//! file, a variant and a snapshot. Colors come from the caller's [`muster_source::Style`] only; nothing here asks the
//! terminal, the environment or the clock, so that the same record gives the same bytes.
//!
//! A JSON form is a promise: the types that are serialised are those of `record` and `place`, and
//! [`RECORD_VERSION`] tells readers when the promise changes.

mod difference;
mod event;
mod format;
mod place;
mod record;
mod render;
mod verification;

pub use difference::{Line, difference};
pub use event::Event;
pub use format::{Detail, Format, render};
pub use place::{DiagnosticReport, Level, Mark, Place, Repair, diagnostics_json};
pub use record::{
    CaseReport, Conclusion, Delay, EvidenceCounts, Finding, GoldenDifference, Guard, LeftOut, Loss, RECORD_VERSION,
    Reason, Remark, RowCounts, RuleReport, RunRecord, Score, Status, Summary,
};
pub use verification::{
    ExpectedAlert, RuleVerification, SeenAlert, VERIFICATION_VERSION, Verification, VerificationFormat,
    render_verification,
};
