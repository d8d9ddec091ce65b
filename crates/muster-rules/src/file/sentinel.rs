//! Azure-Sentinel's YAML: analytics rules and hunting queries.

use muster_source::{Diagnostic, Severity, Source};
use muster_yaml::{Fields, Node};

use super::{query, values};
use crate::codes::NO_KIND;
use crate::rule::{Connector, Entity, Grouping, Rule, RuleKind, Schedule, Trigger, TriggerOperator};

/// Keys that upstream files have and that say nothing about what a rule detects.
const IGNORED: &[&str] = &[
    "metadata",
    "incidentConfiguration",
    "sentinelEntitiesMappings",
    "alertRuleTemplateName",
    "templateVersion",
    "enabled",
];

/// Keys that only analytics rules have.
const ANALYTICS: &[&str] = &["queryFrequency", "queryPeriod", "triggerOperator", "triggerThreshold"];

pub(super) fn read(node: &Node, source: &Source, id: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Rule> {
    let mut f = Fields::of(node, source, diagnostics);
    let _ = f.require("id");
    let guid = values::guid(&mut f, source, "id");
    let name = f.require("name").and_then(|_| f.text("name"));
    let description = values::text(&mut f, "description").or(values::text(&mut f, "description-detailed"));
    let kind = kind(&mut f, source);
    let severity = values::severity(&mut f, source, "severity");
    let status = values::text(&mut f, "status");
    let version = values::text(&mut f, "version");
    let connectors = connectors(&mut f, source);
    let schedule = schedule(&mut f, source);
    let tactics = values::tactics(&mut f, source, "tactics");
    let techniques = values::techniques(&mut f, source, "relevantTechniques");
    let tags = tags(&mut f);
    let entities = entities(&mut f, source);
    let details = values::pairs(&mut f, "customDetails");
    let overrides = values::pairs(&mut f, "alertDetailsOverride");
    let span = f.key_span("name").unwrap_or_else(|| f.head());
    let text = f.require("query");
    let key = f.key_span("query").unwrap_or(span);
    let query = text.and_then(|n| query::excerpt(n, key, source, f.diagnostics()));
    for key in IGNORED {
        let _ = f.take(key);
    }
    f.finish_with(Severity::Warning);
    Some(Rule {
        id: id.to_owned(),
        guid,
        name: name?.to_owned(),
        description: description.unwrap_or_default().trim().to_owned(),
        kind,
        severity,
        status: status.map(str::to_owned),
        version: version.map(str::to_owned),
        tactics,
        techniques,
        tags,
        connectors,
        schedule,
        entities,
        details,
        overrides,
        query: query?,
        path: std::path::PathBuf::new(),
        source: source.clone(),
        span,
    })
}

fn kind(f: &mut Fields<'_, '_>, source: &Source) -> RuleKind {
    if f.take("kind").is_some_and(|n| !n.is_null()) {
        return match f.one_of("kind", &["Scheduled", "NRT"]) {
            Some("NRT") => RuleKind::NearRealTime,
            _ => RuleKind::Scheduled,
        };
    }
    let Some(key) = ANALYTICS.iter().find_map(|key| f.key_span(key)) else { return RuleKind::Hunting };
    f.report(
        Diagnostic::warning(NO_KIND, "an analytics rule without `kind` is read as `Scheduled`", source, key)
            .label("hunting queries have no schedule")
            .help("add `kind: Scheduled`"),
    );
    RuleKind::Scheduled
}

fn connectors(f: &mut Fields<'_, '_>, source: &Source) -> Vec<Connector> {
    let mut connectors = Vec::new();
    for item in list(f, "requiredDataConnectors") {
        let mut c = Fields::of(item, source, f.diagnostics());
        let id = values::text(&mut c, "connectorId");
        let tables = values::words(&mut c, source, "dataTypes").into_iter().map(|(t, _)| t).collect();
        c.finish_with(Severity::Warning);
        connectors.extend(id.map(|id| Connector { id: id.to_owned(), tables }));
    }
    connectors
}

fn schedule(f: &mut Fields<'_, '_>, source: &Source) -> Schedule {
    let frequency = values::duration(f, source, "queryFrequency");
    let period = values::duration(f, source, "queryPeriod");
    let operator = f.take("triggerOperator").filter(|n| !n.is_null()).and_then(|_| {
        let choices = ["gt", "lt", "eq", "ne", "GreaterThan", "LessThan", "Equal", "NotEqual"];
        f.one_of("triggerOperator", &choices)
    });
    let operator = operator.map(|word| match word {
        "lt" | "LessThan" => TriggerOperator::LessThan,
        "eq" | "Equal" => TriggerOperator::Equal,
        "ne" | "NotEqual" => TriggerOperator::NotEqual,
        _ => TriggerOperator::GreaterThan,
    });
    let threshold = f.integer("triggerThreshold");
    let switched_on = f.boolean("suppressionEnabled") != Some(false);
    let quiet = values::duration(f, source, "suppressionDuration").filter(|_| switched_on);
    let mut grouping = None;
    if let Some(node) = f.take("eventGroupingSettings").filter(|n| !n.is_null()) {
        let mut g = Fields::of(node, source, f.diagnostics());
        grouping = g.one_of("aggregationKind", &["SingleAlert", "AlertPerResult"]).map(|word| match word {
            "AlertPerResult" => Grouping::AlertPerResult,
            _ => Grouping::SingleAlert,
        });
        g.finish_with(Severity::Warning);
    }
    let trigger = operator.zip(threshold).map(|(operator, threshold)| Trigger { operator, threshold });
    Schedule { frequency, period, trigger, quiet, grouping }
}

/// Tags are words, or mappings such as `SchemaVersion: 0.2`.
fn tags(f: &mut Fields<'_, '_>) -> Vec<String> {
    let mut tags = Vec::new();
    for item in list(f, "tags") {
        tags.extend(item.text().map(str::to_owned));
        for (key, value) in item.entries().unwrap_or_default() {
            tags.push(format!("{}: {}", key.text().unwrap_or_default(), value.text().unwrap_or_default()));
        }
    }
    tags
}

fn entities(f: &mut Fields<'_, '_>, source: &Source) -> Vec<Entity> {
    let mut entities = Vec::new();
    for item in list(f, "entityMappings") {
        let mut e = Fields::of(item, source, f.diagnostics());
        let kind = values::text(&mut e, "entityType");
        let mut fields = Vec::new();
        for mapping in list(&mut e, "fieldMappings") {
            let mut m = Fields::of(mapping, source, e.diagnostics());
            let pair = values::text(&mut m, "identifier").zip(values::text(&mut m, "columnName"));
            m.finish_with(Severity::Warning);
            fields.extend(pair.map(|(i, c)| (i.to_owned(), c.to_owned())));
        }
        e.finish_with(Severity::Warning);
        entities.extend(kind.map(|kind| Entity { kind: kind.to_owned(), fields }));
    }
    entities
}

fn list<'n>(f: &mut Fields<'n, '_>, key: &'static str) -> &'n [Node] {
    if f.take(key).is_none_or(Node::is_null) { &[] } else { f.list(key).unwrap_or_default() }
}
