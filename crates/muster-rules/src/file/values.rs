//! Values that several formats write the same way.

use std::time::Duration;

use muster_source::{Diagnostic, Source, nearest};
use muster_yaml::{Fields, Kind, Node};

use super::attack;
use crate::codes::{DURATION, GUID, SCALAR_FOR_LIST};
use crate::duration;
use crate::rule::{AlertSeverity, Written};

/// The text at `key`; a key without a value counts as absent, as exported files have them.
pub(super) fn text<'n>(fields: &mut Fields<'n, '_>, key: &'static str) -> Option<&'n str> {
    if fields.take(key).is_none_or(Node::is_null) { None } else { fields.text(key) }
}

/// The texts at `key`; a single one where a list belongs is reported and read.
pub(super) fn words(
    fields: &mut Fields<'_, '_>,
    source: &Source,
    key: &'static str,
) -> Vec<(String, muster_source::Span)> {
    let Some(node) = fields.take(key).filter(|n| !n.is_null()) else { return Vec::new() };
    if let Kind::Scalar { text, .. } = &node.kind {
        let list: Vec<&str> = text.split([',', '\n']).map(str::trim).filter(|w| !w.is_empty()).collect();
        let message = format!("`{key}` is a single value where a list belongs");
        let help = format!("write `{key}: [{}]`", list.join(", "));
        fields.report(Diagnostic::warning(SCALAR_FOR_LIST, message, source, node.span).help(help));
        return list.into_iter().map(|w| (w.to_owned(), node.span)).collect();
    }
    fields.texts(key).unwrap_or_default().into_iter().map(|(t, n)| (t.to_owned(), n.span)).collect()
}

/// The tactics at `key`, with warnings for names that ATT&CK does not have.
pub(super) fn tactics(fields: &mut Fields<'_, '_>, source: &Source, key: &'static str) -> Vec<String> {
    let words = words(fields, source, key);
    for (word, span) in &words {
        fields.diagnostics().extend(attack::tactic(word, source, *span));
    }
    words.into_iter().map(|(w, _)| w).collect()
}

/// The techniques at `key`, with warnings for those that are not written as ATT&CK does.
pub(super) fn techniques(fields: &mut Fields<'_, '_>, source: &Source, key: &'static str) -> Vec<String> {
    let words = words(fields, source, key);
    for (word, span) in &words {
        fields.diagnostics().extend(attack::technique(word, source, *span));
    }
    words.into_iter().map(|(w, _)| w).collect()
}

/// The duration at `key`.
pub(super) fn duration(fields: &mut Fields<'_, '_>, source: &Source, key: &'static str) -> Option<Written<Duration>> {
    let text = text(fields, key)?;
    let span = fields.take(key)?.span;
    let Some(value) = duration::parse(text) else {
        let message = format!("`{key}` is no duration: `{text}`");
        fields.report(
            Diagnostic::error(DURATION, message, source, span)
                .help("write `5m`, `1h`, `14d` or ISO 8601 such as `PT5M`"),
        );
        return None;
    };
    Some(Written { value, text: text.to_owned(), span })
}

/// The severity at `key`, in any case of letters.
pub(super) fn severity(fields: &mut Fields<'_, '_>, source: &Source, key: &'static str) -> Option<AlertSeverity> {
    let text = text(fields, key)?;
    let span = fields.take(key)?.span;
    if let Some(severity) = AlertSeverity::of(text) {
        return Some(severity);
    }
    let all = ["Informational", "Low", "Medium", "High"];
    let message = format!("`{key}` cannot be `{text}`");
    let near = nearest(text, all).map_or_else(String::new, |n| format!("a similar word is `{n}`; "));
    let help = format!("{near}there are `Informational`, `Low`, `Medium` and `High`");
    fields.report(Diagnostic::error(muster_yaml::NOT_ONE_OF, message, source, span).help(help));
    None
}

/// Warns if the identifier at `key` is not a GUID.
pub(super) fn guid(fields: &mut Fields<'_, '_>, source: &Source, key: &'static str) -> Option<String> {
    let text = text(fields, key)?;
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    if lengths != [8, 4, 4, 4, 12] || !text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit()) {
        let span = fields.take(key)?.span;
        let message = format!("`{key}` is not a GUID");
        fields.report(
            Diagnostic::warning(GUID, message, source, span)
                .help("upstream accepts only GUIDs such as `262e8802-7dd0-4825-830f-3f0a034cc8b4`"),
        );
    }
    Some(text.to_owned())
}

/// Names and texts of the mapping at `key`.
pub(super) fn pairs(fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<(String, String)> {
    if fields.take(key).is_none_or(Node::is_null) {
        return Vec::new();
    }
    let entries = fields.mapping(key).unwrap_or_default();
    entries.iter().filter_map(|(k, v)| Some((k.text()?.to_owned(), v.text()?.to_owned()))).collect()
}
