//! A plain query file with its metadata in the comments above the query.

use std::collections::BTreeMap;

use muster_source::{Diagnostic, Source, Span, nearest};

use super::{attack, query};
use crate::codes::{DURATION, EMPTY_QUERY};
use crate::duration;
use crate::rule::{AlertSeverity, Rule, RuleKind, Schedule, Written};

/// The keys of a header, as written behind `//`.
const KEYS: &[&str] = &[
    "id",
    "name",
    "description",
    "severity",
    "tactics",
    "techniques",
    "relevantTechniques",
    "tags",
    "version",
    "queryFrequency",
    "queryPeriod",
];

/// Reads the header and keeps the whole file as the query, comments included: they are KQL. Without a `name:` the rule
/// is called as its file is.
pub(super) fn read(source: &Source, id: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Rule> {
    let header = header(source, diagnostics);
    if query::is_empty(source.text()) {
        let end = source.text().trim_end().len();
        let message = "the file has comments and no query";
        diagnostics.push(
            Diagnostic::error(EMPTY_QUERY, message, source, Span::new(end, end))
                .help("write the query below the comments"),
        );
        return None;
    }
    let text = |key: &str| header.get(key).map(|(t, _)| (*t).to_owned());
    let words = |key: &str| -> Vec<(&str, Span)> {
        let Some((text, span)) = header.get(key) else { return Vec::new() };
        let list = text.trim_start_matches('[').trim_end_matches(']').split(',').map(str::trim);
        list.filter(|w| !w.is_empty()).map(|w| (w.trim_matches(['"', '\'']), *span)).collect()
    };
    let tactics = words("tactics");
    let techniques = if header.contains_key("techniques") { words("techniques") } else { words("relevantTechniques") };
    diagnostics.extend(tactics.iter().filter_map(|(w, span)| attack::tactic(w, source, *span)));
    diagnostics.extend(techniques.iter().filter_map(|(w, span)| attack::technique(w, source, *span)));
    let severity = header.get("severity").and_then(|(text, span)| severity(text, source, *span, diagnostics));
    let frequency = header.get("queryFrequency").and_then(|h| time("queryFrequency", *h, source, diagnostics));
    let period = header.get("queryPeriod").and_then(|h| time("queryPeriod", *h, source, diagnostics));
    let owned = |words: Vec<(&str, Span)>| words.into_iter().map(|(w, _)| w.to_owned()).collect();
    Some(Rule {
        id: id.to_owned(),
        guid: text("id"),
        name: text("name").unwrap_or_else(|| id.to_owned()),
        description: text("description").unwrap_or_default(),
        kind: if frequency.is_some() { RuleKind::Scheduled } else { RuleKind::Query },
        severity,
        status: None,
        version: text("version"),
        tactics: owned(tactics),
        techniques: owned(techniques),
        tags: owned(words("tags")),
        connectors: Vec::new(),
        schedule: Schedule { frequency, period, ..Schedule::default() },
        entities: Vec::new(),
        details: Vec::new(),
        overrides: Vec::new(),
        query: query::unfence(source.clone(), diagnostics),
        path: std::path::PathBuf::new(),
        source: source.clone(),
        span: header.get("name").map_or(Span::new(0, 0), |(_, span)| *span),
    })
}

/// The `// key: value` lines above the query, by key; a comment of another form is only a comment.
fn header<'s>(source: &'s Source, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<&'static str, (&'s str, Span)> {
    let mut header = BTreeMap::new();
    let mut offset = 0;
    for line in source.text().split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        if line.trim().is_empty() {
            continue;
        }
        let Some(comment) = line.trim_start().strip_prefix("//") else { break };
        let Some((key, value)) = comment.trim_start_matches('/').split_once(':') else { continue };
        let (key, value) = (key.trim(), value.trim());
        if let Some(known) = KEYS.iter().find(|k| k.eq_ignore_ascii_case(key)) {
            let from = start + line.trim_end().len() - value.len();
            header.entry(*known).or_insert((value, Span::new(from, from + value.len())));
        } else if let Some(near) = nearest(key, KEYS.iter().copied()).filter(|_| key.len() > 3) {
            let message = format!("unknown key `{key}` in the header of the query");
            let at = start + line.find(key).unwrap_or_default();
            let span = Span::new(at, at + key.len());
            diagnostics.push(
                Diagnostic::warning(muster_yaml::UNKNOWN_KEY, message, source, span)
                    .help(format!("a similar key is `{near}`")),
            );
        }
    }
    header
}

fn severity(text: &str, source: &Source, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<AlertSeverity> {
    let found = AlertSeverity::of(text);
    if found.is_none() {
        let message = format!("`severity` cannot be `{text}`");
        diagnostics.push(
            Diagnostic::error(muster_yaml::NOT_ONE_OF, message, source, span)
                .help("there are `Informational`, `Low`, `Medium` and `High`"),
        );
    }
    found
}

fn time(
    key: &str,
    (text, span): (&str, Span),
    source: &Source,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Written<std::time::Duration>> {
    let value = duration::parse(text);
    if value.is_none() {
        let message = format!("`{key}` is no duration: `{text}`");
        diagnostics.push(
            Diagnostic::error(DURATION, message, source, span)
                .help("write `5m`, `1h`, `14d` or ISO 8601 such as `PT5M`"),
        );
    }
    value.map(|value| Written { value, text: text.to_owned(), span })
}
