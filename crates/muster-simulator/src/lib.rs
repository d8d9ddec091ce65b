//! Scenarios become telemetry.
//!
//! A scenario is a YAML file that tells a story: a fleet, a clock, and steps such as "msiexec was started by explorer as
//! the user of this workstation". This crate reads it ([`read()`]) and makes from it the tables that endpoints would
//! have sent ([`simulate()`], or [`stream()`] for large ones), so that a detection rule can be run on them. It knows no rule, no query and no engine: the
//! witness must not know the judge.
//!
//! # How a row comes about
//!
//! 1. **Library.** Images (program files), behaviors (pieces of story with parameters) and noise profiles are data,
//!    read once for all scenarios ([`Library`], [`load::library`]).
//! 2. **Scenario.** The file is read key by key. Mistakes become diagnostics with a place and a hint; behaviors are
//!    unfolded into steps on the way, so that nothing later can fail because of a name.
//! 3. **Fleet.** Hosts, people and accounts follow from the plan and the seed.
//! 4. **Story and noise.** Each step becomes planned starts on its hosts; noise adds what goes on anyhow.
//! 5. **World.** On each device, by itself, starts become processes: a tree in which every child has a living parent,
//!    numbers are unique among the living, and a boot ends everything.
//! 6. **Rows.** A row is one process seen from the table: its own columns, those of its parent, a few of the
//!    grandparent. What the parent's columns say is read from the same process that made the parent's own row, so they
//!    cannot disagree.
//!
//! # What is promised
//!
//! - **Same seed, same rows**, on any machine and with any number of threads. Everything random is drawn from a stream
//!   keyed by the path of what it is for. There is no clock, no hash order, and no arithmetic that differs between
//!   platforms.
//! - **One host more moves no row of another host.** Counters of a device run on with the time, so a step more changes
//!   only the counters of rows right behind it.
//! - **Ground truth stands beside the telemetry** ([`Simulation::truth`]), never in it.
//! - **Bad input ends in diagnostics.** Sizes have limits ([`limits`]) that keep a slip of the keyboard from filling the
//!   memory.

mod activity;
mod backdrop;
mod codes;
mod emit;
mod fleet;
mod library;
pub mod load;
mod parallel;
mod quantity;
mod scenario;
mod simulate;
mod statistics;
mod stream;
mod strings;
mod template;
mod truth;
mod vocabulary;
mod world;

pub use codes::CODES;
pub use emit::Flavor;
pub use library::Library;
pub use scenario::{
    Expectation, Intent, KnownGap, Outcome, Placed, Scenario, StepInfo, Suppressed, Waiver, limits, read,
};
pub use simulate::story::{Event, story};
pub use simulate::telemetry::{Chunk, Telemetry, stream};
pub use simulate::{Options, Simulation, simulate};
pub use statistics::{Activity, Figure};
pub use truth::{Truth, Verdict};

/// The JSON Schema of scenario files, for editors. It knows keys and shapes; names are checked by [`read()`].
pub const SCENARIO_SCHEMA: &str = include_str!("../../../docs/schema/scenario.schema.json");

/// The schema of `DeviceProcessEvents` as this crate writes it.
#[must_use]
pub fn device_process_events(flavor: Flavor) -> muster_catalog::Table {
    emit::device_process_events::table(flavor)
}
