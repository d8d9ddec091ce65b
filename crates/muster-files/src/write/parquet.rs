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

/// Writes rows as Parquet, zstd-compressed, encoded by `jobs` threads; the bytes do not depend on their number. What
/// is held at a time are a few batches and the encoded columns of one row group. Columns of texts may come as dictionaries of `u32`, the same one in
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
    let mut lanes: Vec<Mutex<Lane<'_>>> = table
        .columns
        .iter()
        .zip(schema.fields())
        .enumerate()
        .map(|(index, (column, field))| Mutex::new(Lane::new(index, column, field, file.schema_descr().column(index))))
        .collect();
    let mut waves = Waves { batches, rest: None, room: 0 };
    let mut rows = 0;
    for index in 0.. {
        waves.room = GROUP;
        let mut wave = waves.next(jobs);
        if wave.is_empty() {
            break;
        }
        for (lane, writer) in lanes.iter_mut().zip(factory.create_column_writers(index).map_err(Error::other)?) {
            lane.get_mut().unwrap_or_else(PoisonError::into_inner).writer = Some(writer);
        }
        while !wave.is_empty() {
            rows += wave.iter().map(RecordBatch::num_rows).sum::<usize>();
            each(&lanes, jobs, |lane, _| wave.iter().try_for_each(|batch| lane.add(batch)))?;
            wave = waves.next(jobs);
        }
        each(&lanes, jobs, Lane::finish)?;
        let mut row_group = file.next_row_group().map_err(Error::other)?;
        for lane in &mut lanes {
            let appended = match lane.get_mut().unwrap_or_else(PoisonError::into_inner).chunk.take() {
                Some(Encoded::Usual(chunk)) => chunk.append_to_row_group(&mut row_group),
                Some(Encoded::Coded(chunk)) => row_group.append_column(&chunk.bytes, chunk.close),
                None => Err(ParquetError::General("a column of a row group is missing".to_owned())),
            };
            appended.map_err(Error::other)?;
        }
        row_group.close().map_err(Error::other)?;
    }
    file.close().map_err(Error::other)?;
    Ok(Written { rows })
}

/// Batches, a few at a time: they are encoded as they come, so that their memory can be used again. A batch that
/// crosses the border of a row group is cut there.
struct Waves<'a> {
    batches: &'a mut dyn Iterator<Item = RecordBatch>,
    rest: Option<RecordBatch>,
    /// Rows that the row group at hand still takes.
    room: usize,
}

impl Waves<'_> {
    /// At most so many batches; none at the end of the row group, or of all.
    fn next(&mut self, most: usize) -> Vec<RecordBatch> {
        let mut wave = Vec::new();
        while self.room > 0 && wave.len() < most.max(1) {
            let Some(batch) = self.rest.take().or_else(|| self.batches.next()) else { break };
            let rows = self.room.min(batch.num_rows());
            if rows < batch.num_rows() {
                self.rest = Some(batch.slice(rows, batch.num_rows() - rows));
            }
            self.room -= rows;
            if rows > 0 {
                wave.push(batch.slice(0, rows));
            }
        }
        wave
    }
}

/// A column on its way into the file.
struct Lane<'a> {
    index: usize,
    column: &'a Column,
    field: &'a Field,
    place: ColumnDescPtr,
    /// Of the row group at hand; gone once its column turned out to be one of few texts.
    writer: Option<ArrowColumnWriter>,
    encoder: Encoder,
    /// Whether rows of the row group at hand went to `writer`.
    written: bool,
    chunk: Option<Encoded>,
}

/// A column of a row group as it goes into the file.
enum Encoded {
    Usual(ArrowColumnChunk),
    Coded(CodedChunk),
}

/// What a thread keeps for itself while it encodes.
type Zstd = Option<zstd::bulk::Compressor<'static>>;

impl<'a> Lane<'a> {
    fn new(index: usize, column: &'a Column, field: &'a Field, place: ColumnDescPtr) -> Self {
        Self { index, column, field, place, writer: None, encoder: Encoder::default(), written: false, chunk: None }
    }

    /// Adds the rows of a batch to the row group at hand.
    fn add(&mut self, batch: &RecordBatch) -> std::io::Result<()> {
        let missing = || Error::other(format!("column `{}` is missing", self.column.name));
        let array = batch.columns().get(self.index).ok_or_else(missing)?;
        let mixed = || Error::other(format!("column `{}` is a dictionary in some batches only", self.column.name));
        if let Some(rows) = coded::coded(array) {
            if self.written {
                return Err(mixed());
            }
            self.writer = None;
            return self.encoder.add(rows);
        }
        let writer = self.writer.as_mut().ok_or_else(mixed)?;
        self.written = true;
        let array = to_file(array, self.column)?;
        let mut write = || -> Result<(), ParquetError> {
            for leaf in compute_leaves(self.field, &array)? {
                writer.write(&leaf)?;
            }
            Ok(())
        };
        write().map_err(Error::other)
    }

    /// Ends the row group.
    fn finish(&mut self, zstd: &mut Zstd) -> std::io::Result<()> {
        self.written = false;
        let chunk = if let Some(writer) = self.writer.take() {
            Encoded::Usual(writer.close().map_err(Error::other)?)
        } else {
            let zstd = match zstd {
                Some(zstd) => zstd,
                None => zstd.insert(zstd::bulk::Compressor::new(LEVEL)?),
            };
            Encoded::Coded(self.encoder.finish(&self.place, zstd, LEVEL)?)
        };
        self.chunk = Some(chunk);
        Ok(())
    }
}

/// `work` on each column, by `jobs` threads; gives the fault of the first column that has one.
fn each<'a>(
    lanes: &[Mutex<Lane<'a>>],
    jobs: usize,
    work: impl Fn(&mut Lane<'a>, &mut Zstd) -> std::io::Result<()> + Sync,
) -> std::io::Result<()> {
    let next = AtomicUsize::new(0);
    let faults: Mutex<Vec<(usize, Error)>> = Mutex::default();
    let run = || {
        let mut zstd = None;
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(lane) = lanes.get(index) else { return };
            if let Err(fault) = work(&mut lane.lock().unwrap_or_else(PoisonError::into_inner), &mut zstd) {
                faults.lock().unwrap_or_else(PoisonError::into_inner).push((index, fault));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..jobs.clamp(1, lanes.len().max(1)) {
            scope.spawn(run);
        }
        run();
    });
    let faults = faults.into_inner().unwrap_or_else(PoisonError::into_inner);
    faults.into_iter().min_by_key(|(index, _)| *index).map_or(Ok(()), |(_, fault)| Err(fault))
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
