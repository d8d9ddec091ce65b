//! Rows of `AlertInfo` and `AlertEvidence`, alone or joined.

use muster_source::Diagnostic;

use super::{first_time, id, text};
use crate::model::{Alert, Entity, EntityKind};
use crate::rows::Row;

pub(super) fn alert(row: &Row) -> Result<Alert, Diagnostic> {
    let field = |key: &str| text(&row.fields, key);
    let time = first_time(row, &["Timestamp", "TimeGenerated"])?;
    let title = field("Title").unwrap_or_default().to_owned();
    let entities = [
        Entity::new(EntityKind::Device, [field("DeviceName"), field("DeviceId")]),
        Entity::new(
            EntityKind::Account,
            [field("AccountName"), field("AccountUpn"), field("AccountSid"), field("AccountObjectId")],
        ),
        Entity::new(
            EntityKind::Program,
            [field("ProcessCommandLine"), field("FileName"), field("SHA1"), field("SHA256")],
        ),
    ];
    Ok(Alert {
        id: id(row, "AlertId")?,
        rules: Some(title.clone()).filter(|t| !t.is_empty()).into_iter().collect(),
        title,
        first: time,
        last: time,
        entities: entities.into_iter().flatten().collect(),
        source: row.source.clone(),
        span: row.span,
    })
}
