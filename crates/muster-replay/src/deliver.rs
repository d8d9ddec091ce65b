//! Sending: batch after batch, at the story's pace, until each is taken.

use std::time::Duration;

use muster_source::{Diagnostic, Severity};

use crate::batch::Batch;
use crate::clock::Clock;
use crate::codes::{OTHER_REPLAY, UNREACHABLE};
use crate::journal::{Journal, SentBatch};
use crate::outlet::{Outlet, Trouble};
use crate::retry::{Retry, asked};

/// What was sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Batches that the sink took.
    pub batches: u64,
    /// Events in them.
    pub events: usize,
    /// Bytes of their bodies, before compression.
    pub bytes: u64,
    /// How often a batch was sent again.
    pub again: u64,
}

/// What happens on the way.
#[derive(Debug)]
pub enum Happening<'a> {
    /// A batch was taken.
    Sent(&'a Batch),
    /// A batch was not taken and is sent again after a pause.
    Again {
        /// Its number.
        batch: u64,
        /// Why.
        reason: &'a str,
        /// The pause.
        pause: Duration,
    },
}

/// Sends batches. Returns what was sent, and what ended the replay before its end, if anything.
///
/// `pending` is the batch that a replay before this one sent and of which nobody knows whether it was taken: the first one
/// of `batches` must be that one. The first batch's first event goes out at once, the others as much later as the story
/// has them.
pub fn deliver(
    batches: impl Iterator<Item = Result<Batch, Diagnostic>>,
    outlet: &mut dyn Outlet,
    mut journal: Option<&mut Journal>,
    pending: Option<&SentBatch>,
    clock: &mut dyn Clock,
    retry: &Retry,
    tell: &mut dyn FnMut(&Happening<'_>),
) -> (Summary, Option<Diagnostic>) {
    let mut summary = Summary::default();
    let mut pending = pending;
    let mut origin: Option<(Duration, Duration)> = None;
    for batch in batches {
        let batch = match batch {
            Ok(batch) => batch,
            Err(fault) => return (summary, Some(fault)),
        };
        if let Some(before) = pending.take()
            && (before.number, &before.id) != (batch.number, &batch.id)
        {
            let message = format!("batch {} is not the one that the journal says was being sent", batch.number);
            let help = "the telemetry changed since; name a new journal to start over";
            return (summary, Some(Diagnostic::bare(OTHER_REPLAY, Severity::Error, message).help(help)));
        }
        let (opened, started) = *origin.get_or_insert((batch.opened, clock.elapsed()));
        let due = started.saturating_add(batch.due.saturating_sub(opened));
        if let Some(left) = due.checked_sub(clock.elapsed()).filter(|left| !left.is_zero()) {
            clock.sleep(left);
        }
        if let Some(journal) = journal.as_deref_mut()
            && let Err(fault) = journal.sending(&batch, outlet.position())
        {
            return (summary, Some(fault));
        }
        match insist(&batch, outlet, clock, retry, &mut summary.again, tell) {
            Ok(()) => {}
            Err(Trouble::Final(fault)) => return (summary, Some(fault)),
            Err(Trouble::Closed | Trouble::Again { .. }) => return (summary, None),
        }
        if let Some(journal) = journal.as_deref_mut()
            && let Err(fault) = journal.sent(&batch)
        {
            return (summary, Some(fault));
        }
        summary.batches += 1;
        summary.events += batch.events;
        summary.bytes += batch.body.len() as u64;
        tell(&Happening::Sent(&batch));
    }
    (summary, None)
}

/// Sends one batch until it is taken, or until there is no use.
fn insist(
    batch: &Batch,
    outlet: &mut dyn Outlet,
    clock: &mut dyn Clock,
    retry: &Retry,
    count: &mut u64,
    tell: &mut dyn FnMut(&Happening<'_>),
) -> Result<(), Trouble> {
    let mut again = 0;
    loop {
        let (reason, retry_after) = match outlet.put(batch) {
            Err(Trouble::Again { reason, retry_after }) => (reason, retry_after),
            ended => return ended,
        };
        let give_up = |message: String, help: &str| {
            Trouble::Final(Diagnostic::bare(UNREACHABLE, Severity::Error, message).help(help))
        };
        if again >= retry.times {
            let sent = u64::from(again) + 1;
            let times = if sent == 1 { "once".to_owned() } else { format!("{sent} times") };
            let message = format!("batch {} was sent {times} and not taken: {reason}", batch.number);
            return Err(give_up(
                message,
                "check the sink; more --retries wait longer, and a --journal lets the replay go on",
            ));
        }
        let own = retry.pause(&batch.id, again);
        let wanted = retry_after.as_deref().and_then(|text| asked(text, clock.now()));
        let pause = wanted.map_or(own, |wanted| wanted.max(own.min(Duration::from_secs(1))));
        if pause > retry.patience.max(retry.longest) {
            let message = format!("batch {}: {reason}, and asks to wait {} seconds", batch.number, pause.as_secs());
            return Err(give_up(message, "replay again later; a --journal lets it go on where it stopped"));
        }
        tell(&Happening::Again { batch: batch.number, reason: &reason, pause });
        clock.sleep(pause);
        again += 1;
        *count += 1;
    }
}

#[cfg(test)]
mod tests;
