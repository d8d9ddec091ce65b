//! The system's clock.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use muster_catalog::Datetime;
use muster_replay::Clock;

/// The clock that a replay goes by when it is no test.
#[derive(Debug)]
pub(super) struct SystemClock(Instant);

impl SystemClock {
    pub(super) fn new() -> Self {
        Self(Instant::now())
    }
}

impl Clock for SystemClock {
    fn elapsed(&mut self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&mut self, time: Duration) {
        std::thread::sleep(time);
    }

    fn now(&mut self) -> Datetime {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let ticks = i64::try_from(since.as_nanos() / 100).unwrap_or(0);
        Datetime::checked(Datetime::UNIX_EPOCH.0 + ticks).unwrap_or(Datetime::UNIX_EPOCH)
    }
}
