//! Nothing is green by accident: what only the suite as a whole can show.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use muster_report::{DiagnosticReport, Finding, RuleReport};
use muster_rules::Suppression;
use muster_source::{Diagnostic, Severity};

use crate::case::Done;
use crate::codes::{
    NEVER_FIRED, NOT_DEAD, ORPHAN, SUPPRESSION_DEAD, SUPPRESSION_EXPIRED, TOOK_MALICIOUS, WAIVER_EXPIRED,
};
use crate::prepare::PreparedPack;

/// What the cases of a pack told about its rules and suppressions.
#[derive(Debug)]
pub(crate) struct Tally<'s> {
    pack: &'s PreparedPack<'s>,
    rules: BTreeMap<&'s str, RuleTally>,
    satisfied: BTreeSet<usize>,
    took: BTreeSet<Arc<str>>,
    malicious: BTreeMap<Arc<str>, BTreeSet<String>>,
}

#[derive(Debug, Clone, Default)]
struct RuleTally {
    skipped: usize,
    report: Option<RuleReport>,
}

impl<'s> Tally<'s> {
    pub(crate) fn new(pack: &'s PreparedPack<'s>) -> Self {
        let rules = pack.rules.iter().map(|r| (r.rule.id.as_str(), RuleTally::default())).collect();
        Self { pack, rules, satisfied: BTreeSet::new(), took: BTreeSet::new(), malicious: BTreeMap::new() }
    }

    /// Counts a case that ended.
    pub(crate) fn add(&mut self, done: &Done) {
        let Some(rule) = self.rules.get_mut(done.address.rule.as_str()) else { return };
        if !done.observed.ran {
            rule.skipped += 1;
            return;
        }
        let report = rule.report.get_or_insert_with(|| RuleReport {
            pack: done.address.pack.clone(),
            rule: done.address.rule.clone(),
            cases: 0,
            fired: 0,
            true_positives: 0,
            false_positives: 0,
            expected_steps: 0,
            missed_steps: 0,
        });
        let score = &done.report.score;
        report.cases += 1;
        report.fired += usize::from(done.observed.fired);
        report.true_positives += score.true_positives;
        report.false_positives += score.false_positives;
        report.expected_steps += score.expected_steps.len();
        report.missed_steps += score.missed_steps.len();
        self.satisfied.extend(&done.observed.satisfied);
        self.took.extend(done.observed.took.iter().cloned());
        for (id, step) in &done.observed.took_malicious {
            let place = format!("step `{step}` of `{}`", done.address.scenario);
            self.malicious.entry(Arc::clone(id)).or_default().insert(place);
        }
    }

    /// How good each rule is.
    pub(crate) fn rules(&self) -> impl Iterator<Item = RuleReport> {
        self.rules.values().filter_map(|r| r.report.clone())
    }

    /// What is wrong whatever was selected.
    pub(crate) fn always(&self, today: NaiveDate) -> Vec<Finding> {
        let mut findings = Vec::new();
        for suppression in self.suppressions() {
            if today > suppression.expires {
                let message = format!("the suppression `{}` expired on {}", suppression.id, suppression.expires);
                let diagnostic =
                    Diagnostic::error(SUPPRESSION_EXPIRED, message, &suppression.source, suppression.expires_span)
                        .help(format!(
                            "ask `{}` whether it is still needed, then renew or remove it",
                            suppression.owner
                        ));
                findings.push(self.finding(&suppression.id, &diagnostic));
            }
            if let Some(steps) = self.malicious.get(suppression.id.as_str()) {
                let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
                let message = format!("the suppression `{}` took events of {}", suppression.id, steps.join(", "));
                let diagnostic = Diagnostic::error(TOOK_MALICIOUS, message, &suppression.source, suppression.span)
                    .help("make the predicate narrower: somebody could hide behind it");
                findings.push(self.finding(&suppression.id, &diagnostic));
            }
            if let Some(dead) = suppression.known_dead.as_ref().filter(|d| today > d.expires) {
                let message = format!(
                    "that the suppression `{}` matches nothing was accepted until {}: {}",
                    suppression.id, dead.expires, dead.reason
                );
                let diagnostic = Diagnostic::error(WAIVER_EXPIRED, message, &suppression.source, dead.span)
                    .help("remove the suppression, or decide again until when it is accepted");
                findings.push(self.finding(&suppression.id, &diagnostic));
            }
            if let Some(dead) = suppression.known_dead.as_ref().filter(|_| self.took.contains(suppression.id.as_str()))
            {
                let message = format!("the suppression `{}` is said to match nothing, and it does", suppression.id);
                let diagnostic =
                    Diagnostic::error(NOT_DEAD, message, &suppression.source, dead.span).help("remove `known_dead:`");
                findings.push(self.finding(&suppression.id, &diagnostic));
            }
        }
        findings
    }

    /// What is wrong if all cases of the whole suite ran.
    pub(crate) fn whole(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for prepared in self.pack.rules.iter().filter(|r| r.query.is_some()) {
            let rule = prepared.rule;
            let Some(tally) = self.rules.get(rule.id.as_str()) else { continue };
            let message = match &tally.report {
                None if tally.skipped > 0 => continue,
                None => format!("the rule `{}` runs on no scenario", rule.id),
                Some(report) if report.fired > 0 => continue,
                Some(report) => {
                    let scenarios = if report.cases == 1 { "scenario" } else { "scenarios" };
                    format!("the rule `{}` never fired, on {} {scenarios}", rule.id, report.cases)
                }
            };
            let diagnostic = Diagnostic::error(NEVER_FIRED, message, &rule.source, rule.span)
                .help("its silence proves nothing; add a scenario on which it must detect something");
            findings.push(self.finding(&rule.id, &diagnostic));
        }
        for (index, suppression) in self.suppressions().enumerate() {
            if self.took.contains(suppression.id.as_str()) {
                continue;
            }
            let what = if self.satisfied.contains(&index) {
                "took nothing from any rule: what satisfies it is raised by none"
            } else {
                "matched nothing in the whole suite"
            };
            let message = format!("the suppression `{}` {what}", suppression.id);
            let diagnostic = match &suppression.known_dead {
                Some(dead) => {
                    let mut known =
                        Diagnostic::warning(SUPPRESSION_DEAD, message, &suppression.source, suppression.span);
                    known.severity = Severity::Info;
                    known.note(format!("known until {}: {}", dead.expires, dead.reason))
                }
                None => Diagnostic::error(SUPPRESSION_DEAD, message, &suppression.source, suppression.span)
                    .help("add a scenario that it is for, remove it, or write `known_dead: {reason: …, expires: …}`"),
            };
            findings.push(self.finding(&suppression.id, &diagnostic));
        }
        findings
    }

    fn suppressions(&self) -> impl Iterator<Item = &'s Suppression> {
        self.pack.suppressions.iter().map(|s| s.suppression)
    }

    fn finding(&self, subject: &str, diagnostic: &Diagnostic) -> Finding {
        Finding {
            pack: self.pack.pack.id.clone(),
            subject: subject.to_owned(),
            diagnostic: DiagnosticReport::from(diagnostic),
        }
    }
}

/// A golden file that no case refers to.
pub(crate) fn orphan(pack: &str, file: &str) -> Finding {
    let message = format!("no case refers to the golden file `{file}`");
    let diagnostic = Diagnostic::bare(ORPHAN, Severity::Error, message)
        .help("remove it with `muster golden prune`, or bring the case back");
    Finding { pack: pack.to_owned(), subject: file.to_owned(), diagnostic: DiagnosticReport::from(&diagnostic) }
}
