//! A run as it happens, and how it becomes a record.

use muster_source::Diagnostic;

use crate::place::DiagnosticReport;
use crate::record::{CaseReport, Conclusion, Finding, LeftOut, RECORD_VERSION, RuleReport, RunRecord, Status, Summary};

/// What happens in a run, in this order. Within each kind the order is the same on every machine, whatever runs in
/// parallel.
#[derive(Debug, Clone)]
pub enum Event {
    /// Something is wrong with a file of the suite.
    Diagnostic(Diagnostic),
    /// Something cannot be loaded or bound, and none of its cases runs.
    LeftOut(LeftOut),
    /// Cases were selected and begin to run.
    RunStarted {
        /// Rules of the selected cases.
        rules: usize,
        /// Scenarios of the selected cases.
        scenarios: usize,
        /// Selected cases.
        cases: usize,
    },
    /// A case ended.
    CaseFinished(Box<CaseReport>),
    /// The run as a whole showed something.
    Finding(Finding),
    /// The end.
    RunFinished {
        /// How it ended.
        conclusion: Conclusion,
        /// How good each rule is.
        rules: Vec<RuleReport>,
    },
}

impl Default for RunRecord {
    fn default() -> Self {
        Self {
            version: RECORD_VERSION,
            conclusion: Conclusion::NothingSelected,
            summary: Summary::default(),
            cases: Vec::new(),
            rules: Vec::new(),
            findings: Vec::new(),
            diagnostics: Vec::new(),
        }
    }
}

impl RunRecord {
    /// Adds what happened.
    pub fn fold(&mut self, event: &Event) {
        match event {
            Event::Diagnostic(diagnostic) => self.diagnostics.push(DiagnosticReport::from(diagnostic)),
            Event::LeftOut(left_out) => self.summary.left_out = *left_out,
            Event::RunStarted { cases, .. } => {
                self.summary.selected = *cases;
                self.summary.not_run = *cases;
            }
            Event::CaseFinished(case) => {
                let summary = &mut self.summary;
                summary.not_run = summary.not_run.saturating_sub(1);
                summary.pending += usize::from(case.golden.as_ref().is_some_and(|g| g.pending.is_some()));
                *match case.status {
                    Status::Passed => &mut summary.passed,
                    Status::Failed => &mut summary.failed,
                    Status::KnownGap => &mut summary.known_gaps,
                    Status::Skipped => &mut summary.skipped,
                    Status::Error => &mut summary.errors,
                } += 1;
                self.cases.push(CaseReport::clone(case));
            }
            Event::Finding(finding) => {
                self.summary.findings += usize::from(finding.is_failure());
                self.findings.push(finding.clone());
            }
            Event::RunFinished { conclusion, rules } => {
                self.conclusion = *conclusion;
                self.rules.clone_from(rules);
                self.cases.sort_by(|a, b| (&a.pack, &a.rule, &a.scenario).cmp(&(&b.pack, &b.rule, &b.scenario)));
            }
        }
    }
}
