//! `muster import events`: exports of others as recorded telemetry.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use muster_catalog::{Catalog, Table};
use muster_files::{FileFormat, write_csv, write_ndjson, write_parquet, write_whole};
use muster_import::events::{Imported, import};
use muster_source::{Source, has_errors, nearest};
use serde_json::json;

use crate::command::{Form, counted};
use crate::exit::Exit;
use crate::{terminal, workspace};

/// Longest file, in bytes; it is read whole.
const MAX_BYTES: u64 = 1 << 30;

/// Exports of advanced hunting, Sysmon's event 1 and event 4688 as rows of a table
#[derive(Debug, clap::Args)]
pub(crate) struct Events {
    /// CSV of a portal; JSON of an API, of Event Hubs, or of Security-Datasets
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The table that the events are rows of
    #[arg(long, value_name = "NAME")]
    table: String,
    /// File for the rows: .parquet, .ndjson, .jsonl or .csv; without it, only the report is printed
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Form of the report
    #[arg(long, value_enum, default_value = "human")]
    format: Form,
}

pub(crate) fn run(args: &Events) -> Result<Exit, Exit> {
    let catalog = Catalog::builtin();
    let table = catalog.table(&args.table).ok_or_else(|| {
        let help = match nearest(&args.table, catalog.table_names()) {
            Some(near) => format!("a similar table is `{near}`"),
            None => "`muster tables` lists all".to_owned(),
        };
        terminal::usage(format!("unknown table `{}`", args.table), help)
    })?;
    let target = args.out.as_deref().map(|path| Ok((path, format_of(path)?))).transpose()?;
    let sources = args.files.iter().map(|path| source(path)).collect::<Result<Vec<Source>, Exit>>()?;
    let (imported, diagnostics) = import(&sources, table);
    terminal::complain(&diagnostics);
    let imported = imported.ok_or(Exit::Input)?;
    if has_errors(&diagnostics) {
        // Half of an export is none: what was read before the fault is not written.
        return Err(Exit::Input);
    }
    if imported.batch.num_rows() == 0 {
        terminal::error(format!("there is no event of `{}`", table.name));
        for (kind, count) in &imported.others {
            terminal::say(format!("  {count} × {kind}"));
        }
        return Err(Exit::Nothing);
    }
    if let Some((path, format)) = target {
        let batches = [imported.batch.clone()];
        let jobs = workspace::jobs(None);
        write_whole(path, |out| match format {
            FileFormat::Parquet => write_parquet(out, table, &mut batches.iter().cloned(), jobs),
            FileFormat::Csv => write_csv(out, table, &mut batches.iter().cloned()),
            FileFormat::Ndjson | FileFormat::Arrow => write_ndjson(out, table, &mut batches.iter().cloned(), jobs),
        })
        .map_err(|error| terminal::usage(error, "name a file in a folder that can be written to"))?;
    }
    tell(args, table, &imported)?;
    Ok(Exit::Good)
}

fn format_of(path: &Path) -> Result<FileFormat, Exit> {
    FileFormat::of(path).filter(|format| *format != FileFormat::Arrow).ok_or_else(|| {
        let message = format!("cannot tell the format of `{}`", path.display());
        terminal::usage(message, "call it .parquet, .ndjson, .jsonl or .csv")
    })
}

fn source(path: &Path) -> Result<Source, Exit> {
    let unreadable = |why: String, help: &str| {
        terminal::error(format!("cannot read `{}`: {why}", path.display()));
        terminal::hint(help);
        Exit::Input
    };
    let permissions = "check the path and its permissions";
    let size = std::fs::metadata(path).map_err(|e| unreadable(e.to_string(), permissions))?.len();
    if size > MAX_BYTES {
        return Err(unreadable(format!("it has {size} bytes, and {MAX_BYTES} are the limit"), "split the export"));
    }
    let bytes = std::fs::read(path).map_err(|e| unreadable(e.to_string(), permissions))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(path.display().to_string(), text)),
        Err(fault) => {
            let at = fault.utf8_error().valid_up_to();
            let line = fault.as_bytes()[..at].split(|b| *b == b'\n').count();
            Err(unreadable(format!("line {line} is not UTF-8"), "save the file as UTF-8"))
        }
    }
}

fn tell(args: &Events, table: &Table, imported: &Imported) -> Result<(), Exit> {
    let rows = imported.batch.num_rows();
    if args.format == Form::Json {
        let columns: Vec<serde_json::Value> = imported
            .columns
            .iter()
            .map(|(name, f)| json!({"column": name, "rows": f.rows, "from": f.from, "bad": f.bad}))
            .collect();
        let report = json!({"table": table.name, "rows": rows, "columns": columns,
            "unused": imported.unused, "others": imported.others});
        return terminal::report(|out| writeln!(out, "{report:#}"));
    }
    let mut text = String::new();
    let width = imported.columns.iter().filter(|(_, f)| f.rows > 0).map(|(n, _)| n.len()).max().unwrap_or(0);
    // Writing to a string cannot fail.
    for (name, filled) in imported.columns.iter().filter(|(_, f)| f.rows > 0 || f.bad > 0) {
        let from: Vec<&str> = filled.from.iter().map(String::as_str).collect();
        let _ = write!(text, "  {name:width$}  {} of {rows}", filled.rows);
        if from.iter().any(|f| f != name) {
            let _ = write!(text, "  from {}", from.join(", "));
        }
        if filled.bad > 0 {
            let _ = write!(text, "  {} of another type", filled.bad);
        }
        text.push('\n');
    }
    let list = |names: Vec<&str>| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    let empty = imported.columns.iter().filter(|(_, f)| f.rows == 0 && f.bad == 0).map(|(n, _)| n.as_str());
    let _ = writeln!(text, "not filled: {}", list(empty.collect()));
    let _ =
        writeln!(text, "fields that no column takes: {}", list(imported.unused.keys().map(String::as_str).collect()));
    for (kind, count) in &imported.others {
        let _ = writeln!(text, "left out: {count} × {kind}");
    }
    let _ = write!(text, "{} of {}", counted(rows, "row", "rows"), table.name);
    match &args.out {
        Some(path) => {
            let _ = writeln!(text, " in {}", path.display());
        }
        None => text.push('\n'),
    }
    terminal::print(&text)
}
