//! `datatable`

use std::str::FromStr;

use muster_catalog::{Datetime, Timespan, Type, Value};
use muster_source::Span;
use muster_syntax::{ColumnDeclaration, Expr as Syntax};

use crate::binder::Binder;
use crate::bound::{Column, RelationKind};
use crate::codes;
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn datatable(&mut self, columns: &[ColumnDeclaration], values: &[Syntax], span: Span) -> Tabular {
        let columns = self.declared_columns(columns);
        if columns.is_empty() {
            return self.broken_table(span);
        }
        if !values.len().is_multiple_of(columns.len()) {
            let place = values.iter().fold(values[0].span, |span, value| span.to(value.span));
            let message = format!("{} values do not fill rows of {} columns", values.len(), columns.len());
            self.error(codes::DATA_VALUES, message, place);
        }
        self.charge(values.len(), span);
        let mut rows = Vec::with_capacity(values.len() / columns.len());
        for row in values.chunks(columns.len()) {
            let cells = row.iter().zip(&columns);
            rows.push(cells.map(|(value, column)| self.cell(value, column.ty)).collect());
        }
        Tabular::new(self.relation(RelationKind::Datatable { rows }, columns, span))
    }

    /// Columns as declared; a name declared twice is told.
    pub(super) fn declared_columns(&mut self, columns: &[ColumnDeclaration]) -> Vec<Column> {
        let mut declared: Vec<Column> = Vec::with_capacity(columns.len());
        for column in columns {
            let name = &column.name.text;
            if declared.iter().any(|known| known.name == *name) {
                self.error(codes::DUPLICATE_COLUMN, format!("a column `{name}` is already there"), column.name.span);
                continue;
            }
            // A word that is no type was told by the parser.
            let ty = Type::from_name(&column.ty.text).unwrap_or(Type::Dynamic);
            let column = self.column(name.clone(), ty);
            declared.push(column);
        }
        declared
    }

    fn cell(&mut self, syntax: &Syntax, ty: Type) -> Value {
        let bound = self.scalar(syntax, Scope::default());
        let Some(value) = Self::constant(&bound) else {
            if !self.is_unknown(&bound) {
                self.error(codes::LITERAL_EXPECTED, "a literal is needed here", syntax.span);
            }
            return Value::null(ty);
        };
        let given = value.ty();
        convert(value, ty).unwrap_or_else(|| {
            let message = format!("a `{given}` that is no `{ty}` stands in a `{ty}` column");
            self.error(codes::BAD_LITERAL, message, syntax.span);
            Value::null(ty)
        })
    }
}

/// A literal as a value of the column's type.
fn convert(value: Value, ty: Type) -> Option<Value> {
    if value.ty() == ty {
        return Some(value);
    }
    Some(match (value, ty) {
        (Value::Null(_), ty) => Value::null(ty),
        (Value::Long(number), Type::Int) => Value::Int(i32::try_from(number).ok()?),
        (Value::Long(number), Type::Real) => Value::Real(number as f64),
        (Value::Long(number), Type::Decimal) => {
            Value::Decimal(i128::from(number) * 10_i128.pow(u32::from(Value::DECIMAL_SCALE)))
        }
        (Value::Long(number), Type::Bool) => Value::Bool(number != 0),
        (Value::Long(number), Type::String) => Value::String(number.to_string()),
        (Value::Int(number), Type::Long) => Value::Long(i64::from(number)),
        (Value::Int(number), Type::Real) => Value::Real(f64::from(number)),
        (Value::Bool(value), Type::Long) => Value::Long(i64::from(value)),
        (Value::Bool(value), Type::Int) => Value::Int(i32::from(value)),
        (Value::Long(number), Type::Dynamic) => Value::Dynamic(number.into()),
        (Value::Int(number), Type::Dynamic) => Value::Dynamic(number.into()),
        (Value::Real(number), Type::Dynamic) => Value::Dynamic(serde_json::Number::from_f64(number)?.into()),
        (Value::Bool(value), Type::Dynamic) => Value::Dynamic(value.into()),
        // In a dynamic column a text is JSON if it reads as such.
        (Value::String(text), Type::Dynamic) => {
            Value::Dynamic(serde_json::from_str(&text).unwrap_or(serde_json::Value::String(text)))
        }
        (Value::String(text), Type::Datetime) => Value::Datetime(Datetime::parse(&text)?),
        (Value::String(text), Type::Timespan) => Value::Timespan(Timespan::parse(&text)?),
        (Value::String(text), Type::Guid) => Value::Guid(uuid::Uuid::from_str(&text).ok()?),
        (Value::String(text), Type::Long) => Value::Long(text.trim().parse().ok()?),
        (Value::String(text), Type::Int) => Value::Int(text.trim().parse().ok()?),
        (Value::String(text), Type::Real) => Value::Real(text.trim().parse().ok()?),
        (Value::String(text), Type::Bool) => Value::Bool(match text.to_ascii_lowercase().as_str() {
            "true" | "1" => true,
            "false" | "0" => false,
            _ => return None,
        }),
        (Value::Datetime(at), Type::String) => Value::String(at.to_string()),
        (Value::Timespan(length), Type::String) => Value::String(length.to_string()),
        (Value::Guid(guid), Type::String) => Value::String(guid.to_string()),
        (Value::Dynamic(json), Type::String) => Value::String(match json {
            serde_json::Value::String(text) => text,
            json => json.to_string(),
        }),
        _ => return None,
    })
}
