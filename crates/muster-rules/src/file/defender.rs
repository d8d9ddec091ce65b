//! Custom detections of Defender XDR: the Graph API's `detectionRule`, in JSON or YAML, and the flat YAML that
//! converters write.

use muster_source::{Diagnostic, Severity, Source, Span};
use muster_yaml::{Fields, Node};

use super::{query, values};
use crate::rule::{AlertSeverity, Rule, RuleKind, Schedule};

/// Keys that exported rules have and that say nothing about what a rule detects.
const IGNORED: &[&str] = &[
    "@odata.type",
    "@odata.context",
    "isEnabled",
    "createdBy",
    "createdDateTime",
    "lastModifiedBy",
    "lastModifiedDateTime",
    "lastRunDetails",
    "detectionAction",
    "schedule",
    "queryCondition",
    "alertTitle",
    "alertRecommendedAction",
    "impactedEntities",
    "actions",
    "organizationalScope",
];

/// Whether the document is a custom detection.
pub(super) fn is_detection(node: &Node) -> bool {
    let keys = node.entries().unwrap_or_default();
    keys.iter().filter_map(|(k, _)| k.text()).any(|k| k == "queryCondition" || k == "queryText")
}

/// What the alert of a detection says.
#[derive(Default)]
struct Alert {
    description: Option<String>,
    severity: Option<AlertSeverity>,
    tactics: Vec<String>,
    techniques: Vec<String>,
}

pub(super) fn read(node: &Node, source: &Source, id: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Rule> {
    let mut f = Fields::of(node, source, diagnostics);
    // A rule that was exported has the service's own number as `id`; the one that stays is `detectorId`.
    let number = values::text(&mut f, "id");
    let guid = values::guid(&mut f, source, "detectorId").or(values::guid(&mut f, source, "guid"));
    let key =
        ["displayName", "ruleName", "name"].into_iter().find(|k| f.key_span(k).is_some()).unwrap_or("displayName");
    let name = f.require(key).and_then(|_| f.text(key));
    let span = f.key_span(key).unwrap_or_else(|| f.head());
    let description = values::text(&mut f, "description").or(values::text(&mut f, "alertDescription"));
    let version = values::text(&mut f, "version");
    let tags = values::words(&mut f, source, "tags");
    let mut alert = Alert {
        description: description.map(str::to_owned),
        severity: values::severity(&mut f, source, "alertSeverity"),
        tactics: values::text(&mut f, "alertCategory").map(str::to_owned).into_iter().collect(),
        techniques: values::techniques(&mut f, source, "mitreTechniques"),
    };
    let mut schedule = Schedule { frequency: values::duration(&mut f, source, "frequency"), ..Schedule::default() };
    if let Some(node) = f.take("schedule").filter(|n| !n.is_null()) {
        let mut s = Fields::of(node, source, f.diagnostics());
        schedule.frequency = values::duration(&mut s, source, "period");
        for key in ["@odata.type", "nextRunDateTime"] {
            let _ = s.take(key);
        }
        s.finish_with(Severity::Warning);
    }
    if let Some(node) = f.take("detectionAction").filter(|n| !n.is_null()) {
        template(node, source, &mut alert, f.diagnostics());
    }
    let query = text(&mut f, source, span);
    for key in IGNORED {
        let _ = f.take(key);
    }
    f.finish_with(Severity::Warning);
    Some(Rule {
        id: id.to_owned(),
        guid: guid.or(number.map(str::to_owned)),
        name: name?.to_owned(),
        description: alert.description.unwrap_or_default().trim().to_owned(),
        kind: RuleKind::CustomDetection,
        severity: alert.severity,
        status: None,
        version: version.map(str::to_owned),
        tactics: alert.tactics,
        techniques: alert.techniques,
        tags: tags.into_iter().map(|(t, _)| t).collect(),
        connectors: Vec::new(),
        schedule,
        entities: Vec::new(),
        details: Vec::new(),
        overrides: Vec::new(),
        query: query?,
        path: std::path::PathBuf::new(),
        source: source.clone(),
        span,
    })
}

/// The query, from `queryCondition` or from `queryText` itself.
fn text(f: &mut Fields<'_, '_>, source: &Source, span: Span) -> Option<Source> {
    if let Some(node) = f.take("queryText") {
        let key = f.key_span("queryText").unwrap_or(span);
        return query::excerpt(node, key, source, f.diagnostics());
    }
    let node = f.require("queryCondition")?;
    let mut c = Fields::of(node, source, f.diagnostics());
    let text = c.require("queryText");
    let key = c.key_span("queryText").unwrap_or(span);
    let query = text.and_then(|n| query::excerpt(n, key, source, c.diagnostics()));
    for key in ["@odata.type", "lastModifiedDateTime"] {
        let _ = c.take(key);
    }
    c.finish_with(Severity::Warning);
    query
}

fn template(node: &Node, source: &Source, alert: &mut Alert, diagnostics: &mut Vec<Diagnostic>) {
    let mut action = Fields::of(node, source, diagnostics);
    for key in ["@odata.type", "organizationalScope", "responseActions"] {
        let _ = action.take(key);
    }
    if let Some(node) = action.take("alertTemplate").filter(|n| !n.is_null()) {
        let mut t = Fields::of(node, source, action.diagnostics());
        if let Some(text) = values::text(&mut t, "description") {
            alert.description.get_or_insert_with(|| text.to_owned());
        }
        alert.severity = alert.severity.or(values::severity(&mut t, source, "severity"));
        // The category is a tactic for most rules, and a kind of threat such as `Malware` for some.
        alert.tactics.extend(values::text(&mut t, "category").map(str::to_owned));
        alert.techniques.extend(values::techniques(&mut t, source, "mitreTechniques"));
        for key in ["@odata.type", "title", "recommendedActions", "impactedAssets", "customDetails"] {
            let _ = t.take(key);
        }
        t.finish_with(Severity::Warning);
    }
    action.finish_with(Severity::Warning);
}
