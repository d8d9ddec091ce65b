//! Ground truth by event: what made it and when.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use muster_catalog::{Datetime, Type};
use muster_engine::EventId;
use muster_report::EvidenceCounts;
use muster_simulator::{Truth, Verdict};
use muster_values::TableSet;

/// The truth about the events of all tables. Rows of tables that nobody simulated (watchlists) have none.
#[derive(Debug, Clone, Default)]
pub struct Truths {
    tables: Vec<TableTruth>,
    first: BTreeMap<Arc<str>, Datetime>,
}

/// The truth about the rows of one table, in their order.
#[derive(Debug, Clone, Default)]
pub struct TableTruth {
    /// What made each row.
    pub truth: Vec<Truth>,
    /// When each row happened; shorter or empty where the table has no time.
    pub times: Vec<Datetime>,
}

impl Truths {
    /// The truth of tables, in the order of the table set that queries run on.
    #[must_use]
    pub fn new(tables: Vec<TableTruth>) -> Self {
        let mut first: BTreeMap<Arc<str>, Datetime> = BTreeMap::new();
        for table in &tables {
            for (truth, time) in table.truth.iter().zip(&table.times) {
                if let Some(step) = &truth.step {
                    first.entry(Arc::clone(step)).and_modify(|t| *t = (*t).min(*time)).or_insert(*time);
                }
            }
        }
        Self { tables, first }
    }

    /// Takes the truth of a simulation, for the tables of `tables`.
    #[must_use]
    pub fn of(tables: &TableSet, mut truth: BTreeMap<String, Vec<Truth>>) -> Self {
        let all = tables.iter().map(|(table, batches)| {
            let truth = truth.remove(&table.name).unwrap_or_default();
            let time = ["Timestamp", "TimeGenerated"]
                .iter()
                .find_map(|name| table.columns.iter().position(|c| c.name == *name && c.ty == Type::Datetime));
            let times = match time.filter(|_| !truth.is_empty()) {
                Some(index) => batches
                    .iter()
                    .filter_map(|b| b.column(index).as_primitive_opt::<Int64Type>())
                    .flat_map(|ticks| ticks.values().iter().map(|t| Datetime(*t)))
                    .collect(),
                None => Vec::new(),
            };
            TableTruth { truth, times }
        });
        Self::new(all.collect())
    }

    /// What made an event.
    #[must_use]
    pub fn get(&self, event: EventId) -> Option<&Truth> {
        self.tables.get(event.table)?.truth.get(usize::try_from(event.row).ok()?)
    }

    /// When an event happened.
    #[must_use]
    pub fn time(&self, event: EventId) -> Option<Datetime> {
        self.tables.get(event.table)?.times.get(usize::try_from(event.row).ok()?).copied()
    }

    /// When the first event of a step happened; the steps below it do not count.
    #[must_use]
    pub fn first(&self, step: &str) -> Option<Datetime> {
        self.first.get(step).copied()
    }

    /// Counts events by verdict.
    #[must_use]
    pub fn count(&self, events: impl IntoIterator<Item = EventId>) -> EvidenceCounts {
        let mut counts = EvidenceCounts::default();
        for truth in events.into_iter().filter_map(|e| self.get(e)) {
            *match truth.verdict {
                Verdict::Malicious => &mut counts.malicious,
                Verdict::Benign => &mut counts.benign,
                Verdict::Noise => &mut counts.noise,
            } += 1;
        }
        counts
    }
}

/// Whether the path `step` is `id` or stands below it.
#[must_use]
pub(crate) fn within(step: &str, id: &str) -> bool {
    step.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
