//! `muster query`: any KQL on any data.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use muster_catalog::Datetime;
use muster_engine::codes::{FAILED, NO_TABLE};
use muster_engine::{Options, RunError};
use muster_source::{Diagnostic, Source};

use crate::exit::Exit;
use crate::print::{self, Form};
use crate::{data, guard, terminal};

/// Run a KQL query on data files
#[derive(Debug, Args)]
pub(crate) struct Query {
    /// File with the query (KQL, or a rule in YAML), `-` for standard input
    #[arg(default_value = "-")]
    file: PathBuf,
    /// Data: a folder of tables, a file named after its table, or TABLE=FILE; may be repeated
    #[arg(long, value_name = "DIR|FILE|TABLE=FILE")]
    data: Vec<String>,
    /// What stands for an address of `externaldata`; may be repeated. Nothing is ever fetched
    #[arg(long, value_name = "ADDRESS=FILE")]
    external: Vec<String>,
    /// What `now()` answers, such as 2026-03-04T18:00:00Z; without it a query that reads the clock is refused
    #[arg(long, value_name = "TIME")]
    clock: Option<String>,
    /// Form of the result
    #[arg(long, value_enum, default_value = "table")]
    format: Form,
}

pub(crate) fn run(args: &Query) -> Result<Exit, Exit> {
    let clock = args.clock.as_deref().map(clock).transpose()?;
    let source = source(&args.file)?;
    let mut catalog = muster_runner::base_catalog();
    let mut tables = data::read(&args.data, &mut catalog)?;
    let stand_ins = data::stand_ins(&args.external)?;
    let parsed = muster_syntax::parse(&source);
    terminal::refuse(&parsed.diagnostics)?;
    let bound = muster_binder::bind(&parsed.query, &source, &catalog);
    terminal::refuse(&bound.diagnostics)?;
    let unbound = || guard::bug("query", "a query without an error is not bound");
    let mut query = bound.query.ok_or_else(unbound)?;
    let file = |uri: &str| stand_ins.iter().find(|(known, _)| known == uri).map(|(_, file)| file.clone());
    terminal::refuse(&muster_runner::provide_externals(&query.externals, &file, &source, &mut tables))?;
    let clock = match clock {
        Some(clock) => clock,
        None if query.reads_clock => {
            let message = "the query reads the clock, and nobody says what time it is";
            return Err(terminal::usage(message, "add --clock TIME, such as --clock 2026-03-04T18:00:00Z"));
        }
        None => Datetime::UNIX_EPOCH,
    };
    let keep = BTreeMap::new();
    let options = Options { clock, evidence: false, keep: &keep };
    if !query.pending.is_empty() {
        let bound = muster_engine::bind_on(&parsed.query, &source, &catalog, &tables, &options)
            .map_err(|error| failed(&error, &source, &query))?;
        terminal::refuse(&bound.diagnostics)?;
        query = bound.query.ok_or_else(unbound)?;
    }
    terminal::refuse(&muster_engine::check(&query, &source))?;
    let rows = muster_engine::run(&query, &tables, &options).map_err(|error| failed(&error, &source, &query))?;
    terminal::report(|out| print::print(out, &rows, args.format))?;
    Ok(Exit::Good)
}

/// The time that an argument says.
fn clock(text: &str) -> Result<Datetime, Exit> {
    Datetime::parse(text)
        .ok_or_else(|| terminal::usage(format!("`{text}` is not a time"), "write --clock 2026-03-04T18:00:00Z"))
}

fn failed(error: &RunError, source: &Source, query: &muster_binder::bound::Query) -> Exit {
    let diagnostic = match error {
        RunError::Failed { message, span } => {
            Diagnostic::error(FAILED, message.as_str(), source, span.unwrap_or(query.result.span))
        }
        RunError::NoTable { name, span } if name.starts_with("externaldata(") => {
            Diagnostic::error(NO_TABLE, "nothing stands for this address", source, *span)
                .help("give a file with --external ADDRESS=FILE; nothing is ever fetched")
        }
        RunError::NoTable { name, span } => {
            Diagnostic::error(NO_TABLE, format!("no data was given for table `{name}`"), source, *span)
                .help(format!("give it with --data {name}=FILE, or --data DIR with a file {name}.ndjson in it"))
        }
        RunError::Internal(message) => return guard::bug("query", message),
    };
    terminal::complain(&[diagnostic]);
    Exit::Input
}

fn source(file: &Path) -> Result<Source, Exit> {
    let yaml = file.extension().is_some_and(|e| e.eq_ignore_ascii_case("yaml") || e.eq_ignore_ascii_case("yml"));
    if yaml {
        let (rule, diagnostics) = muster_rules::load_rule(file);
        terminal::refuse(&diagnostics)?;
        return rule.map(|rule| rule.query).ok_or(Exit::Input);
    }
    if file != Path::new("-") {
        let (source, diagnostics) = muster_rules::load_source(file);
        terminal::refuse(&diagnostics)?;
        return source.ok_or(Exit::Input);
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| {
        terminal::usage(format!("cannot read standard input: {error}"), "name a file with the query")
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        terminal::error(format!("standard input is not UTF-8 at byte {at}"));
        terminal::hint("save the query as UTF-8");
        Exit::Input
    })?;
    if text.trim().is_empty() {
        terminal::error("standard input has no query");
        terminal::hint("name a file with the query, or write it to standard input");
        return Err(Exit::Input);
    }
    Ok(Source::new("<stdin>", text))
}
