//! What a replay would send, without sending it.

use std::time::Duration;

use muster_catalog::Datetime;
use muster_source::Diagnostic;

use crate::batch::Batches;

/// What would be sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// By table; where tables share batches, by the table of a batch's first event.
    pub tables: Vec<TablePlan>,
    /// The time in the first event.
    pub first: Option<Datetime>,
    /// From the first event to the last batch.
    pub lasts: Duration,
    /// The first batch's body.
    pub body: Vec<u8>,
    /// The device of the first event.
    pub device: String,
}

/// What would be sent of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TablePlan {
    /// The table.
    pub table: String,
    /// Events.
    pub events: usize,
    /// Batches.
    pub batches: usize,
    /// Bytes of bodies, before compression.
    pub bytes: u64,
}

impl Plan {
    /// Counts what `batches` would send.
    ///
    /// # Errors
    /// An event that no batch can take.
    pub fn of(batches: Batches<'_>) -> Result<Self, Diagnostic> {
        let mut plan = Self::default();
        let mut opened = None;
        for batch in batches {
            let batch = batch?;
            let opened = *opened.get_or_insert(batch.opened);
            plan.lasts = plan.lasts.max(batch.due.saturating_sub(opened));
            if plan.first.is_none() {
                plan.first = Some(batch.first);
                plan.body.clone_from(&batch.body);
                plan.device.clone_from(&batch.device);
            }
            let bytes = batch.body.len() as u64;
            match plan.tables.iter_mut().find(|t| t.table == batch.table) {
                Some(table) => {
                    table.events += batch.events;
                    table.batches += 1;
                    table.bytes += bytes;
                }
                None => plan.tables.push(TablePlan { table: batch.table, events: batch.events, batches: 1, bytes }),
            }
        }
        Ok(plan)
    }
}
