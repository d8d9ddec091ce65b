//! The empty string in the place of a missing one: Kusto has no null of `string`.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use arrow_array::builder::StringViewBuilder;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Schema};
use datafusion_common::{Result, ScalarValue};
use datafusion_expr::ColumnarValue;
use datafusion_physical_expr::PhysicalExpr;

/// Where the inner expression is null, the empty string.
#[derive(Debug, Clone, Eq)]
pub(crate) struct TextOrEmpty(pub(crate) Arc<dyn PhysicalExpr>);

// Derived, it would move out of the `Arc`.
impl PartialEq for TextOrEmpty {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq(&other.0)
    }
}

impl Hash for TextOrEmpty {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl fmt::Display for TextOrEmpty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "text_or_empty({})", self.0)
    }
}

/// The array with `""` for null.
pub(crate) fn without_nulls(array: &ArrayRef) -> ArrayRef {
    match array.as_string_view_opt() {
        Some(texts) if texts.null_count() > 0 => {
            let mut builder = StringViewBuilder::with_capacity(texts.len());
            for text in texts {
                builder.append_value(text.unwrap_or(""));
            }
            Arc::new(builder.finish())
        }
        _ => Arc::clone(array),
    }
}

impl PhysicalExpr for TextOrEmpty {
    fn data_type(&self, schema: &Schema) -> Result<DataType> {
        self.0.data_type(schema)
    }

    fn nullable(&self, _: &Schema) -> Result<bool> {
        Ok(true)
    }

    fn evaluate(&self, batch: &RecordBatch) -> Result<ColumnarValue> {
        Ok(match self.0.evaluate(batch)? {
            ColumnarValue::Array(array) => ColumnarValue::Array(without_nulls(&array)),
            ColumnarValue::Scalar(scalar) if scalar.is_null() => {
                ColumnarValue::Scalar(ScalarValue::Utf8View(Some(String::new())))
            }
            scalar @ ColumnarValue::Scalar(_) => scalar,
        })
    }

    fn children(&self) -> Vec<&Arc<dyn PhysicalExpr>> {
        vec![&self.0]
    }

    fn with_new_children(self: Arc<Self>, mut children: Vec<Arc<dyn PhysicalExpr>>) -> Result<Arc<dyn PhysicalExpr>> {
        Ok(Arc::new(Self(children.swap_remove(0))))
    }

    fn fmt_sql(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
