//! Choosing one row a group: `arg_max`, `arg_min`, `take_any` of several columns.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef};
use datafusion_common::Result;
use muster_catalog::{Type, Value};
use muster_functions::pick::{Pick, Picker};
use muster_values::Column;

/// Gathers the chosen row of each group: the functions crate chooses by the first column, the others come along.
#[derive(Debug)]
pub(crate) struct Gather {
    picker: Picker,
    batches: Vec<Vec<ArrayRef>>,
}

impl Gather {
    /// Gathers rows chosen in this way.
    pub(crate) fn new(pick: Pick) -> Self {
        Self { picker: Picker::new(pick), batches: Vec::new() }
    }

    /// Takes a batch: the key, of type `ty`, and the columns that go with it.
    pub(crate) fn push(
        &mut self,
        columns: &[Column],
        ty: Type,
        rows: usize,
        groups: &[usize],
        total: usize,
    ) -> Result<()> {
        if let Some(key) = columns.first() {
            self.picker.push(key, ty, groups, total);
        }
        let mut arrays = Vec::with_capacity(columns.len());
        for column in columns {
            arrays.push(if column.is_constant() {
                let indexes = arrow_array::UInt64Array::from(vec![0; rows]);
                arrow_select::take::take(column.array(), &indexes, None)?
            } else {
                Arc::clone(column.array())
            });
        }
        self.batches.push(arrays);
        Ok(())
    }

    /// The chosen rows, a column for each of these types; a group without rows has the null of the type.
    pub(crate) fn finish(self, total: usize, types: &[Type]) -> Result<Vec<ArrayRef>> {
        let mut results = Vec::with_capacity(types.len());
        for (i, ty) in types.iter().enumerate() {
            let nothing = Column::from_value(&Value::null(*ty));
            let mut arrays: Vec<&dyn Array> = Vec::with_capacity(self.batches.len() + 1);
            arrays.extend(self.batches.iter().filter_map(|b| b.get(i)).map(|a| a.as_ref() as &dyn Array));
            arrays.push(nothing.array().as_ref());
            let missing = (arrays.len() - 1, 0);
            let winners = self.picker.winners();
            let indexes: Vec<(usize, usize)> =
                (0..total).map(|group| winners.get(group).copied().flatten().unwrap_or(missing)).collect();
            results.push(arrow_select::interleave::interleave(&arrays, &indexes)?);
        }
        Ok(results)
    }
}
