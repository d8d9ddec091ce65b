//! Events become batches: bounded by count, by bytes, and by the time that the first of them may wait.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use muster_catalog::Datetime;
use muster_source::{Diagnostic, Severity};
use sha2::{Digest, Sha256};

use crate::codes::TOO_LARGE;
use crate::telemetry::{Place, Telemetry, hex};

/// How large a batch may grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Events, at least one.
    pub events: usize,
    /// Bytes of the body, before compression.
    pub bytes: usize,
    /// How long the first event may wait for others, in the replay's time.
    pub wait: Duration,
}

/// How events are put together to a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Framing {
    /// One JSON object a line.
    Lines,
    /// One JSON array.
    Array,
    /// One envelope as Defender's streaming API writes it; a line break behind it where `line` says so.
    Envelope {
        /// Id of the tenant.
        tenant: String,
        /// Whether bodies stand in lines.
        line: bool,
    },
}

impl Framing {
    fn head(&self) -> &'static str {
        match self {
            Self::Lines => "",
            Self::Array => "[",
            Self::Envelope { .. } => r#"{"records":["#,
        }
    }

    fn separator(&self) -> &'static str {
        match self {
            Self::Lines => "\n",
            Self::Array | Self::Envelope { .. } => ",",
        }
    }

    fn tail(&self) -> &'static str {
        match self {
            Self::Lines => "\n",
            Self::Array => "]",
            Self::Envelope { line: false, .. } => "]}",
            Self::Envelope { line: true, .. } => "]}\n",
        }
    }

    /// One event as it stands in a body.
    fn event(&self, telemetry: &Telemetry<'_>, place: Place) -> Vec<u8> {
        let mut out = Vec::with_capacity(2048);
        match self {
            Self::Lines | Self::Array => telemetry.encode(place, false, &mut out),
            Self::Envelope { tenant, .. } => {
                let time = telemetry.shifted(place.time);
                let tenant = serde_json::Value::from(tenant.as_str());
                let category = format!("AdvancedHunting-{}", telemetry.table_name(place.table));
                let category = serde_json::Value::from(category);
                let head = format!(
                    r#"{{"time":"{time}","tenantId":{tenant},"operationName":"Publish","category":{category},"properties":"#
                );
                out.extend_from_slice(head.as_bytes());
                telemetry.encode(place, true, &mut out);
                out.push(b'}');
            }
        }
        out
    }
}

/// Which events may share a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lanes {
    /// All.
    One,
    /// Those of one table.
    PerTable,
}

/// Events on their way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its number, from 1.
    pub number: u64,
    /// What identifies it to a sink: a hash of its content and number, in the form of a GUID.
    pub id: String,
    /// The table of its events; of its first event where tables share batches.
    pub table: String,
    /// How many events.
    pub events: usize,
    /// The events, framed.
    pub body: Vec<u8>,
    /// When it goes out, since the first event of the replay: when its last event happens.
    pub due: Duration,
    /// When its first event happens.
    pub opened: Duration,
    /// The time in its first event.
    pub first: Datetime,
    /// The device of its first event; `""` where the table has none.
    pub device: String,
}

/// Where a replay is taken up again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resume {
    /// Batches that were sent.
    pub batches: u64,
    /// By lane (the table; `""` where tables share batches), the events that were sent.
    pub events: BTreeMap<String, usize>,
}

/// A batch that is being filled.
#[derive(Debug)]
struct Open {
    body: Vec<u8>,
    events: usize,
    opened: Duration,
    due: Duration,
    first: Datetime,
    device: String,
    table: usize,
}

/// All batches of a replay, made one by one.
#[derive(Debug)]
pub struct Batches<'t> {
    telemetry: &'t Telemetry<'t>,
    limits: Limits,
    framing: Framing,
    lanes: Lanes,
    /// How many times faster than the story; `None` is without any pause.
    speed: Option<f64>,
    digest: String,
    next: usize,
    number: u64,
    skip: BTreeMap<String, usize>,
    /// By lane.
    open: BTreeMap<usize, Open>,
    ready: VecDeque<Batch>,
    failed: bool,
}

impl<'t> Batches<'t> {
    /// Batches from where `resume` says. `digest` tells this replay from others ([`Telemetry::digest`]).
    #[must_use]
    pub fn new(
        telemetry: &'t Telemetry<'t>,
        limits: Limits,
        framing: Framing,
        lanes: Lanes,
        speed: Option<f64>,
        digest: &str,
        resume: &Resume,
    ) -> Self {
        Self {
            telemetry,
            limits,
            framing,
            lanes,
            speed,
            digest: digest.to_owned(),
            next: 0,
            number: resume.batches,
            skip: resume.events.clone(),
            open: BTreeMap::new(),
            ready: VecDeque::new(),
            failed: false,
        }
    }

    /// The lane that a table's events are in.
    fn lane(&self, table: usize) -> (usize, &'t str) {
        let telemetry: &'t Telemetry<'t> = self.telemetry;
        match self.lanes {
            Lanes::One => (0, ""),
            Lanes::PerTable => (table, telemetry.table_name(table)),
        }
    }

    /// When an event goes out, since the first one.
    fn due(&self, time: i64) -> Duration {
        let first = self.telemetry.place(0).map_or(time, |p| p.time);
        let ticks = u64::try_from(time.saturating_sub(first)).unwrap_or(0);
        match self.speed {
            None => Duration::ZERO,
            Some(speed) => Duration::try_from_secs_f64(ticks as f64 / 1e7 / speed).unwrap_or(Duration::MAX),
        }
    }

    fn take(&mut self, place: Place) -> Result<(), Diagnostic> {
        let due = self.due(place.time);
        // A batch is over when time has gone on, whichever lane the event is of that shows it.
        let mut over: Vec<(Duration, usize)> = self
            .open
            .iter()
            .filter(|(_, open)| due > open.opened.saturating_add(self.limits.wait))
            .map(|(lane, open)| (open.opened, *lane))
            .collect();
        over.sort_unstable();
        for (_, lane) in over {
            self.close(lane);
        }
        let (lane, name) = self.lane(place.table);
        if let Some(left) = self.skip.get_mut(name).filter(|left| **left > 0) {
            *left -= 1;
            return Ok(());
        }
        let event = self.framing.event(self.telemetry, place);
        let around = self.framing.head().len() + self.framing.tail().len();
        if event.len() + around > self.limits.bytes {
            let message = format!(
                "an event of {} at {} has {} bytes, and a batch takes {}",
                self.telemetry.table_name(place.table),
                self.telemetry.shifted(place.time),
                event.len() + around,
                self.limits.bytes,
            );
            return Err(Diagnostic::bare(TOO_LARGE, Severity::Error, message).help("raise --batch-bytes"));
        }
        let separator = self.framing.separator().len();
        let full = |open: &Open| open.body.len() + separator + event.len() + self.framing.tail().len();
        if self.open.get(&lane).is_some_and(|open| full(open) > self.limits.bytes) {
            self.close(lane);
        }
        if let Some(open) = self.open.get_mut(&lane) {
            open.body.extend_from_slice(self.framing.separator().as_bytes());
            open.body.extend_from_slice(&event);
            open.events += 1;
            open.due = due;
        } else {
            let mut body = self.framing.head().as_bytes().to_vec();
            body.extend_from_slice(&event);
            let (first, device) = (self.telemetry.shifted(place.time), self.telemetry.device(place));
            self.open.insert(lane, Open { body, events: 1, opened: due, due, first, device, table: place.table });
        }
        if self.open.get(&lane).is_some_and(|open| open.events >= self.limits.events) {
            self.close(lane);
        }
        Ok(())
    }

    fn close(&mut self, lane: usize) {
        let Some(mut open) = self.open.remove(&lane) else { return };
        open.body.extend_from_slice(self.framing.tail().as_bytes());
        self.number += 1;
        let table = self.telemetry.table_name(open.table).to_owned();
        let mut hash = Sha256::new();
        hash.update(self.digest.as_bytes());
        hash.update(self.number.to_le_bytes());
        hash.update(table.as_bytes());
        hash.update([0]);
        hash.update(&open.body);
        let digits = hex(&hash.finalize()[..16]);
        let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
        let id = [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-");
        self.ready.push_back(Batch {
            number: self.number,
            id,
            table,
            events: open.events,
            body: open.body,
            due: open.due,
            opened: open.opened,
            first: open.first,
            device: open.device,
        });
    }
}

impl Iterator for Batches<'_> {
    type Item = Result<Batch, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() && !self.failed {
            let Some(place) = self.telemetry.place(self.next) else {
                let mut rest: Vec<(Duration, usize)> = self.open.iter().map(|(l, o)| (o.opened, *l)).collect();
                rest.sort_unstable();
                for (_, lane) in rest {
                    self.close(lane);
                }
                break;
            };
            self.next += 1;
            if let Err(fault) = self.take(place) {
                self.failed = true;
                return Some(Err(fault));
            }
        }
        self.ready.pop_front().map(Ok)
    }
}

#[cfg(test)]
mod tests;
