//! The ground truth beside the telemetry, as NDJSON: one line for each row of each table, in their order.

use std::io::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, UInt32Type};
use arrow_array::{Array, RecordBatch};
use muster_catalog::{Datetime, Table};
use muster_simulator::Chunk;
use serde_json::Value as Json;

/// Writes `{"table","row","step","verdict","technique","device","time"}` for each row of a chunk; `row` counts on from
/// `first`, `step` and `technique` are null where there is none.
pub(super) fn write(out: &mut dyn Write, table: &Table, chunk: &Chunk, first: usize) -> std::io::Result<()> {
    let name = text(Some(&table.name));
    let places = chunk.batches.iter().flat_map(|batch| (0..batch.num_rows()).map(move |row| (batch, row)));
    for (number, (truth, (batch, row))) in chunk.truth.iter().zip(places).enumerate() {
        writeln!(
            out,
            r#"{{"table":{name},"row":{},"step":{},"verdict":"{}","technique":{},"device":{},"time":{}}}"#,
            first + number,
            text(truth.step.as_deref()),
            truth.verdict.word(),
            text(truth.technique.as_deref()),
            text(device(table, batch, row)),
            text(time(table, batch, row).map(|t| t.to_string()).as_deref()),
        )?;
    }
    Ok(())
}

fn text(text: Option<&str>) -> Json {
    text.map_or(Json::Null, Json::from)
}

fn device<'b>(table: &Table, batch: &'b RecordBatch, row: usize) -> Option<&'b str> {
    let index = table.columns.iter().position(|c| c.name == "DeviceName")?;
    let names = batch.column(index).as_dictionary_opt::<UInt32Type>()?;
    let texts = names.values().as_string_view_opt()?;
    names.key(row).map(|key| texts.value(key))
}

fn time(table: &Table, batch: &RecordBatch, row: usize) -> Option<Datetime> {
    let is_time = |name: &str| name == "Timestamp" || name == "TimeGenerated";
    let index = table.columns.iter().position(|c| is_time(&c.name))?;
    let ticks = batch.column(index).as_primitive_opt::<Int64Type>()?;
    ticks.is_valid(row).then(|| Datetime(ticks.value(row)))
}
