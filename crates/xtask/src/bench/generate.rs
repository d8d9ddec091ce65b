//! How many events a second `muster generate` makes.

use std::process::Command;

use super::{Bench, best, grouped, output};

/// A fleet on an ordinary day; some of it gets the Connect agent.
pub(super) fn scenario(workstations: usize) -> String {
    format!(
        "title: An ordinary day of {workstations} workstations\nseed: 1\nclock: 2026-03-04T18:00:00Z\nspan: 24h\n\
         verdict: benign\nfleet: {{workstations: {workstations}}}\nnoise: office\nstory:\n  - {{id: roll-out, at: -6h, \
         on: {{each: workstations, share: 10%, waves: 8, gap: 3m}}, use: pdq/connect-install}}\n"
    )
}

pub(super) fn run(bench: &Bench) -> Result<(), String> {
    // A scenario is played with the library of the nearest folder above it.
    for shelf in ["images", "behaviors", "profiles"] {
        output(
            Command::new("cp").arg("-rT").arg(bench.root.join("scenarios").join(shelf)).arg(bench.folder.join(shelf)),
        )?;
    }
    let file = bench.file("bench-generate.yaml", &scenario(800))?;
    for format in ["parquet", "ndjson"] {
        let out = bench.folder.join("generated");
        let mut said = String::new();
        let time = best(3, || {
            let mut command = Command::new(&bench.muster);
            command.arg("generate").arg(&file).args(["--format", format]).arg("--out").arg(&out);
            let output = command.current_dir(&bench.root).output().map_err(|e| format!("cannot run muster: {e}"))?;
            said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
            if output.status.success() { Ok(()) } else { Err(said.clone()) }
        })?;
        let events = said.rsplit(": ").next().and_then(|tail| tail.split(' ').next()).unwrap_or_default();
        let events: f64 = events.parse().map_err(|_| format!("cannot read the number of events in `{said}`"))?;
        println!(
            "generate   {} events a second to {format} ({} events in {:.1} s)",
            grouped(events / time.as_secs_f64()),
            grouped(events),
            time.as_secs_f64()
        );
    }
    output(Command::new("rm").arg("-r").arg(bench.folder.join("generated"))).map(drop)
}
