//! Measurements, all in one run on one machine.

use std::path::Path;

/// Runs all measurements.
///
/// # Errors
/// A measurement cannot be made.
pub(crate) fn run(_: &Path, _: &[&str]) -> Result<(), String> {
    Err("not measured yet".to_owned())
}
