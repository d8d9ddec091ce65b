//! Alerts as products export them, read with their places.
//!
//! [`read`] takes the texts of files and gives [`Alert`]s: JSON arrays, NDJSON, CSV, and the answers of the query APIs; with
//! rows of Defender's `AlertInfo` and `AlertEvidence` (together or apart), of Sentinel's `SecurityAlert` and
//! `SecurityIncident`, or alerts of Microsoft Graph. What a row is follows from its columns, not from the file's name, so that
//! files may be mixed. Rows of one alert become one [`Alert`], wherever they stand.
//!
//! This crate knows no rule and no scenario: what an alert is about is for its reader to say.

#![expect(
    clippy::result_large_err,
    reason = "a fault ends what was asked for; a box around it would only be in the way"
)]

mod codes;
mod model;
mod rows;
mod shape;
mod time;

pub use codes::CODES;
pub use model::{Alert, Entity, EntityKind};
use muster_source::{Diagnostic, Source};

use crate::rows::rows;
use crate::shape::gather;

/// Reads alerts from texts, in the order in which they first appear. What is broken is told; nothing is skipped silently.
#[must_use]
pub fn read(sources: &[Source]) -> (Vec<Alert>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut all = Vec::new();
    for source in sources {
        match rows(source) {
            Ok(rows) => all.extend(rows),
            Err(fault) => diagnostics.push(fault),
        }
    }
    (gather(&all, &mut diagnostics), diagnostics)
}
