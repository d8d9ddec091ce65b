//! Intent: what a person says must happen, judged apart from golden files.
//!
//! Accepting a golden file can never hide a missed attack, because what is judged here is the outcome itself against the
//! scenario's `expect:`. A contradiction fails the case; one that the scenario declares as `known_gap:` is told and
//! tolerated, as long as it is true and its date is not over.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use muster_engine::EventId;
use muster_report::{Guard, Place, Reason, Remark};
use muster_simulator::{Intent, KnownGap, Outcome, Placed, StepInfo, Suppressed, Verdict, Waiver};
use muster_source::{Code, Source, Span};

use crate::codes::{
    FALSE_POSITIVE, GAP_CLOSED, KNOWN_GAP, NO_REASON, NOT_DETECTED, NOT_NARROWED, NOT_SILENT, NOT_SUPPRESSED,
    OTHER_SUPPRESSION, TOOK_MALICIOUS, WAIVER_EXPIRED,
};
use crate::outcome::{Fate, Lost, OutcomeRow};
use crate::truth::{Truths, within};

/// Steps that a message names.
const NAMED_STEPS: usize = 6;

/// What comes of judging.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judgement {
    /// Why the case fails.
    pub contradictions: Vec<Reason>,
    /// What contradicts the intent and is known.
    pub tolerated: Vec<Reason>,
    /// Steps of which no row is raised, by the places of the contradictions about that.
    pub unseen: BTreeMap<usize, String>,
    /// Suppressions that took malicious events and are not excused, with those steps.
    pub took_malicious: BTreeSet<(Arc<str>, Arc<str>)>,
}

/// The scenario that the intent is written in.
#[derive(Debug, Clone, Copy)]
pub struct Script<'a> {
    /// Its file.
    pub source: &'a Source,
    /// Its steps, in the order of the file, which is that of the reasons.
    pub steps: &'a [StepInfo],
}

/// Judges the rows of a case.
#[must_use]
pub fn judge(
    rows: &[OutcomeRow],
    truths: &Truths,
    intent: Option<&Intent>,
    script: Script<'_>,
    today: NaiveDate,
) -> Judgement {
    let mut judge = Judge { rows, truths, script, today, judgement: Judgement::default() };
    match intent {
        None => judge.malicious_losses(None),
        Some(Intent::Silent) => {
            judge.silent();
            judge.malicious_losses(None);
        }
        Some(Intent::Outcome(outcome)) => judge.outcome(outcome),
        Some(Intent::Skip(waiver)) => {
            judge.waiver(waiver);
        }
    }
    judge.judgement
}

struct Judge<'a> {
    rows: &'a [OutcomeRow],
    truths: &'a Truths,
    script: Script<'a>,
    today: NaiveDate,
    judgement: Judgement,
}

impl Judge<'_> {
    fn reason(&self, code: Code, message: String, span: Option<Span>, help: Option<&str>) -> Reason {
        Reason {
            code: code.to_string(),
            guard: Guard::Intent,
            message,
            help: help.map(str::to_owned),
            place: span.map(|span| Place::of(self.script.source, span)),
            notes: Vec::new(),
        }
    }

    fn contradict(&mut self, code: Code, message: String, span: Option<Span>, help: Option<&str>) {
        let reason = self.reason(code, message, span, help);
        self.judgement.contradictions.push(reason);
    }

    fn silent(&mut self) {
        let (gone, there): (Vec<_>, Vec<_>) = self.rows.iter().partition(|r| r.fate == Fate::Suppressed);
        if !there.is_empty() {
            let made = self.makers(&there, |row| row.kept.clone());
            let message = format!("the rule is not silent: {}{made} detected", counted(there.len(), "row"));
            self.contradict(NOT_SILENT, message, None, Some("the scenario expects no row at all"));
        }
        if !gone.is_empty() {
            let by: BTreeSet<&str> = gone.iter().flat_map(|r| r.by.iter().map(AsRef::as_ref)).collect();
            let by: Vec<&str> = by.into_iter().collect();
            let made = self.makers(&gone, |row| row.lost.iter().map(|l| l.event).collect());
            let message = format!(
                "the rule is not silent by itself: {}{made} suppressed by {}",
                counted(gone.len(), "row"),
                listed(&by)
            );
            self.contradict(NOT_SILENT, message, None, Some("expect it with `suppress: {step: suppression}`"));
        }
    }

    fn outcome(&mut self, outcome: &Outcome) {
        let gap = outcome.known_gap.as_ref();
        let excused = gap.filter(|gap| self.waiver(&gap.waiver));
        for step in &outcome.detect {
            let known = gap.is_some_and(|g| {
                g.missed.iter().chain(g.suppressed.iter().map(|s| &s.step)).any(|m| within(&step.value, &m.value))
            });
            if !known && !self.is_detected(&step.value) {
                let message = format!("step `{}` is not detected", step.value);
                self.contradict(NOT_DETECTED, message, Some(step.span), None);
                self.explain(&step.value);
            }
        }
        for expected in &outcome.suppress {
            self.taken(expected, Fate::Suppressed);
        }
        for expected in &outcome.narrow {
            self.taken(expected, Fate::Narrowed);
        }
        self.false_positives(outcome, excused);
        self.malicious_losses(excused);
        if let Some(gap) = gap {
            self.gap(gap);
        }
    }

    /// Checks reason and date of a waiver; whether it may be used.
    fn waiver(&mut self, waiver: &Waiver) -> bool {
        if waiver.reason.value.trim().is_empty() {
            self.contradict(
                NO_REASON,
                "what is tolerated has no reason".to_owned(),
                Some(waiver.reason.span),
                Some("say why"),
            );
            return false;
        }
        if self.today > waiver.expires.value {
            let message = format!("what is tolerated expired on {}: {}", waiver.expires.value, waiver.reason.value);
            let help = "mend it, or decide again until when it is tolerated";
            self.contradict(WAIVER_EXPIRED, message, Some(waiver.expires.span), Some(help));
            return false;
        }
        true
    }

    /// Tells what is known to be wrong, and complains about what is not wrong any more.
    fn gap(&mut self, gap: &KnownGap) {
        let mut known: Vec<String> = Vec::new();
        for step in &gap.missed {
            if self.is_detected(&step.value) {
                self.closed(step, "detected");
            } else {
                known.push(format!("step `{}` is missed", step.value));
            }
        }
        for expected in &gap.suppressed {
            let ids = values(&expected.by);
            let lost = self.lost(&expected.step.value);
            if lost.iter().any(|(_, l)| l.by.iter().any(|id| ids.contains(&id.as_ref()))) {
                known.push(format!("step `{}` is suppressed by {}", expected.step.value, listed(&ids)));
            } else {
                self.closed(&expected.step, &format!("not suppressed by {}", listed(&ids)));
            }
        }
        for step in &gap.false_positive {
            if self.is_detected(&step.value) {
                known.push(format!("step `{}` is detected", step.value));
            } else {
                self.closed(step, "not detected");
            }
        }
        for what in known {
            let message = format!("{what} until {}: {}", gap.waiver.expires.value, gap.waiver.reason.value);
            let reason = self.reason(KNOWN_GAP, message, Some(gap.waiver.span), None);
            self.judgement.tolerated.push(reason);
        }
    }

    fn closed(&mut self, step: &Placed<String>, now: &str) {
        let message = format!("the known gap is closed: step `{}` is {now}", step.value);
        self.contradict(GAP_CLOSED, message, Some(step.span), Some("remove it from `known_gap:`"));
    }

    /// A step that suppressions must take, from rows that are gone or from rows that stay.
    fn taken(&mut self, expected: &Suppressed, fate: Fate) {
        let step = &expected.step;
        let (code, word) = match fate {
            Fate::Narrowed => (NOT_NARROWED, "taken from a row"),
            Fate::Suppressed | Fate::Detected => (NOT_SUPPRESSED, "suppressed"),
        };
        if self.is_detected(&step.value) {
            let message = format!("step `{}` is not {word}: it is detected", step.value);
            return self.contradict(code, message, Some(step.span), None);
        }
        let lost = self.lost(&step.value);
        if !lost.iter().any(|(f, _)| *f == fate) {
            let why = match lost.first() {
                None => "no row has it as evidence",
                Some((Fate::Suppressed, _)) => "its rows are gone",
                Some(_) => "its rows are still detected",
            };
            let message = format!("step `{}` is not {word}: {why}", step.value);
            self.contradict(code, message, Some(step.span), None);
            return self.explain(&step.value);
        }
        let ids = values(&expected.by);
        let named: BTreeSet<&str> = lost.iter().flat_map(|(_, l)| l.by.iter().map(AsRef::as_ref)).collect();
        let strangers: BTreeSet<&str> = lost
            .iter()
            .filter(|(_, l)| !l.by.iter().any(|id| ids.contains(&id.as_ref())))
            .flat_map(|(_, l)| l.by.iter().map(AsRef::as_ref))
            .collect();
        let idle: Vec<&str> = ids.iter().copied().filter(|id| !named.contains(id)).collect();
        if !strangers.is_empty() || !idle.is_empty() {
            let named: Vec<&str> = named.into_iter().collect();
            let message =
                format!("step `{}` is {word} by {}, expected was {}", step.value, listed(&named), listed(&ids));
            let span = expected.by.first().map_or(step.span, |id| id.span);
            self.contradict(OTHER_SUPPRESSION, message, Some(span), None);
        }
    }

    /// Detected rows with events of which none is malicious or expected.
    fn false_positives(&mut self, outcome: &Outcome, gap: Option<&KnownGap>) {
        let expected: Vec<&str> = outcome
            .detect
            .iter()
            .chain(gap.iter().flat_map(|g| &g.false_positive))
            .map(|step| step.value.as_str())
            .collect();
        let mut found: Vec<&OutcomeRow> = Vec::new();
        for row in self.rows.iter().filter(|r| r.fate != Fate::Suppressed) {
            let truths: Vec<_> = row.kept.iter().filter_map(|e| self.truths.get(*e)).collect();
            let fine = truths.is_empty()
                || truths.iter().any(|t| {
                    t.verdict == Verdict::Malicious
                        || t.step.as_deref().is_some_and(|s| expected.iter().any(|e| within(s, e)))
                });
            if !fine {
                found.push(row);
            }
        }
        if !found.is_empty() {
            let made = self.makers(&found, |row| row.kept.clone());
            let message = format!("{}{made} detected, nothing malicious", counted(found.len(), "row"));
            let help = "mend the rule or suppress it; if it is right, expect it with `detect:`";
            self.contradict(FALSE_POSITIVE, message, None, Some(help));
        }
    }

    /// Malicious events that suppressions took, unless the gap knows of them.
    fn malicious_losses(&mut self, gap: Option<&KnownGap>) {
        let mut found: BTreeSet<(Arc<str>, Vec<Arc<str>>)> = BTreeSet::new();
        for lost in self.rows.iter().flat_map(|r| &r.lost) {
            let Some(truth) = self.truths.get(lost.event).filter(|t| t.verdict == Verdict::Malicious) else { continue };
            let step: Arc<str> = truth.step.clone().unwrap_or_else(|| "".into());
            let excused = gap.is_some_and(|gap| {
                gap.suppressed.iter().any(|s| {
                    let ids = values(&s.by);
                    within(&step, &s.step.value) && lost.by.iter().all(|id| ids.contains(&id.as_ref()))
                })
            });
            if !excused {
                found.insert((step, lost.by.clone()));
            }
        }
        let mut found: Vec<_> = found.into_iter().map(|(step, by)| (self.place_in_story(&step), step, by)).collect();
        found.sort();
        for (place, step, by) in found {
            let ids: Vec<&str> = by.iter().map(AsRef::as_ref).collect();
            let message = format!("malicious step `{step}` lost events to {}", listed(&ids));
            let help = "make the predicate narrower, or say so under `known_gap: {suppressed: …}`";
            let span = self.script.steps.get(place).map(|s| s.span);
            self.contradict(TOOK_MALICIOUS, message, span, Some(help));
            self.judgement.took_malicious.extend(by.into_iter().map(|id| (id, Arc::clone(&step))));
        }
    }

    fn is_detected(&self, step: &str) -> bool {
        self.rows
            .iter()
            .flat_map(|r| &r.kept)
            .filter_map(|e| self.truths.get(*e))
            .any(|t| t.step.as_deref().is_some_and(|s| within(s, step)))
    }

    /// The events of a step that rows lost, each with what became of the row.
    fn lost(&self, step: &str) -> Vec<(Fate, &Lost)> {
        let of_step =
            |lost: &&Lost| self.truths.get(lost.event).and_then(|t| t.step.as_deref()).is_some_and(|s| within(s, step));
        self.rows.iter().flat_map(|r| r.lost.iter().filter(of_step).map(move |l| (r.fate, l))).collect()
    }

    /// Adds to the last contradiction what became of the events of a step that is not seen as it should be: taken by
    /// suppressions, or never in a row, which is for the caller to follow up.
    fn explain(&mut self, step: &str) {
        let mut taken: BTreeMap<Vec<Arc<str>>, BTreeSet<EventId>> = BTreeMap::new();
        for (_, lost) in self.lost(step) {
            taken.entry(lost.by.clone()).or_default().insert(lost.event);
        }
        let Some(last) = self.judgement.contradictions.len().checked_sub(1) else { return };
        if taken.is_empty() && !self.is_detected(step) {
            self.judgement.unseen.insert(last, step.to_owned());
        }
        let notes = taken.into_iter().map(|(by, events)| {
            let ids: Vec<&str> = by.iter().map(AsRef::as_ref).collect();
            let noun = if events.len() == 1 {
                "its event is".to_owned()
            } else {
                format!("{} of its events are", events.len())
            };
            Remark { text: format!("{noun} taken by {}", listed(&ids)), place: None }
        });
        self.judgement.contradictions[last].notes.extend(notes);
    }

    /// Whose events made rows, as ` of step …, noise`; nothing if they have none.
    fn makers(&self, rows: &[&OutcomeRow], events: impl Fn(&OutcomeRow) -> Vec<EventId>) -> String {
        let truths = rows.iter().flat_map(|row| events(row)).filter_map(|event| self.truths.get(event));
        let makers: BTreeSet<(usize, Option<&str>)> = truths
            .map(|truth| match truth.step.as_deref() {
                Some(step) => (self.place_in_story(step), Some(step)),
                None => (usize::MAX, None),
            })
            .collect();
        let mut names: Vec<String> = makers
            .iter()
            .take(NAMED_STEPS)
            .map(|(_, step)| step.map_or_else(|| "noise".to_owned(), |step| format!("step `{step}`")))
            .collect();
        if makers.len() > NAMED_STEPS {
            names.push(format!("{} more", makers.len() - NAMED_STEPS));
        }
        if names.is_empty() { String::new() } else { format!(" of {}", names.join(", ")) }
    }

    /// Where a step stands in the story; behind all others if it does not.
    fn place_in_story(&self, step: &str) -> usize {
        self.script.steps.iter().position(|s| &*s.path == step).unwrap_or(usize::MAX - 1)
    }
}

fn values(placed: &[Placed<String>]) -> Vec<&str> {
    placed.iter().map(|p| p.value.as_str()).collect()
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn listed(ids: &[&str]) -> String {
    ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
