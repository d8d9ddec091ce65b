//! Rows of all devices in one order, cut into Arrow batches.

use std::sync::Arc;

use arrow_array::builder::StringViewBuilder;
use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringViewArray, UInt32Array};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use muster_catalog::Table;
use muster_values::arrow_type;

use crate::backdrop::{Backdrop, ImageFacts, Words};
use crate::emit::device_process_events::{COLUMNS, Cells, indexes, table};
use crate::strings::Sym;
use crate::truth::{Truth, Verdict};
use crate::world::{Cell, Device, NONE, Process, Token};

/// Rows of a batch: what engines like to work on at a time.
const BATCH: usize = 8192;
/// Bytes that a row is billed for besides its texts: numbers, flags, times.
const NUMBERS_SIZE: usize = 160;

/// Whose copy of the table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Flavor {
    /// Microsoft Defender XDR's advanced hunting: `Timestamp`.
    #[default]
    Defender,
    /// Microsoft Sentinel's, in Log Analytics: `TimeGenerated`.
    Sentinel,
}

/// A process as a row sees it.
#[derive(Clone, Copy)]
pub(crate) struct Actor<'a> {
    pub(crate) process: &'a Process,
    pub(crate) image: &'a ImageFacts,
    pub(crate) token: &'a Token,
}

/// Everything that a row is made from.
pub(crate) struct Row<'a> {
    pub(crate) own: Actor<'a>,
    pub(crate) parent: Option<Actor<'a>>,
    pub(crate) grandparent: Option<Actor<'a>>,
    pub(crate) device_id: Sym,
    pub(crate) device_name: Sym,
    pub(crate) words: &'a Words,
    device: usize,
    index: u32,
}

/// All texts of a simulation as one Arrow array, and where each device's begin.
pub(crate) struct Dictionary {
    texts: StringViewArray,
    shared: u32,
    first: Vec<u32>,
}

impl Dictionary {
    pub(crate) fn new(back: &Backdrop<'_>, devices: &[Device]) -> Self {
        let mut builder = StringViewBuilder::new().with_fixed_block_size(1 << 20);
        builder.append_null();
        for text in back.texts.texts().iter().skip(1) {
            builder.append_value(text);
        }
        let shared = back.texts.texts().len() as u32;
        let mut first = Vec::with_capacity(devices.len());
        let mut next = shared;
        for device in devices {
            first.push(next);
            next += device.texts.texts().len() as u32;
            for text in device.texts.texts().iter() {
                builder.append_value(text);
            }
        }
        Self { texts: builder.finish(), shared, first }
    }

    fn index(&self, device: usize, sym: Sym) -> u32 {
        if sym.0 < self.shared { sym.0 } else { sym.0 - self.shared + self.first[device] }
    }
}

/// A row as its place in the order of all rows: device, and index among its processes.
pub(crate) type Place = (u32, u32);

/// All rows, by time, then device, then sequence.
pub(crate) fn ordered(devices: &[Device]) -> Vec<Place> {
    let mut keys: Vec<(i64, u32, u32, u32)> = Vec::with_capacity(devices.iter().map(|d| d.rows.len()).sum());
    for (d, device) in devices.iter().enumerate() {
        for (i, row) in device.rows.iter().enumerate() {
            keys.push((device.processes[*row as usize].recorded, d as u32, i as u32, *row));
        }
    }
    keys.sort_unstable();
    keys.into_iter().map(|(_, device, _, row)| (device, row)).collect()
}

/// The truth about each row, in order.
pub(crate) fn truths(places: &[Place], devices: &[Device], back: &Backdrop<'_>) -> Vec<Truth> {
    let noise = Truth { step: None, verdict: Verdict::Noise, technique: None };
    places
        .iter()
        .map(|(device, row)| {
            let step = devices[*device as usize].processes[*row as usize].step;
            back.truths.get(step as usize).unwrap_or(&noise).clone()
        })
        .collect()
}

/// The table and its rows, made by so many threads.
pub(crate) fn batches(
    places: &[Place],
    devices: &[Device],
    back: &Backdrop<'_>,
    dictionary: &Dictionary,
    flavor: Flavor,
    jobs: usize,
) -> Result<(Table, Vec<RecordBatch>), ArrowError> {
    let table = table(flavor);
    let fields: Vec<Field> = table.columns.iter().map(|c| Field::new(&c.name, arrow_type(c.ty), true)).collect();
    let schema: SchemaRef = Arc::new(Schema::new(fields));
    let chunks: Vec<&[Place]> = places.chunks(BATCH).collect();
    let make = |chunk: &[Place]| {
        let rows: Vec<Row<'_>> = chunk.iter().map(|place| row(*place, devices, back)).collect();
        batch(&rows, devices, dictionary, flavor, &schema)
    };
    let made = crate::parallel::map(&chunks, jobs, |_, chunk| make(chunk));
    let batches = made.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok((table, batches))
}

fn row<'a>((d, index): Place, devices: &'a [Device], back: &'a Backdrop<'_>) -> Row<'a> {
    let device = &devices[d as usize];
    let actor = |index: u32| -> Option<Actor<'a>> {
        if index == NONE {
            return None;
        }
        let process = device.processes.get(index as usize)?;
        let shared = back.images.len();
        let image = match (process.image as usize).checked_sub(shared) {
            Some(local) => &device.images[local],
            None => &back.images[process.image as usize],
        };
        Some(Actor { process, image, token: &device.tokens[process.token as usize] })
    };
    let process = &device.processes[index as usize];
    let own = actor(index).unwrap_or_else(|| unreachable!("a row is a process of its device"));
    let parent = actor(process.parent);
    let grandparent = parent.and_then(|p| actor(p.process.parent));
    Row {
        own,
        parent,
        grandparent,
        device_id: device.id,
        device_name: device.name,
        words: &back.words,
        device: d as usize,
        index,
    }
}

fn batch(
    rows: &[Row<'_>],
    devices: &[Device],
    dictionary: &Dictionary,
    flavor: Flavor,
    schema: &SchemaRef,
) -> Result<RecordBatch, ArrowError> {
    // Cells that the story gives; there are few.
    let set: Vec<(usize, &Row<'_>)> = rows.iter().enumerate().filter(|(_, row)| row.own.process.set).collect();
    let given = |column: usize| {
        set.iter().filter_map(move |(at, row)| Some((*at, *devices[row.device].cells.get(&(row.index, column))?)))
    };
    let mut arrays: Vec<ArrayRef> = Vec::with_capacity(schema.fields().len());
    let mut sizes = vec![NUMBERS_SIZE; if flavor == Flavor::Sentinel { rows.len() } else { 0 }];
    for index in indexes(flavor) {
        let array: ArrayRef = match COLUMNS[index].cells {
            Cells::Text(read) => {
                let mut texts: Vec<u32> = rows.iter().map(|row| dictionary.index(row.device, read(row))).collect();
                for (at, cell) in given(index) {
                    texts[at] = match cell {
                        Cell::Text(sym) => dictionary.index(rows[at].device, sym),
                        Cell::Null | Cell::Long(_) | Cell::Real(_) | Cell::Bool(_) => Sym::NULL.0,
                    };
                }
                for (size, text) in sizes.iter_mut().zip(&texts) {
                    *size += (dictionary.texts.views()[*text as usize] as u32) as usize;
                }
                arrow_select::take::take(&dictionary.texts, &UInt32Array::from(texts), None)?
            }
            Cells::Long(read) => {
                let mut numbers: Vec<Option<i64>> = rows.iter().map(read).collect();
                for (at, cell) in given(index) {
                    numbers[at] = if let Cell::Long(n) = cell { Some(n) } else { None };
                }
                Arc::new(Int64Array::from(numbers))
            }
            Cells::Bool(read) => {
                let mut flags: Vec<Option<bool>> = rows.iter().map(read).collect();
                for (at, cell) in given(index) {
                    flags[at] = if let Cell::Bool(b) = cell { Some(b) } else { None };
                }
                Arc::new(BooleanArray::from(flags))
            }
            Cells::Size => {
                let mut reals: Vec<Option<f64>> = sizes.iter().map(|s| Some(*s as f64)).collect();
                for (at, cell) in given(index) {
                    reals[at] = if let Cell::Real(n) = cell { Some(n) } else { None };
                }
                Arc::new(Float64Array::from(reals))
            }
        };
        debug_assert_eq!(array.data_type(), &arrow_type_of(schema, arrays.len()));
        arrays.push(array);
    }
    RecordBatch::try_new(schema.clone(), arrays)
}

fn arrow_type_of(schema: &Schema, column: usize) -> DataType {
    schema.field(column).data_type().clone()
}
