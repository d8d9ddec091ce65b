//! Alerts of Microsoft Graph (`security/alerts_v2`).

use muster_source::Diagnostic;
use serde_json::{Map, Value as Json};

use super::{first_time, id, text};
use crate::model::{Alert, Entity, EntityKind};
use crate::rows::Row;

pub(super) fn alert(row: &Row) -> Result<Alert, Diagnostic> {
    let field = |key: &str| text(&row.fields, key).map(str::to_owned);
    let raised = first_time(row, &["createdDateTime"])?;
    let evidence = row.fields.get("evidence").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let rules = [field("title"), field("detectorId"), field("alertPolicyId")];
    Ok(Alert {
        id: id(row, "id")?,
        title: field("title").unwrap_or_default(),
        rules: rules.into_iter().flatten().collect(),
        first: first_time(row, &["firstActivityDateTime"])?.or(raised),
        last: first_time(row, &["lastActivityDateTime"])?.or(raised),
        entities: evidence.iter().filter_map(Json::as_object).flat_map(entities).collect(),
        source: row.source.clone(),
        span: row.span,
    })
}

/// What a piece of evidence is about; a process is of a device and of an account too.
fn entities(evidence: &Map<String, Json>) -> Vec<Entity> {
    let field = |key: &str| text(evidence, key);
    let part = |key: &str| evidence.get(key).and_then(Json::as_object);
    let of = |object: Option<&'_ Map<String, Json>>, key: &str| object.and_then(|o| text(o, key)).map(str::to_owned);
    let account = part("userAccount");
    let accounts = ["accountName", "userPrincipalName", "userSid", "azureAdUserId"].map(|key| of(account, key));
    let file = part("imageFile").or_else(|| part("fileDetails"));
    let files = ["fileName", "sha1", "sha256"].map(|key| of(file, key));
    let programs = files.iter().map(Option::as_deref).chain([field("processCommandLine")]);
    [
        Entity::new(EntityKind::Device, ["deviceDnsName", "hostName", "mdeDeviceId", "azureAdDeviceId"].map(field)),
        Entity::new(EntityKind::Account, accounts.iter().map(Option::as_deref)),
        Entity::new(EntityKind::Program, programs),
    ]
    .into_iter()
    .flatten()
    .collect()
}
