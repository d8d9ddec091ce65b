//! Rows of all devices in one order, cut into Arrow batches.

use std::sync::Arc;

use arrow_array::builder::StringViewBuilder;
use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringViewArray};
use arrow_schema::{ArrowError, Field, Schema, SchemaRef};
use muster_values::arrow_type;

use crate::backdrop::{Backdrop, ImageFacts, Words};
use crate::emit::device_process_events::{COLUMNS, Cells, indexes, table};
use crate::emit::dictionary::{Dictionary, Texts, coded};
use crate::strings::Sym;
use crate::truth::{Truth, Verdict};
use crate::world::{Cell, Course, NONE, Process, Token};

/// Rows of a batch: what engines like to work on at a time.
pub(crate) const BATCH: usize = 8192;
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
    course: usize,
    index: u32,
}

/// A row as its place in the order of all rows: device, and index among its processes.
pub(crate) type Place = (u32, u32);

/// The rows that the devices have ready: by time, then device, then sequence.
pub(crate) fn ordered(courses: &[Course<'_>], jobs: usize) -> Vec<Place> {
    let recorded = |course: &Course<'_>, row: u32| course.world.processes[row as usize].recorded;
    let ends = courses.iter().filter_map(|c| Some((recorded(c, *c.rows.first()?), recorded(c, *c.rows.last()?))));
    let Some((from, to)) = ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))) else { return Vec::new() };
    // Each thread sorts some parts of the time.
    let parts = if jobs > 1 { 8 * jobs as i64 } else { 1 };
    let length = (to - from) / parts + 1;
    let parts: Vec<i64> = (0..parts).map(|part| from + part * length).collect();
    let sorted = crate::parallel::map(&parts, jobs, |_, start| {
        let mut keys: Vec<(i64, u32, u32, u32)> = Vec::new();
        for (c, course) in courses.iter().enumerate() {
            let first = course.rows.partition_point(|row| recorded(course, *row) < *start);
            for (i, row) in course.rows.iter().enumerate().skip(first) {
                let time = recorded(course, *row);
                if time >= start + length {
                    break;
                }
                keys.push((time, c as u32, i as u32, *row));
            }
        }
        keys.sort_unstable();
        keys
    });
    sorted.into_iter().flatten().map(|(_, course, _, row)| (course, row)).collect()
}

/// The truth about each row, in order.
pub(crate) fn truths(places: &[Place], courses: &[Course<'_>], back: &Backdrop<'_>) -> Vec<Truth> {
    let noise = Truth { step: None, verdict: Verdict::Noise, technique: None };
    places
        .iter()
        .map(|(course, row)| {
            let step = courses[*course as usize].world.processes[*row as usize].step;
            back.truths.get(step as usize).unwrap_or(&noise).clone()
        })
        .collect()
}

/// What rows are made from, and how.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) back: &'a Backdrop<'a>,
    pub(crate) courses: &'a [Course<'a>],
    pub(crate) dictionary: &'a Dictionary,
    pub(crate) flavor: Flavor,
    pub(crate) texts: Texts,
    pub(crate) jobs: usize,
}

/// The rows at these places, made by so many threads.
pub(crate) fn batches(places: &[Place], scene: Scene<'_>) -> Result<Vec<RecordBatch>, ArrowError> {
    let columns = indexes(scene.flavor).zip(table(scene.flavor).columns);
    let fields: Vec<Field> = columns
        .map(|(index, column)| {
            let ty = match COLUMNS[index].cells {
                Cells::Text(_) if scene.texts == Texts::Coded => coded(),
                _ => arrow_type(column.ty),
            };
            Field::new(column.name, ty, true)
        })
        .collect();
    let schema: SchemaRef = Arc::new(Schema::new(fields));
    let chunks: Vec<&[Place]> = places.chunks(BATCH).collect();
    let make = |chunk: &[Place]| {
        let rows: Vec<Row<'_>> = chunk.iter().map(|place| row(*place, scene.courses, scene.back)).collect();
        batch(&rows, scene, &schema)
    };
    let made = crate::parallel::map(&chunks, scene.jobs, |_, chunk| make(chunk));
    made.into_iter().collect()
}

fn row<'a>((c, index): Place, courses: &'a [Course<'a>], back: &'a Backdrop<'a>) -> Row<'a> {
    let course = &courses[c as usize];
    let world = &course.world;
    let actor = |index: u32| -> Option<Actor<'a>> {
        if index == NONE {
            return None;
        }
        let process = world.processes.get(index as usize)?;
        let shared = back.images.len();
        let image = match (process.image as usize).checked_sub(shared) {
            Some(local) => &world.images[local],
            None => &back.images[process.image as usize],
        };
        Some(Actor { process, image, token: &world.tokens[process.token as usize] })
    };
    let own = actor(index).unwrap_or_else(|| unreachable!("a row is a process of its device"));
    let parent = actor(own.process.parent);
    let grandparent = parent.and_then(|p| actor(p.process.parent));
    Row {
        own,
        parent,
        grandparent,
        device_id: course.id,
        device_name: course.name,
        words: &back.words,
        course: c as usize,
        index,
    }
}

fn batch(rows: &[Row<'_>], scene: Scene<'_>, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
    let Scene { courses, dictionary, flavor, .. } = scene;
    // Cells that the story gives; there are few.
    let set: Vec<(usize, &Row<'_>)> = rows.iter().enumerate().filter(|(_, row)| row.own.process.set).collect();
    let given = |column: usize| {
        set.iter().filter_map(move |(at, row)| Some((*at, *courses[row.course].world.cells.get(&(row.index, column))?)))
    };
    let given_text = |at: usize, cell: Cell| match cell {
        Cell::Text(sym) => dictionary.index(rows[at].course, sym),
        Cell::Null | Cell::Long(_) | Cell::Real(_) | Cell::Bool(_) => Sym::NULL.0,
    };
    let mut arrays: Vec<ArrayRef> = Vec::with_capacity(schema.fields().len());
    let mut sizes = vec![NUMBERS_SIZE; if flavor == Flavor::Sentinel { rows.len() } else { 0 }];
    for index in indexes(flavor) {
        let array: ArrayRef = match COLUMNS[index].cells {
            Cells::Text(read) => {
                let mut texts: Vec<u32> = rows.iter().map(|row| dictionary.index(row.course, read(row))).collect();
                for (at, cell) in given(index) {
                    texts[at] = given_text(at, cell);
                }
                for (size, text) in sizes.iter_mut().zip(&texts) {
                    *size += dictionary.size(*text);
                }
                dictionary.column(texts, scene.texts)?
            }
            Cells::Command(read) => {
                let mut syms: Vec<Sym> = rows.iter().map(read).collect();
                for (at, cell) in given(index) {
                    syms[at] = if let Cell::Text(sym) = cell { sym } else { Sym::NULL };
                }
                let mut texts = StringViewBuilder::with_capacity(rows.len()).with_fixed_block_size(1 << 18);
                for (row, sym) in rows.iter().zip(syms) {
                    texts.append_option(match sym.passing() {
                        Some(_) => Some(courses[row.course].world.texts.get(&scene.back.texts, sym)),
                        None => dictionary.text(dictionary.index(row.course, sym)),
                    });
                }
                sized(texts.finish(), &mut sizes)
            }
            Cells::Digits(read) => {
                let mut texts = StringViewBuilder::with_capacity(rows.len()).with_fixed_block_size(1 << 18);
                let mut given = given(index).peekable();
                let mut digits = itoa::Buffer::new();
                for (at, row) in rows.iter().enumerate() {
                    match given.next_if(|(place, _)| *place == at) {
                        Some((_, cell)) => texts.append_option(dictionary.text(given_text(at, cell))),
                        None => texts.append_option(read(row).map(|number| digits.format(number))),
                    }
                }
                sized(texts.finish(), &mut sizes)
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
        arrays.push(array);
    }
    RecordBatch::try_new(schema.clone(), arrays)
}

/// A column of texts, which count for the sizes of their rows.
fn sized(texts: StringViewArray, sizes: &mut [usize]) -> ArrayRef {
    for (size, view) in sizes.iter_mut().zip(texts.views().iter()) {
        *size += (*view as u32) as usize;
    }
    Arc::new(texts)
}
