//! What became of each row when suppressions were on, and who did it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_buffer::BooleanBuffer;
use muster_catalog::Value;
use muster_engine::EventId;
use muster_report::{Loss, RowCounts};

use crate::order::by_values;
use crate::pairing::{Row, pair};
use crate::truth::Truths;

/// What a suppression did in a case.
#[derive(Debug, Clone)]
pub struct Effect {
    /// Its id.
    pub id: Arc<str>,
    /// What satisfies its predicate.
    pub takes: Takes,
    /// What each raised row is when this suppression alone is on: its events, or `None` if it is gone. Left out where
    /// no other suppression did anything, so that the case itself is the answer.
    pub alone: Option<Vec<Option<Vec<EventId>>>>,
}

/// What satisfies a predicate.
#[derive(Debug, Clone)]
pub enum Takes {
    /// Events.
    Events(EventSet),
    /// Raised rows, by their place.
    Rows(Vec<bool>),
}

/// Events, as one bit a row of each table.
#[derive(Debug, Clone, Default)]
pub struct EventSet(pub BTreeMap<usize, BooleanBuffer>);

impl EventSet {
    /// Whether the event is one of them.
    #[must_use]
    pub fn contains(&self, event: EventId) -> bool {
        let Ok(row) = usize::try_from(event.row) else { return false };
        self.0.get(&event.table).is_some_and(|bits| row < bits.len() && bits.value(row))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.values().map(BooleanBuffer::count_set_bits).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Detected, with all of its evidence.
    Detected,
    /// Detected, with less evidence.
    Narrowed,
    /// Gone.
    Suppressed,
}

impl Fate {
    /// The word in golden files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Detected => "detected",
            Self::Narrowed => "narrowed",
            Self::Suppressed => "suppressed",
        }
    }
}

/// An event that a row lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The event.
    pub event: EventId,
    /// Every suppression whose predicate it satisfies; those of the row where it satisfies none.
    pub by: Vec<Arc<str>>,
    /// Those suppressions that take it even when no other is on.
    pub alone: Vec<Arc<str>>,
    /// It satisfies no predicate and went with its row.
    pub with_row: bool,
}

/// A row and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeRow {
    /// What became of it.
    pub fate: Fate,
    /// Its values: as detected, or as raised if it is gone.
    pub values: Vec<Value>,
    /// The same as a JSON object.
    pub text: String,
    /// The events that it is detected with.
    pub kept: Vec<EventId>,
    /// The events that it lost.
    pub lost: Vec<Lost>,
    /// The suppressions that took what it lost, sorted.
    pub by: Vec<Arc<str>>,
}

impl OutcomeRow {
    /// The events that its golden line counts: those that it is detected with, or was raised with if it is gone.
    pub fn events(&self) -> impl Iterator<Item = EventId> {
        let gone = self.fate == Fate::Suppressed;
        self.kept.iter().copied().chain(self.lost.iter().filter(move |_| gone).map(|l| l.event))
    }
}

/// Compares what was raised with what is detected. `effects` are the suppressions that did something.
#[must_use]
pub fn outcomes(raised: &[Row], detected: &[Row], effects: &[Effect]) -> Vec<OutcomeRow> {
    let partners = pair(raised, detected);
    let mut continued = vec![false; detected.len()];
    let mut rows = Vec::with_capacity(raised.len());
    for (r, (row, partner)) in raised.iter().zip(&partners).enumerate() {
        let after = partner.and_then(|d| detected.get(d));
        if let Some(flag) = partner.and_then(|d| continued.get_mut(d)) {
            *flag = true;
        }
        let kept = after.map(|d| d.evidence.clone()).unwrap_or_default();
        let mut lost: Vec<Lost> = row
            .evidence
            .iter()
            .filter(|e| kept.binary_search(e).is_err())
            .map(|e| attribute(*e, r, after.is_none(), effects))
            .collect();
        let fate = match after {
            None => Fate::Suppressed,
            Some(_) if lost.is_empty() => Fate::Detected,
            Some(_) => Fate::Narrowed,
        };
        let by = if fate == Fate::Detected { Vec::new() } else { culprits(&lost, r, effects) };
        for event in lost.iter_mut().filter(|l| l.with_row) {
            event.by.clone_from(&by);
        }
        let shown = after.unwrap_or(row);
        rows.push(OutcomeRow { fate, values: shown.values.clone(), text: shown.text.clone(), kept, lost, by });
    }
    for (row, _) in detected.iter().zip(&continued).filter(|(_, continued)| !**continued) {
        rows.push(OutcomeRow {
            fate: Fate::Detected,
            values: row.values.clone(),
            text: row.text.clone(),
            kept: row.evidence.clone(),
            lost: Vec::new(),
            by: Vec::new(),
        });
    }
    rows.sort_by(|a, b| {
        by_values(&a.values, &b.values)
            .then_with(|| a.fate.cmp(&b.fate))
            .then_with(|| a.by.cmp(&b.by))
            .then_with(|| a.events().cmp(b.events()))
    });
    rows
}

fn attribute(event: EventId, row: usize, gone: bool, effects: &[Effect]) -> Lost {
    let satisfied = |effect: &&Effect| match &effect.takes {
        Takes::Events(events) => events.contains(event),
        Takes::Rows(rows) => gone && rows.get(row) == Some(&true),
    };
    let enough = |effect: &&Effect| match &effect.alone {
        None => true,
        Some(rows) => match rows.get(row) {
            Some(Some(kept)) => kept.binary_search(&event).is_err(),
            Some(None) => true,
            None => false,
        },
    };
    let by = ids(effects.iter().filter(satisfied));
    let with_row = by.is_empty();
    Lost { event, by, alone: ids(effects.iter().filter(enough)), with_row }
}

/// The suppressions that took what a row lost: those whose predicates its lost events satisfy; if there is none (it
/// hangs on events that are no evidence of it), those that are enough alone; else all that did something.
fn culprits(lost: &[Lost], row: usize, effects: &[Effect]) -> Vec<Arc<str>> {
    let union = |list: fn(&Lost) -> &Vec<Arc<str>>| {
        let all: BTreeSet<Arc<str>> = lost.iter().flat_map(list).cloned().collect();
        all.into_iter().collect::<Vec<_>>()
    };
    let by = union(|l| &l.by);
    if !by.is_empty() {
        return by;
    }
    let named = ids(effects.iter().filter(|e| matches!(&e.takes, Takes::Rows(rows) if rows.get(row) == Some(&true))));
    if !named.is_empty() {
        return named;
    }
    let alone = ids(effects.iter().filter(|e| e.alone.as_ref().is_none_or(|rows| rows.get(row) == Some(&None))));
    if alone.is_empty() { ids(effects.iter()) } else { alone }
}

fn ids<'e>(effects: impl Iterator<Item = &'e Effect>) -> Vec<Arc<str>> {
    let all: BTreeSet<Arc<str>> = effects.map(|e| Arc::clone(&e.id)).collect();
    all.into_iter().collect()
}

/// Counts rows by what became of them.
#[must_use]
pub fn row_counts(rows: &[OutcomeRow], raised: usize) -> RowCounts {
    let count = |fate| rows.iter().filter(|r| r.fate == fate).count();
    RowCounts {
        raised,
        detected: count(Fate::Detected),
        narrowed: count(Fate::Narrowed),
        suppressed: count(Fate::Suppressed),
    }
}

/// What rows lost, events that are alike counted together.
#[must_use]
pub fn losses(rows: &[OutcomeRow], truths: &Truths) -> Vec<Loss> {
    type Key = (Option<Arc<str>>, &'static str, Vec<Arc<str>>, Vec<Arc<str>>, bool);
    let mut groups: BTreeMap<Key, BTreeSet<EventId>> = BTreeMap::new();
    for lost in rows.iter().flat_map(|r| &r.lost) {
        let Some(truth) = truths.get(lost.event) else { continue };
        let key = (truth.step.clone(), truth.verdict.word(), lost.by.clone(), lost.alone.clone(), lost.with_row);
        groups.entry(key).or_default().insert(lost.event);
    }
    let texts = |ids: Vec<Arc<str>>| ids.iter().map(ToString::to_string).collect();
    groups
        .into_iter()
        .map(|((step, verdict, by, alone, with_row), events)| Loss {
            step: step.map(|s| s.to_string()),
            verdict: verdict.to_owned(),
            events: events.len(),
            by: texts(by),
            alone: texts(alone),
            with_row,
        })
        .collect()
}

#[cfg(test)]
mod tests;
