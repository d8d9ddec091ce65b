//! Rows as a file has them: read part by part, with texts as dictionaries in most of them.

use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, DictionaryArray, RecordBatch, RecordBatchOptions};
use arrow_schema::{Field, Schema};
use muster_catalog::{Type, Value};
use muster_values::{Batches, Condition, Failure, StoredRows, TableSet};

/// The same tables, each batch of which is a stored part.
pub(crate) fn stored(tables: &TableSet) -> TableSet {
    let mut set = TableSet::new();
    for (table, batches) in tables.iter() {
        let types = table.columns.iter().map(|c| c.ty).collect();
        set.insert_stored(table.clone(), Arc::new(Stored { parts: batches.to_vec(), types }));
    }
    set
}

#[derive(Debug)]
struct Stored {
    parts: Vec<RecordBatch>,
    types: Vec<Type>,
}

impl Stored {
    fn columns(&self, part: usize, columns: &[usize], dictionaries: bool) -> RecordBatch {
        let batch = &self.parts[part];
        let arrays = columns.iter().map(|index| {
            let array = batch.column(*index);
            // Part 1 has no dictionaries, and nor has column 5.
            let dictionary = dictionaries && self.types[*index] == Type::String && part != 1 && *index != 5;
            if dictionary { as_dictionary(array) } else { Arc::clone(array) }
        });
        let arrays: Vec<ArrayRef> = arrays.collect();
        let fields: Vec<Field> =
            arrays.iter().enumerate().map(|(i, a)| Field::new(format!("{i}"), a.data_type().clone(), true)).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options).expect("they fit")
    }
}

/// A dictionary in which an empty text is missing, as files have it.
fn as_dictionary(array: &ArrayRef) -> ArrayRef {
    let texts = (0..array.len()).map(|row| match muster_values::value_at(array, Type::String, row) {
        Value::String(text) if !text.is_empty() => Some(text),
        _ => None,
    });
    let texts: Vec<Option<String>> = texts.collect();
    Arc::new(texts.iter().map(Option::as_deref).collect::<DictionaryArray<Int32Type>>())
}

impl StoredRows for Stored {
    fn part_count(&self) -> usize {
        self.parts.len()
    }

    fn row_count(&self) -> usize {
        self.parts.iter().map(RecordBatch::num_rows).sum()
    }

    fn open(
        &self,
        part: usize,
        columns: &[usize],
        dictionaries: bool,
        conditions: &[Arc<dyn Condition>],
    ) -> Result<Batches, Failure> {
        let mut batch = self.columns(part, columns, dictionaries);
        let mut tested: Vec<RecordBatch> = Vec::new();
        for condition in conditions {
            tested.push(self.columns(part, condition.columns(), condition.takes_dictionaries()));
        }
        for (index, condition) in conditions.iter().enumerate() {
            let passed = condition.test(&tested[index])?;
            for rows in tested.iter_mut().chain(std::iter::once(&mut batch)) {
                *rows = arrow_select::filter::filter_record_batch(rows, &passed).expect("as many rows");
            }
        }
        // Two batches that share their dictionaries.
        let half = batch.num_rows() / 2;
        Ok(Box::new([batch.slice(0, half), batch.slice(half, batch.num_rows() - half)].into_iter().map(Ok)))
    }
}
