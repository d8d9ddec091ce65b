//! Telemetry on its way to a sink.
//!
//! A scenario's rows become events in the order of their times ([`Telemetry`]), events become batches ([`Batches`]), and
//! [`deliver`] sends batch after batch to an [`Outlet`]: a stream or file ([`Stream`]), or an HTTP address ([`Web`]).
//!
//! # What is promised
//!
//! - **Pace.** An event goes out when the story's time, divided by the speed, has passed since the first event. Which
//!   events share a batch follows from the story's times and the limits alone, never from how fast a sink is, so that a
//!   replay that is taken up again makes the same batches.
//! - **Order.** Rows of a table go out in the order of their times, one batch after the other; a batch is sent again until
//!   it is taken, and none overtakes it.
//! - **Once.** A batch has an id made from its content and its number ([`Batch::id`]). The [`Journal`] is written before and
//!   after each batch. What was cut between sending and the sink's answer is sent again with the same id; a sink that
//!   remembers ids takes it once. A file is cut back to where the batch began.
//! - **Secrets.** A [`Token`] cannot be printed, and what a server says is freed of it before anybody sees it.
//!
//! This crate asks no clock (see [`Clock`]), draws nothing at random and prints nothing.

#![expect(clippy::result_large_err, reason = "a fault ends the replay; a box around it would only be in the way")]

mod batch;
mod clock;
pub mod codes;
mod deliver;
mod journal;
mod outlet;
mod plan;
mod retry;
mod sink;
mod telemetry;
mod token;
mod web;

pub use batch::{Batch, Batches, Framing, Lanes, Limits, Resume};
pub use clock::Clock;
pub use deliver::{Happening, Summary, deliver};
pub use journal::{Journal, Record, SentBatch};
pub use outlet::{Outlet, Stream, Trouble};
pub use plan::{Plan, TablePlan};
pub use retry::Retry;
pub use sink::{Body, Sink};
pub use telemetry::Telemetry;
pub use token::Token;
pub use web::{Encoding, Security, Web};
