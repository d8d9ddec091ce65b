//! The scenario language: a file read into a [`Scenario`].

pub(crate) mod beat;
pub(crate) mod expect;
pub(crate) mod fleet_plan;
pub mod limits;
mod read;
pub(crate) mod repetition;
pub(crate) mod settings;
pub(crate) mod step;
pub(crate) mod use_behavior;

pub(crate) use expect::is_or_is_below;
pub use expect::{Expectation, Intent, KnownGap, Outcome, Placed, Suppressed, Waiver};
pub use read::{Scenario, StepInfo, read};
