//! When a batch that was not taken is sent again.

use std::time::Duration;

use muster_catalog::{Datetime, TICKS_PER_SECOND};
use sha2::{Digest, Sha256};

/// How often and how soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// How often a batch is sent again at most.
    pub times: u32,
    /// The pause before the first time; it doubles with each.
    pub first: Duration,
    /// The longest pause of our own making.
    pub longest: Duration,
    /// The longest pause that a server may ask for; one that asks for more is not waited for.
    pub patience: Duration,
    /// What the jitter is drawn from, with the batch's id.
    pub seed: u64,
}

impl Retry {
    /// The pause before the batch `id` is sent again for the time `again`, counted from 0: between half of the doubled
    /// pause and all of it, so that clients that failed together do not come back together.
    #[must_use]
    pub fn pause(&self, id: &str, again: u32) -> Duration {
        let full = self.first.saturating_mul(1 << again.min(20)).min(self.longest);
        let mut hash = Sha256::new();
        hash.update(self.seed.to_le_bytes());
        hash.update(id.as_bytes());
        hash.update(again.to_le_bytes());
        let drawn = hash.finalize();
        let share = u32::from(drawn[0]) << 8 | u32::from(drawn[1]);
        full / 2 + (full / 2).mul_f64(f64::from(share) / 65536.0)
    }
}

/// What `Retry-After` asks for: seconds, or a date.
pub(crate) fn asked(text: &str, now: Datetime) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let ticks = Datetime::parse(text)?.0.saturating_sub(now.0).max(0);
    Some(Duration::from_secs(u64::try_from(ticks / TICKS_PER_SECOND).unwrap_or(0) + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RETRY: Retry = Retry {
        times: 8,
        first: Duration::from_millis(500),
        longest: Duration::from_mins(1),
        patience: Duration::from_hours(1),
        seed: 7,
    };

    #[test]
    fn pauses_double_up_to_a_limit_and_differ_by_batch() {
        for again in 0..30 {
            let full = RETRY.first.saturating_mul(1 << again.min(20)).min(RETRY.longest);
            let pause = RETRY.pause("a", again);
            assert!(pause >= full / 2 && pause <= full, "{again}: {pause:?}");
            assert_eq!(pause, RETRY.pause("a", again), "the same batch waits the same time in every run");
        }
        assert_ne!(RETRY.pause("a", 0), RETRY.pause("b", 0));
        assert_ne!(RETRY.pause("a", 0), Retry { seed: 8, ..RETRY }.pause("a", 0));
    }

    #[test]
    fn a_server_may_ask_in_seconds_or_by_date() {
        let now = Datetime::parse("2026-03-04T18:00:00Z").expect("a time");
        assert_eq!(asked(" 120 ", now), Some(Duration::from_mins(2)));
        assert_eq!(asked("Wed, 04 Mar 2026 18:00:30 GMT", now), Some(Duration::from_secs(31)));
        assert_eq!(asked("Wed, 04 Mar 2026 17:00:00 GMT", now), Some(Duration::from_secs(1)));
        assert_eq!(asked("soon", now), None);
    }
}
