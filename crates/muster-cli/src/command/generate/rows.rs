//! The rows on their way from the simulator to a file, and the ground truth that is written as they pass.

use std::collections::VecDeque;
use std::io::{Error, ErrorKind, Write};

use arrow_array::RecordBatch;
use muster_catalog::Table;
use muster_files::Written;
use muster_simulator::Telemetry;

use super::truth;

/// Batches that are made while they are asked for. After a fault there are no more; [`Rows::close`] tells of it.
pub(super) struct Rows<'t, 's> {
    telemetry: &'t mut Telemetry<'s>,
    table: Table,
    truth: Option<&'t mut (dyn Write + Send)>,
    ready: VecDeque<RecordBatch>,
    count: usize,
    fault: Option<Error>,
}

impl<'t, 's> Rows<'t, 's> {
    pub(super) fn new(telemetry: &'t mut Telemetry<'s>, truth: Option<&'t mut (dyn Write + Send)>) -> Self {
        let table = telemetry.table();
        Self { telemetry, table, truth, ready: VecDeque::new(), count: 0, fault: None }
    }

    /// What was written, or what kept rows from being made. The truth is written to its end, even where nobody reads
    /// the rows any longer.
    pub(super) fn close(&mut self, written: std::io::Result<Written>) -> std::io::Result<Written> {
        if self.truth.is_some() && written.as_ref().is_err_and(|fault| fault.kind() == ErrorKind::BrokenPipe) {
            self.for_each(drop);
        }
        match self.fault.take() {
            Some(fault) => Err(fault),
            None => written,
        }
    }

    fn refill(&mut self) -> std::io::Result<bool> {
        let Some(chunk) = self.telemetry.next() else { return Ok(false) };
        let chunk = chunk.map_err(Error::other)?;
        if let Some(out) = &mut self.truth {
            truth::write(out, &self.table, &chunk, self.count)
                .map_err(|fault| Error::new(fault.kind(), format!("the ground truth: {fault}")))?;
        }
        self.count += chunk.truth.len();
        self.ready.extend(chunk.batches);
        Ok(true)
    }
}

impl Iterator for Rows<'_, '_> {
    type Item = RecordBatch;

    fn next(&mut self) -> Option<RecordBatch> {
        while self.ready.is_empty() && self.fault.is_none() {
            match self.refill() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(fault) => self.fault = Some(fault),
            }
        }
        self.ready.pop_front()
    }
}
