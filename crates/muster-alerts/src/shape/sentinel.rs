//! Rows of `SecurityAlert` and `SecurityIncident`.

use std::collections::BTreeMap;

use muster_source::Diagnostic;
use serde_json::{Map, Value as Json};

use super::{first_time, id, nested, text};
use crate::model::{Alert, Entity, EntityKind};
use crate::rows::Row;

pub(super) fn alert(row: &Row) -> Result<Alert, Diagnostic> {
    let field = |key: &str| text(&row.fields, key).map(str::to_owned);
    let raised = first_time(row, &["TimeGenerated", "ProcessingEndTime"])?;
    let first = first_time(row, &["StartTime", "StartTimeUtc"])?.or(raised);
    let last = first_time(row, &["EndTime", "EndTimeUtc"])?.or(raised);
    let mut rules: Vec<String> = [field("AlertName"), field("DisplayName")].into_iter().flatten().collect();
    if let Some(Json::Object(more)) = nested(&row.fields, "ExtendedProperties") {
        rules.extend(texts(nested(&more, "Analytic Rule Ids").as_ref().or(more.get("Analytic Rule Ids"))));
        rules.extend(text(&more, "Analytic Rule Name").map(str::to_owned));
    }
    // Of scheduled rules this is the workspace's id, `_`, and the rule's id.
    rules.extend(text(&row.fields, "AlertType").and_then(|t| t.rsplit('_').next()).map(str::to_owned));
    rules.dedup();
    let mut entities = entities(nested(&row.fields, "Entities").as_ref());
    if entities.is_empty() {
        entities.extend(Entity::new(EntityKind::Device, [text(&row.fields, "CompromisedEntity")]));
    }
    Ok(Alert {
        id: id(row, "SystemAlertId")?,
        title: field("DisplayName").or_else(|| field("AlertName")).unwrap_or_default(),
        rules,
        first,
        last,
        entities,
        source: row.source.clone(),
        span: row.span,
    })
}

/// The incident as an alert, and the ids of the alerts that it gathers.
pub(super) fn incident(row: &Row) -> Result<(Alert, Vec<String>), Diagnostic> {
    let raised = first_time(row, &["CreatedTime", "TimeGenerated"])?;
    let title = text(&row.fields, "Title").unwrap_or_default().to_owned();
    let mut rules = vec![title.clone()];
    let related = texts(nested(&row.fields, "RelatedAnalyticRuleIds").as_ref());
    rules.extend(related.iter().filter_map(|id| id.rsplit('/').next()).map(str::to_owned));
    let name = if row.fields.contains_key("IncidentName") { "IncidentName" } else { "IncidentNumber" };
    let alert = Alert {
        id: id(row, name)?,
        title,
        rules,
        first: first_time(row, &["FirstActivityTime"])?.or(raised),
        last: first_time(row, &["LastActivityTime"])?.or(raised),
        entities: entities(nested(&row.fields, "Entities").as_ref()),
        source: row.source.clone(),
        span: row.span,
    };
    Ok((alert, texts(nested(&row.fields, "AlertIds").as_ref())))
}

/// The texts of a list, or one text.
fn texts(json: Option<&Json>) -> Vec<String> {
    match json {
        Some(Json::Array(list)) => list.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
        Some(Json::String(one)) => vec![one.clone()],
        _ => Vec::new(),
    }
}

/// The entities of an alert. One that stands in another is written once and pointed to by `$ref` from then on.
fn entities(json: Option<&Json>) -> Vec<Entity> {
    let Some(Json::Array(list)) = json else { return Vec::new() };
    let mut named = BTreeMap::new();
    for entity in list {
        name(entity, &mut named);
    }
    list.iter().filter_map(Json::as_object).filter_map(|fields| entity(fields, &named)).collect()
}

/// Remembers objects by their `$id`. Depth is bounded by the JSON reader.
fn name<'j>(json: &'j Json, named: &mut BTreeMap<&'j str, &'j Map<String, Json>>) {
    match json {
        Json::Object(fields) => {
            if let Some(id) = text(fields, "$id") {
                named.insert(id, fields);
            }
            fields.values().for_each(|value| name(value, named));
        }
        Json::Array(list) => list.iter().for_each(|value| name(value, named)),
        _ => {}
    }
}

fn entity(fields: &Map<String, Json>, named: &BTreeMap<&str, &Map<String, Json>>) -> Option<Entity> {
    let field = |key: &str| text(fields, key);
    let joined = |left: Option<&str>, by: &str, right: Option<&str>| Some(format!("{}{by}{}", left?, right?));
    match field("Type")?.to_ascii_lowercase().as_str() {
        "host" => {
            let full = joined(field("HostName"), ".", field("DnsDomain"));
            let names = ["HostName", "NetBiosName", "FullName", "FQDN", "MdatpDeviceId", "AadDeviceId"];
            Entity::new(EntityKind::Device, names.map(field).into_iter().chain([full.as_deref()]))
        }
        "account" => {
            let full = joined(field("Name"), "@", field("UPNSuffix"));
            let names = ["Name", "FullName", "Sid", "AadUserId", "UserPrincipalName"];
            Entity::new(EntityKind::Account, names.map(field).into_iter().chain([full.as_deref()]))
        }
        "process" => {
            let image = fields.get("ImageFile").and_then(Json::as_object);
            let image = image.map(|i| text(i, "$ref").and_then(|id| named.get(id).copied()).unwrap_or(i));
            let file = image.and_then(|i| text(i, "Name"));
            Entity::new(EntityKind::Program, [field("CommandLine"), file])
        }
        "file" => Entity::new(EntityKind::Program, [field("Name")]),
        "filehash" => Entity::new(EntityKind::Program, [field("Value")]),
        _ => None,
    }
}
