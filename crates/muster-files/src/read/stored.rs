//! Parquet that is read while a query runs: row group by row group, only what the query asks for.
//!
//! A row group whose statistics contradict a condition is not read; one of which they tell that every row passes is
//! not tested. Conditions see their own columns only, texts as dictionaries where the file has them as such, and the
//! other columns are decoded for the rows that pass.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ::parquet::arrow::ProjectionMask;
use ::parquet::arrow::arrow_reader::statistics::StatisticsConverter;
use ::parquet::arrow::arrow_reader::{
    ArrowPredicate, ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
    RowFilter,
};
use ::parquet::basic::Encoding;
use ::parquet::file::metadata::RowGroupMetaData;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, BooleanArray, RecordBatch, RecordBatchOptions};
use arrow_buffer::Buffer;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use muster_catalog::{Table, Type};
use muster_values::{Batches, Bounds, Condition, Failure, StoredRows, arrow_type};

use super::columnar::{guarded, table_for};
use crate::FileError;
use crate::place::{nothing, to_house};

/// Rows that are decoded at a time.
const BATCH: usize = 32_768;

/// Opens a Parquet file as a table whose rows stay in the file. `schema` describes it where somebody knows.
///
/// # Errors
/// A file that cannot be read, is not Parquet, or does not fit the schema.
pub fn open_parquet(
    path: &Path,
    name: &str,
    schema: Option<&Table>,
) -> Result<(Table, Arc<dyn StoredRows>), FileError> {
    let file = File::open(path).map_err(FileError::io(path, "read"))?;
    guarded(path, || {
        let metadata =
            ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(|e| FileError::broken(path, e))?;
        let table = table_for(path, name, schema, metadata.schema())?;
        let columns = table
            .columns
            .iter()
            .map(|c| Place { ty: c.ty, field: metadata.schema().index_of(&c.name).ok(), name: c.name.clone() })
            .collect();
        let rows: Arc<dyn StoredRows> = Arc::new(Stored { path: path.to_owned(), metadata, columns });
        Ok((table, rows))
    })
}

/// A column of the table and where the file has it.
#[derive(Debug, Clone)]
struct Place {
    name: String,
    ty: Type,
    /// Index of the file's field; nothing where the file has no such column.
    field: Option<usize>,
}

#[derive(Debug)]
struct Stored {
    path: PathBuf,
    metadata: ArrowReaderMetadata,
    columns: Vec<Place>,
}

impl StoredRows for Stored {
    fn part_count(&self) -> usize {
        self.metadata.metadata().num_row_groups()
    }

    fn row_count(&self) -> usize {
        usize::try_from(self.metadata.metadata().file_metadata().num_rows()).unwrap_or_default()
    }

    fn open(
        &self,
        part: usize,
        columns: &[usize],
        dictionaries: bool,
        conditions: &[Arc<dyn Condition>],
    ) -> Result<Batches, Failure> {
        let failed: Failed = Arc::default();
        let opened = guarded(&self.path, || {
            let group = self.metadata.metadata().row_group(part);
            let mut tests = Vec::with_capacity(conditions.len());
            for condition in conditions {
                match condition.bounds().map_or(Known::Nothing, |bounds| self.known(group, bounds)) {
                    Known::NoRow => return Ok(Box::new(std::iter::empty()) as Batches),
                    Known::EveryRow => {}
                    Known::Nothing => tests.push(Arc::clone(condition)),
                }
            }
            let reader = self.reader(part, group, columns, tests, &failed)?;
            let columns = columns.iter().filter_map(|i| self.columns.get(*i)).cloned().collect();
            Ok(Box::new(Part { reader, path: self.path.clone(), columns, dictionaries, over: false }) as Batches)
        });
        opened.map_err(|error| {
            let failure = failed.lock().unwrap_or_else(PoisonError::into_inner).take();
            failure.unwrap_or_else(|| Failure::new(error.to_string()))
        })
    }
}

/// Where a condition that fails says why: the reader, which runs conditions when it is opened, keeps a text only.
type Failed = Arc<Mutex<Option<Failure>>>;

/// What the statistics of a row group tell of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    NoRow,
    EveryRow,
    Nothing,
}

impl Stored {
    fn known(&self, group: &RowGroupMetaData, bounds: Bounds) -> Known {
        let nothing = || -> Option<Known> {
            let place = self.columns.get(bounds.column)?;
            let parquet = self.metadata.parquet_schema();
            let statistics = StatisticsConverter::try_new(&place.name, self.metadata.schema(), parquet).ok()?;
            let one = |array: Result<ArrayRef, _>| -> Option<i64> {
                let array = to_house(&array.ok()?, place.ty).ok()?;
                let array = array.as_primitive_opt::<Int64Type>()?;
                (array.len() == 1 && array.is_valid(0)).then(|| array.value(0))
            };
            let least = one(statistics.row_group_mins([group]))?;
            let greatest = one(statistics.row_group_maxes([group]))?;
            if greatest < bounds.least || least > bounds.greatest {
                return Some(Known::NoRow);
            }
            let nulls = statistics.row_group_null_counts([group]).ok()?;
            let complete = nulls.len() == 1 && nulls.is_valid(0) && nulls.value(0) == 0;
            let inside = bounds.least <= least && greatest <= bounds.greatest;
            Some(if complete && inside { Known::EveryRow } else { Known::Nothing })
        };
        nothing().unwrap_or(Known::Nothing)
    }

    fn reader(
        &self,
        part: usize,
        group: &RowGroupMetaData,
        columns: &[usize],
        tests: Vec<Arc<dyn Condition>>,
        failed: &Failed,
    ) -> Result<ParquetRecordBatchReader, FileError> {
        let broken = |e: ::parquet::errors::ParquetError| FileError::broken(&self.path, e);
        let file = File::open(&self.path).map_err(FileError::io(&self.path, "read"))?;
        let options = ArrowReaderOptions::new().with_schema(self.as_stored(group));
        let metadata = ArrowReaderMetadata::try_new(Arc::clone(self.metadata.metadata()), options).map_err(broken)?;
        let mask = |columns: &[usize]| {
            let fields = columns.iter().filter_map(|i| self.columns.get(*i)?.field);
            ProjectionMask::roots(self.metadata.parquet_schema(), fields)
        };
        let predicates = tests
            .into_iter()
            .map(|test| {
                let places = test.columns().iter().filter_map(|i| self.columns.get(*i)).cloned().collect();
                let failed = Arc::clone(failed);
                Box::new(Predicate { mask: mask(test.columns()), places, test, failed }) as Box<dyn ArrowPredicate>
            })
            .collect();
        ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata)
            .with_batch_size(BATCH)
            .with_row_groups(vec![part])
            .with_projection(mask(columns))
            .with_row_filter(RowFilter::new(predicates))
            .build()
            .map_err(broken)
    }

    /// The file's schema, with texts as dictionaries where this row group has nothing but dictionary pages.
    fn as_stored(&self, group: &RowGroupMetaData) -> SchemaRef {
        let schema = self.metadata.schema();
        let parquet = self.metadata.parquet_schema();
        let dictionary = |index: usize| {
            let leaf = (0..parquet.num_columns()).find(|leaf| parquet.get_column_root_idx(*leaf) == index);
            let mask = leaf.and_then(|leaf| group.column(leaf).page_encoding_stats_mask());
            mask.is_some_and(|mask| mask.is_only(Encoding::RLE_DICTIONARY))
        };
        let fields: Vec<Field> = schema
            .fields()
            .iter()
            .enumerate()
            .map(|(index, field)| {
                let text = matches!(field.data_type(), DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View);
                if text && dictionary(index) {
                    let ty = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
                    return field.as_ref().clone().with_data_type(ty);
                }
                field.as_ref().clone()
            })
            .collect();
        Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()))
    }
}

/// Puts a batch of the file into these places.
fn place(places: &[Place], batch: &RecordBatch, dictionaries: bool) -> Result<RecordBatch, ArrowError> {
    let (mut arrays, mut fields) = (Vec::with_capacity(places.len()), Vec::with_capacity(places.len()));
    for place in places {
        let array = match batch.column_by_name(&place.name) {
            Some(array) if dictionaries && place.ty == Type::String && is_dictionary(array) => Arc::clone(array),
            Some(array) => to_house(array, place.ty)?,
            None => nothing(place.ty, batch.num_rows()),
        };
        let array = apart(array);
        debug_assert!(is_dictionary(&array) || *array.data_type() == arrow_type(place.ty));
        fields.push(Field::new(&place.name, array.data_type().clone(), true));
        arrays.push(array);
    }
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options)
}

/// Bytes of a page that a batch may keep alive for each byte that its texts need.
const WASTE: usize = 4;

/// The array with texts of its own, if they are few of those of the pages that they are views of: a batch of rows that
/// passed a condition would else keep all of the pages in memory.
fn apart(array: ArrayRef) -> ArrayRef {
    match array.as_string_view_opt() {
        Some(texts) => {
            let held: usize = texts.data_buffers().iter().map(Buffer::len).sum();
            if held > WASTE * texts.total_buffer_bytes_used() { Arc::new(texts.gc()) } else { array }
        }
        None => array,
    }
}

fn is_dictionary(array: &ArrayRef) -> bool {
    matches!(array.data_type(), DataType::Dictionary(..))
}

/// A condition as the Parquet reader wants it.
struct Predicate {
    mask: ProjectionMask,
    places: Vec<Place>,
    test: Arc<dyn Condition>,
    failed: Failed,
}

impl ArrowPredicate for Predicate {
    fn projection(&self) -> &ProjectionMask {
        &self.mask
    }

    fn evaluate(&mut self, batch: RecordBatch) -> Result<BooleanArray, ArrowError> {
        let batch = place(&self.places, &batch, self.test.takes_dictionaries())?;
        self.test.test(&batch).map_err(|failure| {
            let error = ArrowError::ComputeError(failure.message.clone());
            *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(failure);
            error
        })
    }
}

/// The rows of a row group.
struct Part {
    reader: ParquetRecordBatchReader,
    path: PathBuf,
    columns: Vec<Place>,
    dictionaries: bool,
    over: bool,
}

impl Iterator for Part {
    type Item = Result<RecordBatch, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let read = guarded(&self.path, || Ok(self.reader.next()));
        let item = match read {
            Ok(next) => next?
                .and_then(|batch| place(&self.columns, &batch, self.dictionaries))
                .map_err(|error| Failure::new(FileError::broken(&self.path, error).to_string())),
            Err(error) => Err(Failure::new(error.to_string())),
        };
        self.over = item.is_err();
        Some(item)
    }
}
