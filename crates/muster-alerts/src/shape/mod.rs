//! Rows become alerts: one file for each shape of row.

mod defender;
mod graph;
mod sentinel;

use std::collections::{BTreeMap, BTreeSet};

use muster_catalog::Datetime;
use muster_source::Diagnostic;
use serde_json::{Map, Value as Json};

use crate::codes::{NO_ALERT, NO_TIME};
use crate::model::Alert;
use crate::rows::Row;
use crate::time;

/// Gathers the rows of each alert.
pub(crate) fn gather(rows: &[Row], diagnostics: &mut Vec<Diagnostic>) -> Vec<Alert> {
    let mut alerts: Vec<Alert> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut incidents: Vec<&Row> = Vec::new();
    let mut add = |alert: Alert, alerts: &mut Vec<Alert>| {
        if let Some(place) = places.get(&alert.id) {
            alerts[*place].merge(alert);
        } else {
            places.insert(alert.id.clone(), alerts.len());
            alerts.push(alert);
        }
    };
    for row in rows {
        let has = |key: &str| row.fields.contains_key(key);
        let read = if has("IncidentNumber") || has("IncidentName") {
            incidents.push(row);
            continue;
        } else if has("SystemAlertId") || (has("AlertName") && has("Entities")) {
            sentinel::alert(row)
        } else if has("AlertId") {
            defender::alert(row)
        } else if has("id") && (has("evidence") || has("createdDateTime")) {
            graph::alert(row)
        } else {
            Err(no_alert(row, "the row is no alert of a known form"))
        };
        match read {
            Ok(alert) => add(alert, &mut alerts),
            Err(fault) => diagnostics.push(fault),
        }
    }
    // An incident gathers alerts; where they are exported too, it says nothing more.
    let known: BTreeSet<String> = alerts.iter().map(|a| a.id.to_lowercase()).collect();
    for row in incidents {
        match sentinel::incident(row) {
            Ok((_, members)) if members.iter().any(|id| known.contains(&id.to_lowercase())) => {}
            Ok((alert, _)) => add(alert, &mut alerts),
            Err(fault) => diagnostics.push(fault),
        }
    }
    alerts
}

fn no_alert(row: &Row, message: &str) -> Diagnostic {
    Diagnostic::error(NO_ALERT, message, &row.source, row.span)
        .help("export AlertInfo and AlertEvidence, SecurityAlert, SecurityIncident, or alerts of Microsoft Graph")
}

/// A field with a text in it.
fn text<'f>(fields: &'f Map<String, Json>, key: &str) -> Option<&'f str> {
    fields.get(key)?.as_str().map(str::trim).filter(|text| !text.is_empty())
}

/// A field that is JSON, or a text that holds JSON.
fn nested(fields: &Map<String, Json>, key: &str) -> Option<Json> {
    match fields.get(key)? {
        Json::String(text) => serde_json::from_str(text).ok(),
        other => Some(other.clone()),
    }
}

/// The id of the row's alert.
fn id(row: &Row, key: &str) -> Result<String, Diagnostic> {
    match row.fields.get(key) {
        Some(Json::String(text)) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
        Some(Json::Number(number)) => Ok(number.to_string()),
        _ => Err(no_alert(row, &format!("the row has no `{key}`"))),
    }
}

/// The first of these fields that has a time.
fn first_time(row: &Row, keys: &[&str]) -> Result<Option<Datetime>, Diagnostic> {
    for key in keys {
        let Some(written) = text(&row.fields, key) else { continue };
        return match time::parse(written) {
            Some(time) => Ok(Some(time)),
            None => Err(Diagnostic::error(NO_TIME, format!("`{key}` is no time: `{written}`"), &row.source, row.span)
                .help("write it as 2026-03-04T18:00:00Z")),
        };
    }
    Ok(None)
}

#[cfg(test)]
mod tests;
