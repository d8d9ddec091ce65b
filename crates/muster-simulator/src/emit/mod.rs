//! Processes become rows: one table a file, and how columns are put together.

mod batch;
pub(crate) mod device_process_events;

pub use batch::Flavor;
pub(crate) use batch::{Dictionary, batches, ordered, truths};
