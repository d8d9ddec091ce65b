//! Time as a replay needs it. A trait, so that tests wait for nothing.

use std::time::Duration;

use muster_catalog::Datetime;

/// A clock that a replay goes by.
pub trait Clock {
    /// Time since some moment, never going back.
    fn elapsed(&mut self) -> Duration;

    /// Waits.
    fn sleep(&mut self, time: Duration);

    /// The time of day, UTC: what a server's date is compared with.
    fn now(&mut self) -> Datetime;
}
