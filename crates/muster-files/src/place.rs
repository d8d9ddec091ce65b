//! Putting a file's columns into the places of a table's schema.

use std::path::Path;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, RecordBatchOptions, StringViewArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use muster_catalog::{Column, Datetime, Table, Timespan, Type, Value};
use muster_values::json_text::{JsonText, is_compact};
use muster_values::{Cell, Column as Values, arrow_type};

use crate::FileError;

/// The field metadata by which our own files tell a column's KQL type.
pub(crate) const KQL_TYPE: &str = "kql";

/// The KQL type of a column of a file that no schema describes.
pub(crate) fn type_of(field: &Field) -> Option<Type> {
    if let Some(ty) = field.metadata().get(KQL_TYPE).and_then(|name| Type::from_name(name)) {
        return Some(ty);
    }
    Some(match field.data_type() {
        DataType::Boolean => Type::Bool,
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::UInt8 | DataType::UInt16 => Type::Int,
        DataType::Int64 | DataType::UInt32 | DataType::UInt64 => Type::Long,
        DataType::Float16 | DataType::Float32 | DataType::Float64 => Type::Real,
        DataType::Decimal128(..) | DataType::Decimal256(..) => Type::Decimal,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Type::String,
        DataType::Dictionary(_, value) if matches!(**value, DataType::Utf8 | DataType::LargeUtf8) => Type::String,
        DataType::Timestamp(..) | DataType::Date32 | DataType::Date64 => Type::Datetime,
        _ => return None,
    })
}

/// The schema that a file's own columns make, for a table that nobody described.
pub(crate) fn table_of(path: &Path, name: &str, schema: &Schema) -> Result<Table, FileError> {
    let mut columns = Vec::with_capacity(schema.fields().len());
    for field in schema.fields() {
        let ty = type_of(field).ok_or_else(|| {
            FileError::broken(
                path,
                format!("column `{}` has the type {}, which KQL has not", field.name(), field.data_type()),
            )
        })?;
        columns.push(Column::new(field.name(), ty));
    }
    Ok(Table { name: name.to_owned(), description: String::new(), columns, open: false })
}

/// A file's batch as a batch of the table: columns in the schema's places, of the house's types.
pub(crate) fn place(
    path: &Path,
    table: &Table,
    target: &SchemaRef,
    batch: &RecordBatch,
) -> Result<RecordBatch, FileError> {
    let mut arrays: Vec<ArrayRef> = Vec::with_capacity(table.columns.len());
    for column in &table.columns {
        arrays.push(match batch.column_by_name(&column.name) {
            Some(array) => to_house(array, column.ty)
                .map_err(|e| FileError::broken(path, format!("column `{}`: {e}", column.name)))?,
            None => nothing(column.ty, batch.num_rows()),
        });
    }
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(Arc::clone(target), arrays, &options).map_err(|e| FileError::broken(path, e))
}

/// The first column of the file that the table has not.
pub(crate) fn stranger<'a>(table: &Table, schema: &'a Schema) -> Option<&'a str> {
    schema.fields().iter().map(|f| f.name().as_str()).find(|name| table.column(name).is_none())
}

/// Nulls of a type; `""` for `string`.
pub(crate) fn nothing(ty: Type, rows: usize) -> ArrayRef {
    Arc::clone(Values::from_values(ty, std::iter::repeat_n(Value::null(ty), rows)).array())
}

/// An array of a file as an array of the house.
pub(crate) fn to_house(array: &ArrayRef, ty: Type) -> Result<ArrayRef, arrow_schema::ArrowError> {
    if ty == Type::Datetime
        && let DataType::Timestamp(unit, _) = array.data_type()
    {
        return Ok(Arc::new(ticks(array, *unit)));
    }
    if ty == Type::Datetime && matches!(array.data_type(), DataType::Date32 | DataType::Date64) {
        let instants = arrow_cast::cast(array, &DataType::Timestamp(TimeUnit::Millisecond, None))?;
        return to_house(&instants, ty);
    }
    if ty == Type::Dynamic && matches!(array.data_type(), DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View) {
        let texts = arrow_cast::cast(array, &DataType::Utf8View)?;
        let json = texts.as_string_view().iter().map(|text| {
            let text = text.filter(|text| !text.is_empty())?;
            if is_compact(text) {
                return Some(JsonText(text.into()));
            }
            match from_text(text, ty)? {
                Value::Dynamic(json) => Some(JsonText::of(&json)),
                _ => None,
            }
        });
        return Ok(JsonText::collect(json));
    }
    if matches!(ty, Type::Datetime | Type::Timespan | Type::Guid)
        && matches!(array.data_type(), DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
    {
        let texts = arrow_cast::cast(array, &DataType::Utf8View)?;
        let mut values = Vec::with_capacity(texts.len());
        for text in texts.as_string_view() {
            values.push(match text {
                Some(text) => from_text(text, ty)
                    .ok_or_else(|| arrow_schema::ArrowError::CastError(format!("`{text}` is no {ty}")))?,
                None => Value::Null(ty),
            });
        }
        return Ok(Arc::clone(Values::from_values(ty, values).array()));
    }
    let cast = arrow_cast::cast(array, &arrow_type(ty))?;
    Ok(if ty == Type::String && cast.null_count() > 0 { without_nulls(cast.as_string_view()) } else { cast })
}

/// The texts with `""` for null. Only views are copied, not texts.
fn without_nulls(texts: &StringViewArray) -> ArrayRef {
    let views = texts.views().iter().enumerate().map(|(row, view)| if texts.is_valid(row) { *view } else { 0 });
    match StringViewArray::try_new(views.collect::<Vec<u128>>().into(), texts.data_buffers().to_vec(), None) {
        Ok(texts) => Arc::new(texts),
        // Not reached: a view is one of these texts or the empty one.
        Err(_) => Arc::new(texts.iter().map(|text| Some(text.unwrap_or(""))).collect::<StringViewArray>()),
    }
}

/// A text of a file as a value; an empty text is the null of the type. Nothing where it cannot be read as `ty`.
pub(crate) fn from_text(text: &str, ty: Type) -> Option<Value> {
    if text.is_empty() {
        return Some(Value::null(ty));
    }
    match ty {
        Type::String => Some(Value::String(text.to_owned())),
        Type::Bool => match text.to_ascii_lowercase().as_str() {
            "true" | "1" => Some(Value::Bool(true)),
            "false" | "0" => Some(Value::Bool(false)),
            _ => None,
        },
        Type::Int => text.parse().ok().map(Value::Int),
        Type::Long => text.parse().ok().map(Value::Long),
        Type::Real => match text {
            "NaN" => Some(Value::Real(f64::NAN)),
            "Infinity" => Some(Value::Real(f64::INFINITY)),
            "-Infinity" => Some(Value::Real(f64::NEG_INFINITY)),
            _ => text.parse().ok().map(Value::Real),
        },
        Type::Decimal => decimal(text).map(Value::Decimal),
        Type::Datetime => Datetime::parse(text).map(Value::Datetime),
        Type::Timespan => Timespan::parse(text).map(Value::Timespan),
        Type::Guid => uuid::Uuid::parse_str(text).ok().map(Value::Guid),
        Type::Dynamic => Some(match serde_json::from_str(text) {
            Ok(serde_json::Value::Null) => Value::Null(ty),
            Ok(json) => Value::Dynamic(json),
            // A bare word is the dynamic string of it, as `parse_json` has it.
            Err(_) => Value::Dynamic(serde_json::Value::String(text.to_owned())),
        }),
    }
}

fn decimal(text: &str) -> Option<i128> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let scale = usize::from(Value::DECIMAL_SCALE);
    let some = digits.bytes().any(|b| b.is_ascii_digit());
    if !some || fraction.len() > scale || !digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    format!("{whole}{fraction:0<scale$}").parse::<i128>().ok().map(|units| sign * units)
}

fn ticks(array: &ArrayRef, unit: TimeUnit) -> Int64Array {
    let epoch = Datetime::UNIX_EPOCH.0;
    let from = |value: i64, numerator: i64, denominator: i64| -> Option<i64> {
        value.checked_mul(numerator)?.div_euclid(denominator).checked_add(epoch)
    };
    match unit {
        TimeUnit::Second => {
            array.as_primitive::<TimestampSecondType>().unary_opt::<_, Int64Type>(|v| from(v, 10_000_000, 1))
        }
        TimeUnit::Millisecond => {
            array.as_primitive::<TimestampMillisecondType>().unary_opt::<_, Int64Type>(|v| from(v, 10_000, 1))
        }
        TimeUnit::Microsecond => {
            array.as_primitive::<TimestampMicrosecondType>().unary_opt::<_, Int64Type>(|v| from(v, 10, 1))
        }
        TimeUnit::Nanosecond => {
            array.as_primitive::<TimestampNanosecondType>().unary_opt::<_, Int64Type>(|v| from(v, 1, 100))
        }
    }
}
