//! The record itself.

use serde::Serialize;

use crate::record::RunRecord;

pub(crate) fn render(record: &RunRecord) -> String {
    pretty(record)
}

/// Indented JSON with a line break at the end.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    // Only maps with keys that are no text and failing `Serialize` implementations can fail; a record has neither.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_else(|e| unreachable!("a record is JSON: {e}"));
    text.push('\n');
    text
}
