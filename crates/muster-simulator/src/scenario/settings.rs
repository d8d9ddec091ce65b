//! The key `set:`: values for columns that the story's author knows better.

use muster_catalog::Type;
use muster_source::{Diagnostic, Source, nearest};
use muster_yaml::{Fields, Kind, Node};

use crate::codes::{COLUMN_VALUE, UNKNOWN_COLUMN};
use crate::emit::device_process_events as table;
use crate::quantity::{self, shown};
use crate::template::{Parameters, Template};

/// A column and the value that its cell gets.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    /// Index in the list of all columns of both flavors.
    pub(crate) column: usize,
    pub(crate) value: SetValue,
}

/// A value of a column's type.
#[derive(Debug, Clone)]
pub(crate) enum SetValue {
    Null,
    Text(Template),
    Long(i64),
    Real(f64),
    Bool(bool),
}

/// Reads `set:`.
pub(crate) fn read(
    node: &Node,
    source: &Source,
    parameters: &Parameters,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Setting> {
    let Some(entries) = node.entries() else {
        Fields::of(node, source, diagnostics).finish();
        return Vec::new();
    };
    let mut settings = Vec::new();
    for (key, value) in entries {
        let Some(name) = key.text() else { continue };
        let Some((column, ty)) = table::column(name) else {
            let diagnostic = Diagnostic::error(UNKNOWN_COLUMN, format!("unknown column `{name}`"), source, key.span);
            diagnostics.push(match nearest(name, table::column_names()) {
                Some(near) => diagnostic.help(format!("a similar column is `{near}`")),
                None => diagnostic.help(format!("name a column of `{}`", table::NAME)),
            });
            continue;
        };
        if table::is_event_time(column) {
            diagnostics.push(
                Diagnostic::error(COLUMN_VALUE, format!("`{name}` is the time of the step"), source, key.span)
                    .help("give the time with `at:` or `after:`"),
            );
            continue;
        }
        if let Some(value) = read_value(name, ty, value, source, parameters, diagnostics) {
            settings.push(Setting { column, value });
        }
    }
    settings
}

fn read_value(
    name: &str,
    ty: Type,
    node: &Node,
    source: &Source,
    parameters: &Parameters,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<SetValue> {
    if node.is_null() {
        return Some(SetValue::Null);
    }
    let read = match ty {
        Type::Long => node.integer().map(SetValue::Long),
        Type::Bool => node.boolean().map(SetValue::Bool),
        Type::Real => node.number().map(SetValue::Real),
        Type::Datetime => node.text().and_then(quantity::instant_of).map(|at| SetValue::Long(at.0)),
        Type::Dynamic => Some(SetValue::Text(Template::literal(json_of(node).to_string()))),
        Type::String if node.text().is_some() => {
            return Template::read(node, source, parameters, diagnostics).map(SetValue::Text);
        }
        Type::String | Type::Int | Type::Decimal | Type::Timespan | Type::Guid => None,
    };
    if read.is_none() {
        let message = format!("`{name}` is of type `{ty}`, and {} is not", shown(node));
        let help = match ty {
            Type::Long => "write a whole number without quotes, or `null`",
            Type::Bool => "write `true`, `false` or `null`",
            Type::Real => "write a number, or `null`",
            Type::Datetime => "write an instant such as `2026-03-04T18:00:00Z`, or `null`",
            _ => "write a text, or `null`",
        };
        diagnostics.push(Diagnostic::error(COLUMN_VALUE, message, source, node.span).help(help));
    }
    read
}

/// A node as JSON.
fn json_of(node: &Node) -> serde_json::Value {
    match &node.kind {
        Kind::Null => serde_json::Value::Null,
        Kind::Sequence(items) => items.iter().map(json_of).collect(),
        Kind::Mapping(entries) => serde_json::Value::Object(
            entries.iter().map(|(k, v)| (k.text().unwrap_or_default().to_owned(), json_of(v))).collect(),
        ),
        Kind::Scalar { text, .. } => {
            if let Some(n) = node.integer() {
                n.into()
            } else if let Some(n) = node.number() {
                n.into()
            } else if let Some(b) = node.boolean() {
                b.into()
            } else {
                text.clone().into()
            }
        }
    }
}
