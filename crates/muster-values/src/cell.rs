//! What a leaf may answer for a row, and how answers become a column.

use std::borrow::Cow;
use std::sync::Arc;

use arrow_array::builder::StringViewBuilder;
use arrow_array::{ArrayRef, BooleanArray, Decimal128Array, Float64Array, Int32Array, Int64Array};
use muster_catalog::{Datetime, Timespan, Type};
use uuid::Uuid;

use crate::arrow_type;
use crate::json_text::JsonText;

/// A `decimal` in units of 10⁻¹⁸.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DecimalUnits(pub i128);

/// A Rust type that stands for one KQL type.
pub trait Cell: Sized {
    /// Makes the array of the answers; `None` is null (for `string`: the empty string).
    fn collect(answers: impl Iterator<Item = Option<Self>>) -> ArrayRef;
}

impl Cell for bool {
    fn collect(answers: impl Iterator<Item = Option<Self>>) -> ArrayRef {
        Arc::new(answers.collect::<BooleanArray>())
    }
}

impl Cell for i32 {
    fn collect(answers: impl Iterator<Item = Option<Self>>) -> ArrayRef {
        Arc::new(answers.collect::<Int32Array>())
    }
}

impl Cell for i64 {
    fn collect(answers: impl Iterator<Item = Option<Self>>) -> ArrayRef {
        Arc::new(answers.collect::<Int64Array>())
    }
}

impl Cell for f64 {
    fn collect(answers: impl Iterator<Item = Option<Self>>) -> ArrayRef {
        Arc::new(answers.collect::<Float64Array>())
    }
}

impl Cell for Datetime {
    fn collect(answers: impl Iterator<Item = Option<Self>>) -> ArrayRef {
        Arc::new(answers.map(|a| a.map(|t| t.0)).collect::<Int64Array>())
    }
}

impl Cell for Timespan {
    fn collect(answers: impl Iterator<Item = Option<Self>>) -> ArrayRef {
        Arc::new(answers.map(|a| a.map(|t| t.0)).collect::<Int64Array>())
    }
}

impl Cell for DecimalUnits {
    fn collect(answers: impl Iterator<Item = Option<Self>>) -> ArrayRef {
        let array: Decimal128Array = answers.map(|a| a.map(|d| d.0)).collect();
        Arc::new(array.with_data_type(arrow_type(Type::Decimal)))
    }
}

impl Cell for Cow<'_, str> {
    fn collect(answers: impl Iterator<Item = Option<Self>>) -> ArrayRef {
        let mut builder = StringViewBuilder::new();
        for answer in answers {
            builder.append_value(answer.as_deref().unwrap_or(""));
        }
        Arc::new(builder.finish())
    }
}

impl Cell for String {
    fn collect(answers: impl Iterator<Item = Option<Self>>) -> ArrayRef {
        Cow::collect(answers.map(|a| a.map(Cow::<str>::Owned)))
    }
}

impl Cell for &str {
    fn collect(answers: impl Iterator<Item = Option<Self>>) -> ArrayRef {
        Cow::collect(answers.map(|a| a.map(Cow::Borrowed)))
    }
}

impl Cell for Uuid {
    fn collect(answers: impl Iterator<Item = Option<Self>>) -> ArrayRef {
        let mut builder = StringViewBuilder::new();
        for answer in answers {
            builder.append_option(answer.map(|g| g.to_string()));
        }
        Arc::new(builder.finish())
    }
}

/// `dynamic`. A JSON `null` at the top is `dynamic(null)`.
impl Cell for serde_json::Value {
    fn collect(answers: impl Iterator<Item = Option<Self>>) -> ArrayRef {
        let mut builder = StringViewBuilder::new();
        for answer in answers {
            builder.append_option(answer.filter(|json| !json.is_null()).map(|json| json.to_string()));
        }
        Arc::new(builder.finish())
    }
}

/// `dynamic` by its text. `null` at the top is `dynamic(null)`.
impl Cell for JsonText<'_> {
    fn collect(answers: impl Iterator<Item = Option<Self>>) -> ArrayRef {
        let mut builder = StringViewBuilder::new();
        for answer in answers {
            builder.append_option(answer.filter(|text| text.0 != "null").map(|text| text.0));
        }
        Arc::new(builder.finish())
    }
}
