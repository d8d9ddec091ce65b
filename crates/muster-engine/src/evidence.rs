//! Which events made a row.
//!
//! A mode of planning. A hidden last column holds, for each row, the sorted ids of the events that made it: a table
//! gives each row its own id, a filter and a projection carry the list, a group gathers the lists of its rows, a join
//! merges those of the pair, an expansion repeats it. A semi join is planned as a join then, so that the matching
//! events of the other side are kept too. What a sub-query in `in (…)` or `toscalar(…)` read is not part of it.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, UInt64Builder};
use arrow_array::cast::AsArray;
use arrow_array::types::UInt64Type;
use arrow_array::{Array, ArrayRef, ListArray, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use datafusion_common::Result;
use datafusion_expr::ColumnarValue;
use datafusion_physical_expr::PhysicalExpr;

/// The name of the hidden column.
pub(crate) const FIELD: &str = "$evidence";

/// Bits of an id that number the row; the others number the table.
const ROW_BITS: u32 = 40;

/// The Arrow type of the hidden column.
pub(crate) fn data_type() -> DataType {
    DataType::List(Arc::new(Field::new("item", DataType::UInt64, true)))
}

/// The hidden column's field.
pub(crate) fn field() -> Field {
    Field::new(FIELD, data_type(), true)
}

/// The id of row `row` of table number `table`.
pub(crate) fn id(table: usize, row: usize) -> u64 {
    ((table as u64) << ROW_BITS) | row as u64
}

/// Table number and row of an id.
pub(crate) fn parts(id: u64) -> (usize, u64) {
    ((id >> ROW_BITS) as usize, id & ((1 << ROW_BITS) - 1))
}

/// A column in which row `i` has the ids `lists[i]`, sorted and each once.
pub(crate) fn column(lists: impl IntoIterator<Item = Vec<u64>>) -> ArrayRef {
    let mut builder = ListBuilder::new(UInt64Builder::new());
    for mut list in lists {
        list.sort_unstable();
        list.dedup();
        builder.values().append_slice(&list);
        builder.append(true);
    }
    Arc::new(builder.finish())
}

/// The ids of a row.
pub(crate) fn ids(array: &ListArray, row: usize) -> Vec<u64> {
    if array.is_null(row) {
        return Vec::new();
    }
    array.value(row).as_primitive_opt::<UInt64Type>().map(|ids| ids.values().to_vec()).unwrap_or_default()
}

/// The ids of both sides of a join.
#[derive(Debug, Clone, Eq)]
pub(crate) struct Merge(pub(crate) Arc<dyn PhysicalExpr>, pub(crate) Arc<dyn PhysicalExpr>);

// Derived, it would move out of the `Arc`s.
impl PartialEq for Merge {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq(&other.0) && self.1.eq(&other.1)
    }
}

impl Hash for Merge {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
        self.1.hash(state);
    }
}

impl fmt::Display for Merge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "evidence({}, {})", self.0, self.1)
    }
}

impl PhysicalExpr for Merge {
    fn data_type(&self, _: &Schema) -> Result<DataType> {
        Ok(data_type())
    }

    fn nullable(&self, _: &Schema) -> Result<bool> {
        Ok(true)
    }

    fn evaluate(&self, batch: &RecordBatch) -> Result<ColumnarValue> {
        let rows = batch.num_rows();
        let left = self.0.evaluate(batch)?.into_array(rows)?;
        let right = self.1.evaluate(batch)?.into_array(rows)?;
        let (Some(left), Some(right)) = (left.as_list_opt::<i32>(), right.as_list_opt::<i32>()) else {
            return datafusion_common::internal_err!("evidence is not a list");
        };
        let lists = (0..rows).map(|row| {
            let mut list = ids(left, row);
            list.extend(ids(right, row));
            list
        });
        Ok(ColumnarValue::Array(column(lists)))
    }

    fn children(&self) -> Vec<&Arc<dyn PhysicalExpr>> {
        vec![&self.0, &self.1]
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn PhysicalExpr>>) -> Result<Arc<dyn PhysicalExpr>> {
        if let [left, right] = children.as_slice() {
            Ok(Arc::new(Self(Arc::clone(left), Arc::clone(right))))
        } else {
            datafusion_common::internal_err!("evidence has two sides")
        }
    }

    fn fmt_sql(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
