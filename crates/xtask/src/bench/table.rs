//! The table that is queried: so many process events of a fleet, in Parquet.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use arrow_array::{RecordBatch, StringViewArray};
use muster_files::{write_parquet, write_whole};
use muster_simulator::{Options, load, read, simulate};
use muster_source::Source;

use super::{Bench, generate, grouped};

/// Workstations of one day; a table of many events is made of many such days with different seeds.
const WORKSTATIONS: usize = 2000;
pub(super) const TABLE: &str = "DeviceProcessEvents";

/// Tags that a sensor may put beside an event.
const TAGS: [&str; 6] = ["Elevated", "RemoteSession", "Unsigned", "FirstSeen", "Persistent", "Quarantined"];

/// The rows with `AdditionalFields` filled, as the simulator leaves it empty for processes and rules take it apart: a
/// bag with some tags and the number of the row, so that no two rows have the same.
fn with_fields(batch: &RecordBatch, first: usize) -> RecordBatch {
    let schema = batch.schema();
    let Ok(index) = schema.index_of("AdditionalFields") else { return batch.clone() };
    let bags = (first..first + batch.num_rows()).map(|row| {
        // 2^64 divided by the golden ratio spreads the rows over the sets of tags.
        let set = (row as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58;
        let tags: Vec<String> =
            TAGS.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1).map(|(_, tag)| format!("\"{tag}\"")).collect();
        Some(format!("{{\"Tags\":[{}],\"Sequence\":{row}}}", tags.join(",")))
    });
    let mut columns = batch.columns().to_vec();
    columns[index] = Arc::new(bags.collect::<StringViewArray>());
    RecordBatch::try_new(schema, columns).unwrap_or_else(|_| batch.clone())
}

/// The file of so many events; made once.
pub(super) fn table(bench: &Bench, events: usize) -> Result<PathBuf, String> {
    let path = bench.folder.join(format!("{TABLE}-{events}-tagged.parquet"));
    if path.is_file() {
        return Ok(path);
    }
    let (library, _) = load::library(&bench.root.join("scenarios"));
    let source = Source::new("bench.yaml", generate::scenario(WORKSTATIONS));
    let (scenario, diagnostics) = read(&source, &library);
    let scenario = scenario.ok_or_else(|| format!("the bench's scenario is broken: {diagnostics:?}"))?;
    let jobs = std::thread::available_parallelism().map_or(1, usize::from);
    let day =
        |seed: u64| simulate(&scenario, &library, &Options { seed: Some(seed), jobs, ..Options::default() }).tables;
    let schema = day(0).get(TABLE).map(|(table, _)| table.clone()).ok_or("the simulator makes no processes")?;
    let mut left = events;
    let start = Instant::now();
    let mut rows = (0..).flat_map(|seed| day(seed).get(TABLE).map(|(_, batches)| batches.to_vec()).unwrap_or_default());
    let mut batches = std::iter::from_fn(|| -> Option<RecordBatch> {
        let batch = if left == 0 { None } else { rows.next() }?;
        let batch = batch.slice(0, batch.num_rows().min(left));
        let batch = with_fields(&batch, events - left);
        left -= batch.num_rows();
        Some(batch)
    });
    write_whole(&path, |out| write_parquet(out, &schema, &mut batches, jobs)).map_err(|e| e.to_string())?;
    let seconds = start.elapsed().as_secs_f64();
    println!("           made {} in {seconds:.0} s, {} bytes", shown(&path), grouped(size(&path)));
    Ok(path)
}

fn shown(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn size(path: &Path) -> f64 {
    std::fs::metadata(path).map_or(0.0, |data| data.len() as f64)
}
