//! A column: rows of one type, or one value for all rows.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Float64Type, Int32Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Decimal128Array, Float64Array, Int32Array, Int64Array, StringViewArray,
};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use muster_catalog::{Datetime, Table, Timespan, Type, Value};

/// The Arrow type that keeps values of a KQL type.
#[must_use]
pub fn arrow_type(ty: Type) -> DataType {
    match ty {
        Type::Bool => DataType::Boolean,
        Type::Int => DataType::Int32,
        Type::Long | Type::Datetime | Type::Timespan => DataType::Int64,
        Type::Real => DataType::Float64,
        Type::Decimal => DataType::Decimal128(38, Value::DECIMAL_SCALE.cast_signed()),
        Type::String | Type::Guid | Type::Dynamic => DataType::Utf8View,
    }
}

/// The Arrow schema of a table's rows in memory.
#[must_use]
pub fn table_schema(table: &Table) -> SchemaRef {
    Arc::new(Schema::new(table.columns.iter().map(|c| Field::new(&c.name, arrow_type(c.ty), true)).collect::<Vec<_>>()))
}

/// Values of one KQL type: one a row, or one for all rows.
#[derive(Debug, Clone)]
pub struct Column {
    array: ArrayRef,
    constant: bool,
}

impl Column {
    /// One value a row. The array must have the Arrow type of the KQL type that it stands for ([`arrow_type`]).
    #[must_use]
    pub fn rows(array: ArrayRef) -> Self {
        Self { array, constant: false }
    }

    /// One value for all rows: an array of length 1.
    #[must_use]
    pub fn constant(array: ArrayRef) -> Self {
        Self { array, constant: true }
    }

    /// One value for all rows.
    #[must_use]
    pub fn from_value(value: &Value) -> Self {
        Self::constant(array_of(value.ty(), std::iter::once(value.clone())))
    }

    /// One value a row; values must be of type `ty`, or nulls.
    #[must_use]
    pub fn from_values(ty: Type, values: impl IntoIterator<Item = Value>) -> Self {
        Self::rows(array_of(ty, values))
    }

    /// The array: as long as there are rows, or of length 1 for a constant.
    #[must_use]
    pub fn array(&self) -> &ArrayRef {
        &self.array
    }

    /// Whether one value stands for all rows.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        self.constant
    }

    /// The index of a row in [`Column::array`].
    #[must_use]
    pub fn index(&self, row: usize) -> usize {
        if self.constant { 0 } else { row }
    }

    /// The value of a row, read as `ty`.
    #[must_use]
    pub fn value(&self, ty: Type, row: usize) -> Value {
        value_at(&self.array, ty, self.index(row))
    }
}

/// The value at `index` of `array`, read as `ty`; the null of `ty` if the array is of another Arrow type.
#[must_use]
pub fn value_at(array: &dyn Array, ty: Type, index: usize) -> Value {
    if index >= array.len() || array.is_null(index) {
        return Value::null(ty);
    }
    let long = || array.as_primitive_opt::<Int64Type>().map(|a| a.value(index));
    let text = || array.as_string_view_opt().map(|a| a.value(index));
    let value = match ty {
        Type::Bool => array.as_boolean_opt().map(|a| Value::Bool(a.value(index))),
        Type::Int => array.as_primitive_opt::<Int32Type>().map(|a| Value::Int(a.value(index))),
        Type::Long => long().map(Value::Long),
        Type::Datetime => long().map(|t| Value::Datetime(Datetime(t))),
        Type::Timespan => long().map(|t| Value::Timespan(Timespan(t))),
        Type::Real => array.as_primitive_opt::<Float64Type>().map(|a| Value::Real(a.value(index))),
        Type::Decimal => array.as_primitive_opt::<Decimal128Type>().map(|a| Value::Decimal(a.value(index))),
        Type::String => text().map(|t| Value::String(t.to_owned())),
        Type::Guid => text().and_then(|t| t.parse().ok()).map(Value::Guid),
        Type::Dynamic => text().and_then(|t| serde_json::from_str(t).ok()).and_then(|json| match json {
            serde_json::Value::Null => None,
            json => Some(Value::Dynamic(json)),
        }),
    };
    value.unwrap_or(Value::null(ty))
}

fn array_of(ty: Type, values: impl IntoIterator<Item = Value>) -> ArrayRef {
    let values = values.into_iter();
    match ty {
        Type::Bool => {
            Arc::new(values.map(|v| if let Value::Bool(b) = v { Some(b) } else { None }).collect::<BooleanArray>())
        }
        Type::Int => {
            Arc::new(values.map(|v| if let Value::Int(i) = v { Some(i) } else { None }).collect::<Int32Array>())
        }
        Type::Long | Type::Datetime | Type::Timespan => Arc::new(
            values
                .map(|v| match v {
                    Value::Long(i) | Value::Datetime(Datetime(i)) | Value::Timespan(Timespan(i)) => Some(i),
                    _ => None,
                })
                .collect::<Int64Array>(),
        ),
        Type::Real => {
            Arc::new(values.map(|v| if let Value::Real(r) = v { Some(r) } else { None }).collect::<Float64Array>())
        }
        Type::Decimal => {
            let array: Decimal128Array =
                values.map(|v| if let Value::Decimal(d) = v { Some(d) } else { None }).collect();
            Arc::new(array.with_data_type(arrow_type(Type::Decimal)))
        }
        Type::String => Arc::new(
            values
                .map(|v| if let Value::String(s) = v { Some(s) } else { Some(String::new()) })
                .collect::<StringViewArray>(),
        ),
        Type::Guid => Arc::new(
            values
                .map(|v| if let Value::Guid(g) = v { Some(g.to_string()) } else { None })
                .collect::<StringViewArray>(),
        ),
        Type::Dynamic => Arc::new(
            values
                .map(|v| if let Value::Dynamic(j) = v { Some(j.to_string()) } else { None })
                .collect::<StringViewArray>(),
        ),
    }
}
