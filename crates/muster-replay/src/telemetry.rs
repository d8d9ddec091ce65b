//! The rows of a simulation as events: in the order of their times, shifted, as JSON.

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, RecordBatch};
use muster_catalog::{Datetime, Table, Type, Value};
use muster_source::{Diagnostic, Severity};
use muster_values::{TableSet, to_json, value_at};
use sha2::{Digest, Sha256};

use crate::codes::START;

/// All events of a replay, in the order in which they go out.
#[derive(Debug)]
pub struct Telemetry<'t> {
    tables: Vec<Rows<'t>>,
    order: Vec<Place>,
    /// Added to every time, in ticks.
    shift: i64,
}

/// A table, opened for reading row by row.
#[derive(Debug)]
struct Rows<'t> {
    table: &'t Table,
    batches: &'t [RecordBatch],
    /// The number of the first row of each batch.
    starts: Vec<usize>,
    /// Keys of members, with quotes and colon.
    keys: Vec<Vec<u8>>,
    device: Option<usize>,
}

/// Where an event stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// Its time, not shifted.
    pub(crate) time: i64,
    pub(crate) table: usize,
    row: usize,
}

impl<'t> Telemetry<'t> {
    /// The events of all tables. A row without a time goes out with the first event.
    #[must_use]
    pub fn new(tables: &'t TableSet) -> Self {
        let tables: Vec<Rows<'t>> = tables.iter().map(|(table, batches)| Rows::new(table, batches)).collect();
        let mut order = Vec::new();
        for (index, rows) in tables.iter().enumerate() {
            let time = ["Timestamp", "TimeGenerated"].iter().find_map(|name| rows.column(name, Type::Datetime));
            let mut row = 0;
            for batch in rows.batches {
                let ticks = time.and_then(|column| batch.column(column).as_primitive_opt::<Int64Type>());
                for i in 0..batch.num_rows() {
                    let time = ticks.filter(|t| t.is_valid(i)).map_or(i64::MIN, |t| t.value(i));
                    order.push(Place { time, table: index, row });
                    row += 1;
                }
            }
        }
        // Stable: rows of one time keep the order of their table.
        order.sort_by_key(|place| place.time);
        let first = order.iter().map(|p| p.time).find(|t| *t != i64::MIN).unwrap_or(0);
        order.iter_mut().take_while(|p| p.time == i64::MIN).for_each(|p| p.time = first);
        Self { tables, order, shift: 0 }
    }

    /// How many events there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The times of the first and of the last event, as they go out.
    #[must_use]
    pub fn span(&self) -> Option<(Datetime, Datetime)> {
        let (first, last) = (self.order.first()?, self.order.last()?);
        Some((self.shifted(first.time), self.shifted(last.time)))
    }

    /// How far times are shifted, in ticks of 100 ns.
    #[must_use]
    pub fn shift(&self) -> i64 {
        self.shift
    }

    /// Shifts all times by `ticks`, whatever they were shifted by before.
    ///
    /// # Errors
    /// A shift that leaves no room for the times of a story.
    pub fn shift_by(&mut self, ticks: i64) -> Result<(), Diagnostic> {
        const YEAR: i64 = 366 * muster_catalog::TICKS_PER_DAY;
        let years = 1600 * YEAR..=Datetime::MAX.0 - 100 * YEAR;
        let fits = |time: i64| time.checked_add(ticks).is_some_and(|t| years.contains(&t));
        let ends = [self.order.first(), self.order.last()];
        if !ends.into_iter().flatten().all(|place| fits(place.time)) {
            let message = "events would get times that no event can have";
            return Err(Diagnostic::bare(START, Severity::Error, message).help("start in this century"));
        }
        self.shift = ticks;
        Ok(())
    }

    /// What tells this telemetry from another: a hash of `text` (the scenario's) and of where and when events are.
    #[must_use]
    pub fn digest(&self, text: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(text.as_bytes());
        for rows in &self.tables {
            hash.update([0]);
            hash.update(rows.table.name.as_bytes());
            for column in &rows.table.columns {
                hash.update([1]);
                hash.update(column.name.as_bytes());
            }
        }
        for place in &self.order {
            hash.update(place.time.to_le_bytes());
            hash.update((place.table as u64).to_le_bytes());
        }
        hex(&hash.finalize())
    }

    pub(crate) fn place(&self, event: usize) -> Option<Place> {
        self.order.get(event).copied()
    }

    pub(crate) fn table_name(&self, table: usize) -> &str {
        self.tables.get(table).map_or("", |rows| rows.table.name.as_str())
    }

    /// The names of the tables that have events.
    #[must_use]
    pub fn tables(&self) -> Vec<&str> {
        let filled = self.tables.iter().filter(|rows| rows.batches.iter().any(|b| b.num_rows() > 0));
        filled.map(|rows| rows.table.name.as_str()).collect()
    }

    pub(crate) fn shifted(&self, ticks: i64) -> Datetime {
        let time = ticks.saturating_add(self.shift).clamp(Datetime::MIN.0, Datetime::MAX.0);
        Datetime(time)
    }

    /// The device of an event; `""` where the table has none.
    pub(crate) fn device(&self, place: Place) -> String {
        let Some(rows) = self.tables.get(place.table) else { return String::new() };
        let Some((column, (batch, row))) = rows.device.zip(rows.at(place.row)) else { return String::new() };
        match value_at(batch.column(column), Type::String, row) {
            Value::String(name) => name,
            _ => String::new(),
        }
    }

    /// Appends an event as a JSON object, keys in the schema's order. Nulls and empty texts are left out unless `full`.
    pub(crate) fn encode(&self, place: Place, full: bool, out: &mut Vec<u8>) {
        let Some(rows) = self.tables.get(place.table) else { return };
        let Some((batch, row)) = rows.at(place.row) else { return };
        out.push(b'{');
        let first = out.len();
        for ((column, key), array) in rows.table.columns.iter().zip(&rows.keys).zip(batch.columns()) {
            let value = match value_at(array, column.ty, row) {
                Value::Datetime(time) => Value::Datetime(self.shifted(time.0)),
                value => value,
            };
            if !full && (value.is_null() || matches!(&value, Value::String(text) if text.is_empty())) {
                continue;
            }
            if out.len() > first {
                out.push(b',');
            }
            out.extend_from_slice(key);
            out.extend_from_slice(to_json(&value).to_string().as_bytes());
        }
        out.push(b'}');
    }
}

impl<'t> Rows<'t> {
    fn new(table: &'t Table, batches: &'t [RecordBatch]) -> Self {
        let mut starts = Vec::with_capacity(batches.len());
        let mut rows = 0;
        for batch in batches {
            starts.push(rows);
            rows += batch.num_rows();
        }
        let key = |name: &str| format!("{}:", serde_json::Value::from(name)).into_bytes();
        let keys = table.columns.iter().map(|c| key(&c.name)).collect();
        let mut opened = Self { table, batches, starts, keys, device: None };
        opened.device = ["DeviceName", "Computer"].iter().find_map(|name| opened.column(name, Type::String));
        opened
    }

    fn column(&self, name: &str, ty: Type) -> Option<usize> {
        self.table.columns.iter().position(|c| c.name == name && c.ty == ty)
    }

    fn at(&self, row: usize) -> Option<(&'t RecordBatch, usize)> {
        let batch = self.starts.partition_point(|start| *start <= row).checked_sub(1)?;
        let (found, start) = (self.batches.get(batch)?, self.starts.get(batch)?);
        Some((found, row - start))
    }
}

/// Bytes in hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|b| [b >> 4, b & 15]).filter_map(|d| char::from_digit(u32::from(d), 16)).collect()
}
