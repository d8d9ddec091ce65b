//! Parquet, encoded by some threads.

use std::io::{Error, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ::parquet::arrow::ArrowWriter;
use ::parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowColumnWriter, compute_leaves};
use ::parquet::basic::{Compression, Encoding, ZstdLevel};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::{EnabledStatistics, WriterProperties};
use ::parquet::schema::types::{ColumnDescPtr, ColumnPath};
use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampNanosecondType};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use muster_catalog::{Column, Datetime, Table, Timespan, Type};

use super::coded::{self, CodedChunk, Encoder};
use crate::Written;
use crate::place::KQL_TYPE;

/// Rows of a row group: enough to compress well, and several groups of a large table to read side by side.
const GROUP: usize = 131_072;

/// Level of zstd.
const LEVEL: i32 = 1;

/// Writes rows as Parquet, zstd-compressed, encoded by `jobs` threads; the bytes do not depend on their number. Only
/// the rows of one row group are held at a time. Columns of texts may come as dictionaries of `u32`, the same one in
/// all batches of a row group.
/// `datetime` is a UTC timestamp in nanoseconds, so that any reader knows it.
///
/// # Errors
/// The writer's; also a `datetime` outside the years 1678 to 2261.
pub fn write_parquet(
    out: &mut (dyn Write + Send),
    table: &Table,
    batches: &mut dyn Iterator<Item = RecordBatch>,
    jobs: usize,
) -> std::io::Result<Written> {
    let fields: Vec<Field> = table
        .columns
        .iter()
        .map(|c| {
            let metadata = [(KQL_TYPE.to_owned(), c.ty.name().to_owned())].into_iter().collect();
            Field::new(&c.name, file_type(c.ty), true).with_metadata(metadata)
        })
        .collect();
    let schema = Arc::new(Schema::new(fields));
    let level = ZstdLevel::try_new(LEVEL).map_err(Error::other)?;
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_statistics_enabled(EnabledStatistics::Chunk);
    // Rows come in the order of time: the least and the greatest text of a group tell nothing and cost a comparison a
    // row.
    for column in table.columns.iter().filter(|c| file_type(c.ty) == DataType::Utf8View) {
        let path = ColumnPath::new(vec![column.name.clone()]);
        properties = properties.set_column_statistics_enabled(path, EnabledStatistics::None);
    }
    // Times hardly come again, and each is near the one before.
    for column in table.columns.iter().filter(|c| c.ty == Type::Datetime) {
        let path = ColumnPath::new(vec![column.name.clone()]);
        properties = properties
            .set_column_dictionary_enabled(path.clone(), false)
            .set_column_encoding(path, Encoding::DELTA_BINARY_PACKED);
    }
    let properties = properties.build();
    let writer = ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties)).map_err(Error::other)?;
    let (mut file, factory) = writer.into_serialized_writer().map_err(Error::other)?;
    let mut rows = 0;
    let mut groups = Groups { batches, rest: None };
    for (index, group) in std::iter::from_fn(|| groups.group()).enumerate() {
        let columns = factory.create_column_writers(index).map_err(Error::other)?;
        let tasks: Vec<Task<'_>> = columns
            .into_iter()
            .zip(table.columns.iter().zip(schema.fields()).enumerate())
            .map(|(writer, (index, (column, field)))| Task {
                writer,
                index,
                column,
                field,
                place: file.schema_descr().column(index),
            })
            .collect();
        let chunks = encode(tasks, &group, jobs)?;
        let mut row_group = file.next_row_group().map_err(Error::other)?;
        for chunk in chunks {
            let appended = match chunk {
                Encoded::Usual(chunk) => chunk.append_to_row_group(&mut row_group),
                Encoded::Coded(chunk) => row_group.append_column(&chunk.bytes, chunk.close),
            };
            appended.map_err(Error::other)?;
        }
        row_group.close().map_err(Error::other)?;
        rows += group.iter().map(RecordBatch::num_rows).sum::<usize>();
    }
    file.close().map_err(Error::other)?;
    Ok(Written { rows })
}

/// The batches of each row group; a batch that crosses a border is cut there.
struct Groups<'a> {
    batches: &'a mut dyn Iterator<Item = RecordBatch>,
    rest: Option<RecordBatch>,
}

impl Groups<'_> {
    fn group(&mut self) -> Option<Vec<RecordBatch>> {
        let (mut group, mut room) = (Vec::new(), GROUP);
        while room > 0 {
            let Some(batch) = self.rest.take().or_else(|| self.batches.next()) else { break };
            let rows = room.min(batch.num_rows());
            if rows < batch.num_rows() {
                self.rest = Some(batch.slice(rows, batch.num_rows() - rows));
            }
            room -= rows;
            if rows > 0 {
                group.push(batch.slice(0, rows));
            }
        }
        (!group.is_empty()).then_some(group)
    }
}

/// A column of a row group that is to be encoded.
struct Task<'a> {
    writer: ArrowColumnWriter,
    index: usize,
    column: &'a Column,
    field: &'a Field,
    place: ColumnDescPtr,
}

/// A column of a row group as it goes into the file.
enum Encoded {
    Usual(ArrowColumnChunk),
    Coded(CodedChunk),
}

/// A task and the place of its result.
struct Slot<'a> {
    task: Option<Task<'a>>,
    done: Option<std::io::Result<Encoded>>,
}

/// Encodes the columns of a row group, each by one thread, and gives them in order.
fn encode(tasks: Vec<Task<'_>>, group: &[RecordBatch], jobs: usize) -> std::io::Result<Vec<Encoded>> {
    let slots: Vec<Mutex<Slot<'_>>> =
        tasks.into_iter().map(|task| Mutex::new(Slot { task: Some(task), done: None })).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut encoder = None;
        while let Some(slot) = slots.get(next.fetch_add(1, Ordering::Relaxed)) {
            let done = run(slot, group, &mut encoder);
            slot.lock().unwrap_or_else(PoisonError::into_inner).done = done;
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..jobs.clamp(1, slots.len().max(1)) {
            scope.spawn(work);
        }
        work();
    });
    let lost = || Err(Error::other("a thread that encodes a column ended early"));
    slots
        .into_iter()
        .map(|s| s.into_inner().unwrap_or_else(PoisonError::into_inner).done.unwrap_or_else(lost))
        .collect()
}

fn run(
    slot: &Mutex<Slot<'_>>,
    group: &[RecordBatch],
    encoder: &mut Option<Encoder>,
) -> Option<std::io::Result<Encoded>> {
    let task = slot.lock().unwrap_or_else(PoisonError::into_inner).task.take()?;
    Some(encode_column(task, group, encoder))
}

fn encode_column(task: Task<'_>, group: &[RecordBatch], encoder: &mut Option<Encoder>) -> std::io::Result<Encoded> {
    let Task { mut writer, index, column, field, place } = task;
    let missing = || Error::other(format!("column `{}` is missing", column.name));
    let arrays = group.iter().map(|batch| batch.columns().get(index).ok_or_else(missing));
    let arrays = arrays.collect::<Result<Vec<_>, _>>()?;
    if let Some(arrays) = arrays.iter().map(|array| coded::coded(array)).collect::<Option<Vec<_>>>() {
        let encoder = match encoder {
            Some(encoder) => encoder,
            None => encoder.insert(Encoder::new(LEVEL)?),
        };
        return encoder.encode(&place, &arrays).map(Encoded::Coded);
    }
    for array in arrays {
        let array = to_file(array, column)?;
        let mut write = || -> Result<(), ParquetError> {
            for leaf in compute_leaves(field, &array)? {
                writer.write(&leaf)?;
            }
            Ok(())
        };
        write().map_err(Error::other)?;
    }
    writer.close().map(Encoded::Usual).map_err(Error::other)
}

fn file_type(ty: Type) -> DataType {
    match ty {
        Type::Datetime => DataType::Timestamp(TimeUnit::Nanosecond, Some("UTC".into())),
        Type::Timespan => DataType::Utf8View,
        other => muster_values::arrow_type(other),
    }
}

fn to_file(array: &ArrayRef, column: &Column) -> std::io::Result<ArrayRef> {
    let Some(ticks) = array.as_primitive_opt::<Int64Type>() else { return Ok(Arc::clone(array)) };
    match column.ty {
        Type::Datetime => {
            let nanos = ticks
                .try_unary::<_, TimestampNanosecondType, String>(|t| {
                    let fits = Datetime(t).unix_nanos();
                    fits.ok_or_else(|| {
                        format!("column `{}`: Parquet has no {}, only the years 1678 to 2261", column.name, Datetime(t))
                    })
                })
                .map_err(Error::other)?;
            Ok(Arc::new(nanos.with_timezone("UTC")))
        }
        Type::Timespan => {
            let texts = (0..ticks.len()).map(|row| ticks.is_valid(row).then(|| Timespan(ticks.value(row)).to_string()));
            Ok(Arc::new(texts.collect::<arrow_array::StringViewArray>()))
        }
        _ => Ok(Arc::clone(array)),
    }
}
