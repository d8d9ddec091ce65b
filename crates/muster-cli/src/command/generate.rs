//! `muster generate`: the telemetry of a scenario.

mod truth;

use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use clap::ValueEnum;
use muster_catalog::Table;
use muster_files::{Written, write_csv, write_ndjson, write_parquet, write_whole};
use muster_simulator::{Flavor, Options, Simulation, simulate};
use muster_source::{Diagnostic, Severity};

use super::counted;
use crate::exit::Exit;
use crate::{terminal, workspace};

/// Write the telemetry of a scenario
#[derive(Debug, clap::Args)]
pub(crate) struct Generate {
    /// The scenario's file
    scenario: PathBuf,
    /// Format of the tables
    #[arg(long, value_enum, default_value = "ndjson")]
    format: Format,
    /// Folder for one file a table; without it, the one table goes to stdout
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Only this table
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
    /// Seed instead of the scenario's
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// So many times the fleet
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    scale: u32,
    /// File for the ground truth, as NDJSON
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
    /// Whose copy of the tables
    #[arg(long, value_enum, default_value = "defender")]
    flavor: Whose,
    /// Threads; the bytes do not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

/// Formats of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object a line
    Ndjson,
    /// CSV with a header line
    Csv,
    /// Apache Parquet
    Parquet,
}

impl Format {
    fn extension(self) -> &'static str {
        match self {
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }

    fn write(
        self,
        out: &mut (dyn Write + Send),
        table: &Table,
        batches: &[RecordBatch],
        jobs: usize,
    ) -> std::io::Result<Written> {
        match self {
            Self::Ndjson => write_ndjson(out, table, batches, jobs),
            Self::Csv => write_csv(out, table, batches),
            Self::Parquet => write_parquet(out, table, &mut batches.iter().cloned(), jobs),
        }
    }
}

/// Flavors of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Whose {
    /// Microsoft Defender XDR: `Timestamp`
    Defender,
    /// Microsoft Sentinel: `TimeGenerated`
    Sentinel,
}

pub(crate) fn run(args: &Generate) -> Result<Exit, Exit> {
    let jobs = workspace::jobs(args.jobs.map(usize::from));
    let simulation = simulated(args, jobs)?;
    let tables: Vec<(&Table, &[RecordBatch])> = match &args.table {
        None => simulation.tables.iter().collect(),
        Some(name) => {
            let known: Vec<&str> = simulation.tables.iter().map(|(t, _)| t.name.as_str()).collect();
            let found = simulation.tables.get(name).ok_or_else(|| {
                let message = format!("the scenario makes no table `{name}`");
                terminal::usage(message, format!("its tables are {}", known.join(", ")))
            })?;
            vec![found]
        }
    };
    if tables.iter().all(|(_, batches)| batches.iter().all(|b| b.num_rows() == 0)) {
        terminal::error("the scenario makes no event");
        terminal::hint("add a step to `story:`, or ordinary activity with `noise: office`");
        return Err(Exit::Nothing);
    }
    match &args.out {
        Some(folder) => to_folder(folder, &tables, args.format, jobs)?,
        None => to_stdout(&tables, args.format, jobs)?,
    }
    if let Some(path) = &args.truth {
        write_whole(path, |out| truth::write(out, &simulation)).map_err(|e| terminal::usage(e, NO_FILE))?;
    }
    Ok(Exit::Good)
}

const NO_FILE: &str = "name a file in a folder that can be written to";

fn simulated(args: &Generate, jobs: usize) -> Result<Simulation, Exit> {
    let (source, diagnostics) = muster_rules::load_source(&args.scenario);
    terminal::refuse(&diagnostics)?;
    let source = source.ok_or(Exit::Input)?;
    let (library, diagnostics) = workspace::library(&args.scenario);
    terminal::refuse(&diagnostics)?;
    let (scenario, diagnostics) = muster_simulator::read(&source, &library);
    terminal::refuse(&diagnostics)?;
    let flavor = match args.flavor {
        Whose::Defender => Flavor::Defender,
        Whose::Sentinel => Flavor::Sentinel,
    };
    let options = Options { seed: args.seed, scale: args.scale, flavor, jobs };
    let simulation = simulate(&scenario.ok_or(Exit::Input)?, &library, &options);
    let (errors, others): (Vec<Diagnostic>, Vec<Diagnostic>) =
        simulation.diagnostics.iter().cloned().partition(|d| d.severity == Severity::Error);
    terminal::complain(&others);
    terminal::refuse(&errors)?;
    Ok(simulation)
}

fn to_folder(folder: &Path, tables: &[(&Table, &[RecordBatch])], format: Format, jobs: usize) -> Result<(), Exit> {
    std::fs::create_dir_all(folder).map_err(|error| {
        terminal::usage(
            format!("cannot create `{}`: {error}", folder.display()),
            "name a folder that can be written to",
        )
    })?;
    for (table, batches) in tables {
        let path = folder.join(format!("{}.{}", table.name, format.extension()));
        let written = write_whole(&path, |out| format.write(out, table, batches, jobs));
        let rows = written.map_err(|error| terminal::usage(error, NO_FILE))?.rows;
        terminal::say(format!("{}: {}", path.display(), counted(rows, "event", "events")));
    }
    Ok(())
}

fn to_stdout(tables: &[(&Table, &[RecordBatch])], format: Format, jobs: usize) -> Result<(), Exit> {
    let [(table, batches)] = tables else {
        let names: Vec<&str> = tables.iter().map(|(t, _)| t.name.as_str()).collect();
        let message = format!("stdout takes one table, and there are {}", names.join(", "));
        return Err(terminal::usage(message, "add --out DIR, or --table NAME"));
    };
    let stdout = std::io::stdout();
    if format == Format::Parquet && stdout.is_terminal() {
        return Err(terminal::usage("Parquet is nothing for a terminal", "add --out DIR, or write to a file with >"));
    }
    let mut out = BufWriter::with_capacity(1 << 20, stdout);
    terminal::written(format.write(&mut out, table, batches, jobs).and_then(|_| out.flush()))
}
