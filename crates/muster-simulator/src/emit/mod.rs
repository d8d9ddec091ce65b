//! Processes become rows: one table a file, and how columns are put together.

mod batch;
pub(crate) mod device_process_events;
mod dictionary;

pub use batch::Flavor;
pub(crate) use batch::{BATCH, Place, Scene, batches, ordered, truths};
pub(crate) use dictionary::{Dictionary, Texts};
