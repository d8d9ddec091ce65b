//! How many rows a second: `cargo run --release --example rate -- [WORKSTATIONS] [JOBS]`.

use std::path::Path;
use std::time::Instant;

use muster_simulator::{Options, load, read, simulate};
use muster_source::Source;

#[expect(clippy::print_stdout, reason = "this is a program")]
fn main() {
    let mut arguments = std::env::args().skip(1).filter_map(|a| a.parse::<usize>().ok());
    let (workstations, jobs) = (arguments.next().unwrap_or(500), arguments.next().unwrap_or(2));
    let (library, _) = load::library(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios"));
    let text = format!(
        "title: Rate\nseed: 1\nclock: 2026-03-04T18:00:00Z\nspan: 24h\nfleet: {{workstations: {workstations}}}\nnoise: office\n"
    );
    let (scenario, _) = read(&Source::new("rate.yaml", text), &library);
    let Some(scenario) = scenario else { return };
    for jobs in [1, jobs] {
        let start = Instant::now();
        let simulation = simulate(&scenario, &library, &Options { jobs, ..Options::default() });
        let (rows, seconds) = (simulation.tables.row_count(), start.elapsed().as_secs_f64());
        println!("{rows} rows, {jobs} jobs: {seconds:.2} s, {:.0} rows/s", rows as f64 / seconds);
    }
}
