//! What the rules must raise on a scenario, with all that alerts about it may name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::RecordBatch;
use chrono::NaiveDate;
use muster_alerts::{Alert, EntityKind};
use muster_catalog::{Datetime, Table, Value};
use muster_engine::EventId;
use muster_simulator::{Intent, Outcome};
use muster_source::{Diagnostic, Severity};
use muster_values::value_at;

use super::Verify;
use crate::case::{compare, intent_of};
use crate::codes::{RUN_FAILED, UNBOUND};
use crate::outcome::Fate;
use crate::prepare::PreparedRule;
use crate::stage::Stage;
use crate::truth::within;

/// Columns that name what an event is about.
const NAMES: [(EntityKind, &[&str]); 3] = [
    (EntityKind::Device, &["DeviceName", "DeviceId", "Computer"]),
    (
        EntityKind::Account,
        &[
            "AccountName",
            "AccountUpn",
            "AccountSid",
            "AccountObjectId",
            "InitiatingProcessAccountName",
            "InitiatingProcessAccountUpn",
            "InitiatingProcessAccountSid",
            "InitiatingProcessAccountObjectId",
            "TargetUserName",
            "TargetUserSid",
            "SubjectUserName",
            "SubjectUserSid",
        ],
    ),
    (
        EntityKind::Program,
        &[
            "FileName",
            "ProcessCommandLine",
            "SHA1",
            "SHA256",
            "MD5",
            "InitiatingProcessFileName",
            "InitiatingProcessCommandLine",
            "InitiatingProcessSHA1",
            "InitiatingProcessSHA256",
            "InitiatingProcessParentFileName",
            "CommandLine",
            "NewProcessName",
            "ParentProcessName",
        ],
    ),
];

/// Something that an alert may be about.
#[derive(Debug, Clone, Default)]
pub(crate) struct Unit {
    /// Paths of steps.
    paths: BTreeSet<Arc<str>>,
    noise: bool,
    /// As they are written.
    pub(crate) devices: BTreeSet<String>,
    names: BTreeMap<EntityKind, BTreeSet<String>>,
    pub(crate) first: Option<Datetime>,
    pub(crate) last: Option<Datetime>,
    pub(crate) rows: usize,
    pub(crate) by_intent_alone: bool,
}

/// What a rule must raise, and what its suppressions keep it from raising.
#[derive(Debug, Default)]
pub(crate) struct Units {
    pub(crate) expected: Vec<Unit>,
    pub(crate) suppressed: Vec<(Unit, Vec<Arc<str>>)>,
}

impl Unit {
    /// The steps that it is about; `noise` where none is.
    pub(crate) fn steps(&self) -> Vec<String> {
        let mut steps: Vec<String> = self.paths.iter().map(ToString::to_string).collect();
        if self.noise || steps.is_empty() {
            steps.push("noise".to_owned());
        }
        steps
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.paths.extend(other.paths.iter().cloned());
        self.noise |= other.noise;
        self.devices.extend(other.devices.iter().cloned());
        for (kind, names) in &other.names {
            self.names.entry(*kind).or_default().extend(names.iter().cloned());
        }
        self.first = [self.first, other.first].into_iter().flatten().min();
        self.last = [self.last, other.last].into_iter().flatten().max();
        self.rows += other.rows;
    }

    pub(crate) fn fits(&self, alert: &Alert, options: &Verify) -> bool {
        self.overlaps(alert, options) && self.is_about(alert)
    }

    /// Whether the times of both overlap. An alert without a time may be of any.
    pub(crate) fn overlaps(&self, alert: &Alert, options: &Verify) -> bool {
        let Some((first, last)) = alert.first.zip(alert.last) else { return true };
        let from = shifted(self.first, options).0.saturating_sub(options.before.0);
        let to = shifted(self.last, options).0.saturating_add(options.after.0);
        last.0 >= from && first.0 <= to
    }

    /// Whether for each kind of entity that both have, one is of both.
    pub(crate) fn is_about(&self, alert: &Alert) -> bool {
        NAMES.iter().all(|(kind, _)| {
            let has = alert.names(*kind).next().is_some() && self.names.get(kind).is_some_and(|n| !n.is_empty());
            !has || self.shares(alert, *kind)
        })
    }

    /// Whether an entity of this kind is of both.
    pub(crate) fn shares(&self, alert: &Alert, kind: EntityKind) -> bool {
        self.names.get(&kind).is_some_and(|names| alert.names(kind).any(|name| names.contains(name)))
    }
}

/// A time of the story as the tenant has it.
pub(crate) fn shifted(time: Option<Datetime>, options: &Verify) -> Datetime {
    let ticks = time.map_or(0, |t| t.0).saturating_add(options.shift.0);
    Datetime(ticks.clamp(Datetime::MIN.0, Datetime::MAX.0))
}

/// The events of a stage, opened for reading what they are about.
pub(crate) struct Facts<'s> {
    stage: &'s Stage<'s>,
    tables: Vec<Opened<'s>>,
}

/// A table with the places of the columns that name something.
struct Opened<'s> {
    table: &'s Table,
    batches: &'s [RecordBatch],
    columns: Vec<(EntityKind, usize)>,
}

impl<'s> Facts<'s> {
    pub(crate) fn new(stage: &'s Stage<'s>) -> Self {
        let tables = stage.tables.iter().map(|(table, batches)| {
            let place = |name: &&str| table.columns.iter().position(|c| c.name == **name);
            let columns =
                NAMES.iter().flat_map(|(kind, names)| names.iter().filter_map(place).map(move |c| (*kind, c)));
            Opened { table, batches, columns: columns.collect() }
        });
        Self { stage, tables: tables.collect() }
    }

    /// What an event is about.
    fn event(&self, event: EventId, unit: &mut Unit) {
        let Some(truth) = self.stage.truths.get(event) else { return };
        match &truth.step {
            Some(step) => drop(unit.paths.insert(Arc::clone(step))),
            None => unit.noise = true,
        }
        let time = self.stage.truths.time(event);
        unit.first = [unit.first, time].into_iter().flatten().min();
        unit.last = [unit.last, time].into_iter().flatten().max();
        let Some((opened, mut row)) = self.tables.get(event.table).zip(usize::try_from(event.row).ok()) else { return };
        for batch in opened.batches {
            if row >= batch.num_rows() {
                row -= batch.num_rows();
                continue;
            }
            opened.name(batch, row, unit);
            return;
        }
    }

    /// What the story as a whole is about: its devices, from its first event to its last.
    pub(crate) fn all(&self) -> Unit {
        let mut unit = Unit::default();
        for (table, opened) in self.tables.iter().enumerate() {
            let rows: usize = opened.batches.iter().map(RecordBatch::num_rows).sum();
            for row in 0..rows {
                let event = EventId { table, row: row as u64 };
                let time = self.stage.truths.time(event);
                unit.first = [unit.first, time].into_iter().flatten().min();
                unit.last = [unit.last, time].into_iter().flatten().max();
            }
            for batch in opened.batches.iter().filter(|_| self.stage.truths.get(EventId { table, row: 0 }).is_some()) {
                for (kind, column) in opened.columns.iter().filter(|(kind, _)| *kind == EntityKind::Device) {
                    let names = unit.names.entry(*kind).or_default();
                    for row in 0..batch.num_rows() {
                        if let Value::String(name) =
                            value_at(batch.column(*column), opened.table.columns[*column].ty, row)
                            && !names.contains(&name)
                        {
                            names.extend(spellings(*kind, &name));
                        }
                    }
                }
            }
        }
        unit
    }

    /// What events are about, together.
    fn unit(&self, events: impl IntoIterator<Item = EventId>) -> Unit {
        let mut unit = Unit { rows: 1, ..Unit::default() };
        events.into_iter().for_each(|event| self.event(event, &mut unit));
        unit
    }

    /// The events of a step, in the tables that a query reads.
    fn of_step(&self, step: &str, tables: &BTreeSet<&str>) -> Vec<EventId> {
        let mut events = Vec::new();
        for (table, opened) in self.tables.iter().enumerate().filter(|(_, o)| tables.contains(o.table.name.as_str())) {
            let rows: usize = opened.batches.iter().map(RecordBatch::num_rows).sum();
            events.extend((0..rows as u64).map(|row| EventId { table, row }).filter(|event| {
                let truth = self.stage.truths.get(*event);
                truth.and_then(|t| t.step.as_deref()).is_some_and(|s| within(s, step))
            }));
        }
        events
    }
}

impl Opened<'_> {
    fn name(&self, batch: &RecordBatch, row: usize, unit: &mut Unit) {
        for (kind, column) in &self.columns {
            let definition = &self.table.columns[*column];
            let Value::String(name) = value_at(batch.column(*column), definition.ty, row) else { continue };
            if name.is_empty() {
                continue;
            }
            unit.names.entry(*kind).or_default().extend(spellings(*kind, &name));
            if definition.name == "DeviceName" || definition.name == "Computer" {
                unit.devices.insert(name);
            }
        }
    }
}

/// How exports may write a name: in small letters, a device without its domain, a program without its folder.
fn spellings(kind: EntityKind, name: &str) -> Vec<String> {
    let whole = name.to_lowercase();
    let short = match kind {
        EntityKind::Device => whole.split('.').next(),
        EntityKind::Account => whole.rsplit('\\').next(),
        EntityKind::Program => None,
    };
    let short = short.filter(|s| *s != whole && !s.is_empty()).map(str::to_owned);
    short.into_iter().chain([whole]).collect()
}

/// What a rule must raise; nothing where the scenario skips the rule.
pub(crate) fn units(
    stage: &Stage<'_>,
    facts: &Facts<'_>,
    rule: &PreparedRule<'_>,
    today: NaiveDate,
) -> Result<Option<Units>, Vec<Diagnostic>> {
    let intent = intent_of(stage.scenario, &rule.rule.id);
    if matches!(intent, Some(Intent::Skip(_))) {
        return Ok(None);
    }
    let failed = |code, message: String| {
        vec![Diagnostic::bare(code, Severity::Error, message).help("see what `muster test` says of the case")]
    };
    let Some(query) = &rule.query else {
        return Err(failed(UNBOUND, format!("the rule `{}` cannot be bound", rule.rule.id)));
    };
    let decided = if query.pending.is_empty() { Ok(query.clone()) } else { stage.decided(rule.rule) };
    let compared = decided.and_then(|query| compare(stage, rule, &query).map(|c| (c, query)));
    let (compared, query) = compared.map_err(|reason| {
        failed(RUN_FAILED, format!("the rule `{}` cannot be run: {}", rule.rule.id, reason.message))
    })?;
    let mut units = Units::default();
    let mut places: BTreeMap<(Vec<String>, Vec<String>), usize> = BTreeMap::new();
    for row in &compared.rows {
        if row.fate == Fate::Suppressed {
            units.suppressed.push((facts.unit(row.lost.iter().map(|l| l.event)), row.by.clone()));
            continue;
        }
        let unit = facts.unit(row.kept.iter().copied());
        let key = (unit.steps(), unit.devices.iter().cloned().collect());
        if let Some(place) = places.get(&key) {
            units.expected[*place].add(&unit);
        } else {
            places.insert(key, units.expected.len());
            units.expected.push(unit);
        }
    }
    if let Some(Intent::Outcome(outcome)) = intent {
        let tables: BTreeSet<&str> = query.tables.iter().map(String::as_str).collect();
        by_intent(facts, outcome, &tables, today, &mut units);
    }
    units.expected.sort_by(|a, b| (a.first, &a.paths, &a.devices).cmp(&(b.first, &b.paths, &b.devices)));
    Ok(Some(units))
}

/// Adds what the intent says must be detected and is not.
fn by_intent(facts: &Facts<'_>, outcome: &Outcome, tables: &BTreeSet<&str>, today: NaiveDate, units: &mut Units) {
    let gap = outcome.known_gap.as_ref().filter(|gap| today <= gap.waiver.expires.value);
    for step in &outcome.detect {
        let known = gap.is_some_and(|g| {
            g.missed.iter().chain(g.suppressed.iter().map(|s| &s.step)).any(|m| within(&step.value, &m.value))
        });
        let is_there = units.expected.iter().any(|u| u.paths.iter().any(|p| within(p, &step.value)));
        if known || is_there {
            continue;
        }
        let events = facts.of_step(&step.value, tables);
        if !events.is_empty() {
            units.expected.push(Unit { by_intent_alone: true, rows: 0, ..facts.unit(events) });
        }
    }
}
