//! `muster generate`: the telemetry of a scenario.

mod explain;
mod rows;
mod stats;
mod truth;

use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use muster_catalog::Table;
use muster_files::{Written, write_csv, write_ndjson, write_parquet, write_whole};
use muster_simulator::{Flavor, Options, Scenario, Telemetry, stream};
use rows::Rows;

use super::{Form, counted};
use crate::exit::Exit;
use crate::{story, terminal, workspace};

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
    /// Print the story as a tree over time, and write nothing; `noise` shows ordinary activity on its hosts too
    #[arg(long, value_enum, value_name = "WHAT", num_args = 0..=1, default_missing_value = "story", require_equals = true, conflicts_with_all = ["out", "truth", "stats"])]
    explain: Option<Explain>,
    /// Print what came out of the noise beside what its profile asks for; tables are written with --out only
    #[arg(long, value_enum, value_name = "FORM", num_args = 0..=1, default_missing_value = "human", require_equals = true)]
    stats: Option<Form>,
    /// Threads; the bytes do not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

/// What `--explain` shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Explain {
    /// What the story starts
    Story,
    /// Ordinary activity too
    Noise,
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
        rows: &mut Rows<'_, '_>,
        jobs: usize,
    ) -> std::io::Result<Written> {
        match self {
            Self::Ndjson => write_ndjson(out, table, rows, jobs),
            Self::Csv => write_csv(out, table, rows),
            Self::Parquet => write_parquet(out, table, rows, jobs),
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
    let (scenario, library) = story::read(&args.scenario)?;
    let flavor = match args.flavor {
        Whose::Defender => Flavor::Defender,
        Whose::Sentinel => Flavor::Sentinel,
    };
    let jobs = workspace::jobs(args.jobs.map(usize::from));
    let options = Options { seed: args.seed, scale: args.scale, flavor, jobs };
    if let Some(what) = args.explain {
        return explain::run(&scenario, &library, &options, what == Explain::Noise);
    }
    stream(&scenario, &library, &options, |telemetry| generate(args, &scenario, telemetry, jobs)).unwrap_or_else(
        |diagnostics| {
            terminal::complain(&diagnostics);
            Err(Exit::Input)
        },
    )
}

fn generate(args: &Generate, scenario: &Scenario, telemetry: &mut Telemetry<'_>, jobs: usize) -> Result<Exit, Exit> {
    terminal::complain(telemetry.diagnostics());
    let table = telemetry.table();
    if let Some(name) = args.table.as_ref().filter(|name| **name != table.name) {
        let message = format!("the scenario makes no table `{name}`");
        return Err(terminal::usage(message, format!("its tables are {}", table.name)));
    }
    if telemetry.rows() == 0 {
        terminal::error("the scenario makes no event");
        terminal::hint("add a step to `story:`, or ordinary activity with `noise: office`");
        return Err(Exit::Nothing);
    }
    let Some(form) = args.stats else {
        return written(args, &table, telemetry, jobs).map(|()| Exit::Good);
    };
    if scenario.noise_profile().is_none() {
        return Err(terminal::usage(
            "the scenario has no noise",
            "add `noise: office` to it; --explain shows its story",
        ));
    }
    telemetry.count(scenario);
    if args.out.is_some() {
        written(args, &table, telemetry, jobs)?;
    } else {
        telemetry.play();
    }
    stats::print(&telemetry.statistics(), form)?;
    Ok(Exit::Good)
}

/// Writes the table, and the truth if it is asked for.
fn written(args: &Generate, table: &Table, telemetry: &mut Telemetry<'_>, jobs: usize) -> Result<(), Exit> {
    let Some(path) = &args.truth else {
        return send(args, table, Rows::new(telemetry, None), jobs).map(drop);
    };
    let mut sent = Err(Exit::Usage);
    let truth = write_whole(path, |out| {
        sent = send(args, table, Rows::new(telemetry, Some(out)), jobs);
        // Without its table the truth is of no use; what kept the table from being written is told already.
        sent.as_ref().map(|written| *written).map_err(|_| std::io::Error::other("the table is not written"))
    });
    sent?;
    truth.map_err(|error| terminal::usage(error, NO_FILE))?;
    Ok(())
}

const NO_FILE: &str = "name a file in a folder that can be written to";

/// Writes the table where it belongs.
fn send(args: &Generate, table: &Table, mut rows: Rows<'_, '_>, jobs: usize) -> Result<Written, Exit> {
    match &args.out {
        Some(folder) => to_folder(folder, table, &mut rows, args.format, jobs),
        None => to_stdout(table, &mut rows, args.format, jobs),
    }
}

fn to_folder(
    folder: &Path,
    table: &Table,
    rows: &mut Rows<'_, '_>,
    format: Format,
    jobs: usize,
) -> Result<Written, Exit> {
    std::fs::create_dir_all(folder).map_err(|error| {
        terminal::usage(
            format!("cannot create `{}`: {error}", folder.display()),
            "name a folder that can be written to",
        )
    })?;
    let path = folder.join(format!("{}.{}", table.name, format.extension()));
    let written = write_whole(&path, |out| {
        let written = format.write(out, table, rows, jobs);
        rows.close(written)
    });
    let written = written.map_err(|error| terminal::usage(error, NO_FILE))?;
    terminal::say(format!("{}: {}", path.display(), counted(written.rows, "event", "events")));
    Ok(written)
}

fn to_stdout(table: &Table, rows: &mut Rows<'_, '_>, format: Format, jobs: usize) -> Result<Written, Exit> {
    let stdout = std::io::stdout();
    if format == Format::Parquet && stdout.is_terminal() {
        return Err(terminal::usage("Parquet is nothing for a terminal", "add --out DIR, or write to a file with >"));
    }
    let mut out = BufWriter::with_capacity(1 << 20, stdout);
    let written = format.write(&mut out, table, rows, jobs);
    let written = rows.close(written);
    let count = written.as_ref().map_or(0, |written| written.rows);
    terminal::written(written.and_then(|_| out.flush()))?;
    Ok(Written { rows: count })
}
