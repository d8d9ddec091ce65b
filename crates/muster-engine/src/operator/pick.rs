//! Choosing one row a group: `arg_max`, `arg_min`, `take_any` of several columns.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, UInt64Array};
use arrow_schema::DataType;
use datafusion_common::Result;
use muster_catalog::{Type, Value};
use muster_functions::pick::{Pick, Picker};
use muster_values::Column;

/// Rows kept, as a multiple of the groups, before those that no longer win are let go.
const SLACK: usize = 4;
/// Rows below which nothing is let go.
const LEAST: usize = 65_536;

/// Gathers the chosen row of each group: the functions crate chooses by the first column, the others come along. Of a
/// batch only the rows that win are kept, apart from its buffers.
#[derive(Debug)]
pub(crate) struct Gather {
    picker: Picker,
    kept: Vec<Vec<ArrayRef>>,
    rows: usize,
    /// Where the row of each group is: batch in `kept`, row.
    places: Vec<Option<(usize, usize)>>,
}

impl Gather {
    /// Gathers rows chosen in this way.
    pub(crate) fn new(pick: Pick) -> Self {
        Self { picker: Picker::new(pick), kept: Vec::new(), rows: 0, places: Vec::new() }
    }

    /// Takes a batch: the key, of type `ty`, and the columns that go with it.
    pub(crate) fn push(&mut self, columns: &[Column], ty: Type, groups: &[usize], total: usize) -> Result<()> {
        let Some(key) = columns.first() else { return Ok(()) };
        self.picker.push(key, ty, groups, total);
        let changed = self.picker.changed();
        if changed.is_empty() {
            return Ok(());
        }
        self.places.resize(total.max(self.places.len()), None);
        let winners = self.picker.winners();
        let row = |group: &usize| winners.get(*group).copied().flatten().map_or(0, |(_, row)| row as u64);
        let indexes: UInt64Array = changed.iter().map(row).collect();
        let first = UInt64Array::from(vec![0; changed.len()]);
        let mut arrays = Vec::with_capacity(columns.len());
        for column in columns {
            let indexes = if column.is_constant() { &first } else { &indexes };
            arrays.push(apart(&arrow_select::take::take(column.array(), indexes, None)?)?);
        }
        for (index, group) in changed.iter().enumerate() {
            if let Some(place) = self.places.get_mut(*group) {
                *place = Some((self.kept.len(), index));
            }
        }
        self.rows += changed.len();
        self.kept.push(arrays);
        if self.rows > LEAST.max(total * SLACK) {
            self.let_go()?;
        }
        Ok(())
    }

    /// Keeps the rows that win so far and no others.
    fn let_go(&mut self) -> Result<()> {
        let indexes: Vec<(usize, usize)> = self.places.iter().copied().flatten().collect();
        let width = self.kept.first().map_or(0, Vec::len);
        let mut arrays = Vec::with_capacity(width);
        for column in 0..width {
            let parts: Vec<&dyn Array> =
                self.kept.iter().filter_map(|batch| batch.get(column)).map(AsRef::as_ref).collect();
            arrays.push(apart(&arrow_select::interleave::interleave(&parts, &indexes)?)?);
        }
        for (index, place) in self.places.iter_mut().filter_map(Option::as_mut).enumerate() {
            *place = (0, index);
        }
        self.rows = indexes.len();
        self.kept = vec![arrays];
        Ok(())
    }

    /// The chosen rows, a column for each of these types; a group without rows has the null of the type.
    pub(crate) fn finish(self, total: usize, types: &[Type]) -> Result<Vec<ArrayRef>> {
        let mut results = Vec::with_capacity(types.len());
        for (i, ty) in types.iter().enumerate() {
            let nothing = Column::from_value(&Value::null(*ty));
            let mut arrays: Vec<&dyn Array> = Vec::with_capacity(self.kept.len() + 1);
            arrays.extend(self.kept.iter().filter_map(|b| b.get(i)).map(|a| a.as_ref() as &dyn Array));
            arrays.push(nothing.array().as_ref());
            let missing = (arrays.len() - 1, 0);
            let indexes: Vec<(usize, usize)> =
                (0..total).map(|group| self.places.get(group).copied().flatten().unwrap_or(missing)).collect();
            results.push(arrow_select::interleave::interleave(&arrays, &indexes)?);
        }
        Ok(results)
    }
}

/// The array with texts of its own, not views of a file's page.
fn apart(array: &ArrayRef) -> Result<ArrayRef> {
    if array.as_any_dictionary_opt().is_some() {
        return Ok(crate::adapt::text::without_nulls(&arrow_cast::cast(array, &DataType::Utf8View)?));
    }
    Ok(match array.as_string_view_opt() {
        Some(texts) => std::sync::Arc::new(texts.gc()),
        None => std::sync::Arc::clone(array),
    })
}
