//! `muster replay`: the telemetry of a scenario, sent to a sink at the story's pace.

mod clock;
mod report;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;
use muster_catalog::{Datetime, Timespan};
use muster_replay::{
    Batches, Clock, Encoding, Happening, Journal, Limits, Outlet, Plan, Record, Resume, Retry, Security, Sink, Stream,
    Telemetry, Token, Web, codes, deliver,
};
use muster_simulator::{Flavor, Options};
use muster_source::Diagnostic;
use muster_values::TableSet;
use serde_json::{Map, Value as Json, json};

use super::Form;
use super::generate::Whose;
use crate::exit::Exit;
use crate::{story, terminal, workspace};
use clock::SystemClock;

/// Bytes of a batch where nobody says how many and the sink takes as many.
const USUAL_BYTES: usize = 1_000_000;

/// Send the telemetry of a scenario to a sink, at the story's pace
#[derive(Debug, clap::Args)]
pub(crate) struct Replay {
    /// The scenario's file
    scenario: PathBuf,
    /// Where to: `-`, a file, `https://…`, `eventhub:…`, `kusto:https://HOST/DATABASE`, `logs:https://HOST/dataCollectionRules/ID/streams/STREAM`
    #[arg(long, value_name = "SINK")]
    to: String,
    /// How many times faster than the story; 0 or `max` is without any pause
    #[arg(long, value_name = "N", default_value = "1")]
    speed: String,
    /// The time that the first event gets, `now` or such as 2026-03-04T18:00:00Z; all others shift with it
    #[arg(long, value_name = "TIME", conflicts_with = "end")]
    start: Option<String>,
    /// The time that the last event gets; all others shift with it
    #[arg(long, value_name = "TIME")]
    end: Option<String>,
    /// File that says what was sent; with it a replay that was cut goes on where it stopped
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// Tell what would be sent, and send nothing
    #[arg(long)]
    dry_run: bool,
    /// Environment variable with the token; without it the sink's own, see docs/replay.md
    #[arg(long, value_name = "NAME")]
    token_env: Option<String>,
    /// Only these tables; may be repeated
    #[arg(long, value_name = "NAME")]
    table: Vec<String>,
    /// Events in a batch at most
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..))]
    batch_events: u32,
    /// Bytes of a batch at most; without it what the sink takes, up to a megabyte
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    batch_bytes: Option<u32>,
    /// How long an event may wait for others of its batch
    #[arg(long, value_name = "TIME", default_value = "1s")]
    batch_time: String,
    /// Compress bodies
    #[arg(long)]
    gzip: bool,
    /// Form of bodies of plain `https://`
    #[arg(long, value_enum, default_value = "ndjson")]
    body: Body,
    /// The ingestion mapping of the table in Kusto
    #[arg(long, value_name = "NAME")]
    mapping: Option<String>,
    /// Id of the tenant in Event Hub envelopes; without it one from the seed
    #[arg(long, value_name = "GUID")]
    tenant: Option<String>,
    /// How often a batch that was not taken is sent again
    #[arg(long, value_name = "N", default_value_t = 8)]
    retries: u32,
    /// How long the sink may take for a batch
    #[arg(long, value_name = "TIME", default_value = "30s")]
    timeout: String,
    /// Allow `http://` to other machines
    #[arg(long)]
    insecure: bool,
    /// Seed instead of the scenario's
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// So many times the fleet
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    scale: u32,
    /// Whose copy of the tables; without it what the sink has: Sentinel's for `logs:`, else Defender's
    #[arg(long, value_enum)]
    flavor: Option<Whose>,
    /// Threads for the simulation; the bytes do not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Form of what is told
    #[arg(long, value_enum, default_value = "human")]
    format: Form,
}

/// Forms of bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Body {
    /// One JSON object a line
    Ndjson,
    /// One JSON array
    Array,
}

pub(crate) fn run(args: &Replay) -> Result<Exit, Exit> {
    let mut clock = SystemClock::new();
    let speed = speed(&args.speed)?;
    let sink = Sink::parse(&args.to, args.insecure).map_err(refused)?;
    let limits = limits(args, &sink)?;
    let timeout = duration("--timeout", &args.timeout)?;
    fits(args, &sink)?;
    let anchor = Anchor::of(args, &mut clock)?;
    let (token, variable) = token(args, &sink)?;
    let record = match &args.journal {
        Some(path) => Record::read(path).map_err(refused)?,
        None => None,
    };
    let (scenario, library) = story::read(&args.scenario)?;
    let seed = args.seed.unwrap_or(scenario.seed);
    let flavor = match args.flavor {
        Some(Whose::Sentinel) => Flavor::Sentinel,
        None if sink.is_sentinel() => Flavor::Sentinel,
        Some(Whose::Defender) | None => Flavor::Defender,
    };
    let jobs = workspace::jobs(args.jobs.map(usize::from));
    let options = Options { seed: args.seed, scale: args.scale, flavor, jobs };
    let tables = selected(args, story::play(&scenario, &library, &options)?.tables)?;
    let mut telemetry = Telemetry::new(&tables);
    let Some(span) = telemetry.span() else {
        terminal::error("the scenario makes no event");
        terminal::hint("add a step to `story:`, or ordinary activity with `noise: office`");
        return Err(Exit::Nothing);
    };
    if !sink.tells_tables_apart() && telemetry.tables().len() > 1 {
        let message = format!("rows of {} cannot be told apart in `{}`", telemetry.tables().join(", "), sink.shown());
        return Err(terminal::usage(
            message,
            "add --table NAME, or write eventhub: in front, whose envelopes name the table",
        ));
    }
    let digest = telemetry.digest(scenario.source.text());
    // A replay that goes on has the times that it began with.
    let shift = record.as_ref().and_then(Record::shift).unwrap_or_else(|| anchor.shift(span));
    telemetry.shift_by(shift).map_err(refused)?;
    let tenant = args.tenant.clone().unwrap_or_else(|| tenant(&digest));
    let body = match args.body {
        Body::Ndjson => muster_replay::Body::Ndjson,
        Body::Array => muster_replay::Body::Array,
    };
    let framing = sink.framing(body, &tenant);
    let replay = identity(args, &sink, &limits, &telemetry, (seed, flavor, speed), &anchor, &digest);
    if let Some(record) = &record {
        record.check(&replay).map_err(refused)?;
    }
    let resume = record.as_ref().map_or_else(Resume::default, |r| r.resume(sink.lanes()));
    let batches = Batches::new(&telemetry, limits, framing, sink.lanes(), speed, &digest, &resume);
    if args.dry_run {
        let plan = Plan::of(batches).map_err(refused)?;
        let told = report::Planned {
            plan: &plan,
            sink: &sink,
            resume: &resume,
            speed,
            variable: &variable,
            token: token.is_some(),
        };
        return report::plan(&told, args.format).map(|()| Exit::Good);
    }
    if token.is_none() && sink.needs_token() {
        terminal::error(format!("there is no token: the environment variable `{variable}` is not set"));
        terminal::hint(sink.token_help());
        return Err(Exit::Usage);
    }
    let mut journal = match &args.journal {
        Some(path) => Some(Journal::open(path, &replay, record.as_ref()).map_err(refused)?),
        None => None,
    };
    let mut outlet: Box<dyn Outlet> = if sink.is_web() {
        let encoding = if args.gzip { Encoding::Gzip } else { Encoding::Identity };
        let security = Security { token, variable };
        Box::new(Web::new(&sink, body, encoding, args.mapping.as_deref(), security, timeout))
    } else if let Some(path) = sink.file() {
        Box::new(Stream::file(path, record.as_ref().map_or(0, Record::file_end)).map_err(refused)?)
    } else {
        Box::new(Stream::pipe(Box::new(std::io::stdout())))
    };
    let retry = Retry {
        times: args.retries,
        first: Duration::from_millis(500),
        longest: Duration::from_mins(1),
        patience: Duration::from_hours(1),
        seed,
    };
    let pending = record.as_ref().and_then(|r| r.pending.as_ref());
    let mut tell = |happening: &Happening<'_>| {
        if let Happening::Again { batch, reason, pause } = happening {
            terminal::say(format!("batch {batch}: {reason}; sent again in {:.1} s", pause.as_secs_f64()));
        }
    };
    let (summary, fault) = deliver(batches, outlet.as_mut(), journal.as_mut(), pending, &mut clock, &retry, &mut tell);
    report::summary(&summary, &sink, &resume, args.journal.as_deref(), fault.is_some(), args.format)?;
    fault.map_or(Ok(Exit::Good), |fault| Err(refused(fault)))
}

/// Tells a fault; the exit code follows from what it is about.
fn refused(fault: Diagnostic) -> Exit {
    let exit = match fault.code {
        codes::JOURNAL => Exit::Input,
        codes::UNREACHABLE => Exit::Failed,
        _ => Exit::Usage,
    };
    terminal::complain(&[fault]);
    exit
}

fn speed(text: &str) -> Result<Option<f64>, Exit> {
    let wrong = || {
        terminal::usage(format!("`{text}` is no speed"), "write a number such as 60, or `max` to make no pause at all")
    };
    if text == "max" {
        return Ok(None);
    }
    let speed: f64 = text.parse().map_err(|_| wrong())?;
    if !speed.is_finite() || speed < 0.0 || (speed > 0.0 && speed < 1e-6) {
        return Err(wrong());
    }
    Ok((speed > 0.0).then_some(speed))
}

fn duration(option: &str, text: &str) -> Result<Duration, Exit> {
    let ticks = Timespan::parse(text).and_then(|time| u64::try_from(time.0).ok());
    // A bare number counts days in KQL, which nobody means here.
    let named = text.parse::<f64>().is_err() || text == "0";
    ticks.filter(|_| named).map(|ticks| Duration::from_nanos(ticks.saturating_mul(100))).ok_or_else(|| {
        terminal::usage(format!("`{text}` is no length of time"), format!("write {option} 30s, 500ms or 2m"))
    })
}

fn limits(args: &Replay, sink: &Sink) -> Result<Limits, Exit> {
    let most = sink.most_bytes();
    let bytes = args.batch_bytes.map_or(most.min(USUAL_BYTES), |bytes| bytes as usize);
    if bytes > most {
        let message = format!("`{}` takes {most} bytes at once, and --batch-bytes is {bytes}", sink.shown());
        return Err(terminal::usage(message, format!("write --batch-bytes {most} or less")));
    }
    Ok(Limits { events: args.batch_events as usize, bytes, wait: duration("--batch-time", &args.batch_time)? })
}

/// Whether the options are of use to the sink: one that does nothing is a misunderstanding.
fn fits(args: &Replay, sink: &Sink) -> Result<(), Exit> {
    let useless =
        |option: &str, why: &str| Err(terminal::usage(format!("{option} means nothing to `{}`", sink.shown()), why));
    if args.gzip && !sink.takes_gzip() {
        return useless("--gzip", "only `https://…`, `kusto:` and `logs:` take compressed bodies");
    }
    if args.token_env.is_some() && !sink.is_web() {
        return useless("--token-env", "only addresses want tokens");
    }
    if args.mapping.as_ref().is_some_and(|name| !name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))) {
        return Err(terminal::usage(
            "the name of the mapping has a character that no mapping has",
            "write its name alone",
        ));
    }
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let written = [sink.file(), args.journal.as_deref()];
    for path in written.into_iter().flatten().map(real) {
        if path == real(&args.scenario) {
            return Err(terminal::usage("the scenario would be written over", "name another file"));
        }
    }
    if let [Some(file), Some(journal)] = written
        && real(file) == real(journal)
    {
        return Err(terminal::usage("the journal and the events cannot be in one file", "name another file"));
    }
    if args.format == Form::Json && sink.is_stdout() && !args.dry_run {
        return useless("--format json", "stdout is where the events go");
    }
    Ok(())
}

/// What the times of the story are tied to.
struct Anchor {
    /// As it stands in a journal.
    text: String,
    at: Option<(Datetime, bool)>,
}

impl Anchor {
    fn of(args: &Replay, clock: &mut SystemClock) -> Result<Self, Exit> {
        let (option, text, is_start) = match (&args.start, &args.end) {
            (Some(text), _) => ("start", text, true),
            (None, Some(text)) => ("end", text, false),
            (None, None) => return Ok(Self { text: "story".to_owned(), at: None }),
        };
        let at = if text == "now" { Some(clock.now()) } else { Datetime::parse(text) };
        let at = at.ok_or_else(|| {
            terminal::usage(format!("`{text}` is not a time"), format!("write --{option} now, or 2026-03-04T18:00:00Z"))
        })?;
        let text = if text == "now" { format!("{option} now") } else { format!("{option} {at}") };
        Ok(Self { text, at: Some((at, is_start)) })
    }

    /// How far the events of `span` shift, in ticks.
    fn shift(&self, span: (Datetime, Datetime)) -> i64 {
        self.at.map_or(0, |(at, is_start)| at.0.saturating_sub(if is_start { span.0.0 } else { span.1.0 }))
    }
}

/// The token, and the name of the variable that it is, or would be, in.
fn token(args: &Replay, sink: &Sink) -> Result<(Option<Token>, String), Exit> {
    let variable = args.token_env.clone().unwrap_or_else(|| sink.token_variable().to_owned());
    if !sink.is_web() {
        return Ok((None, variable));
    }
    let value = match std::env::var(&variable) {
        Ok(value) => value,
        Err(std::env::VarError::NotUnicode(_)) => "\u{fffd}".to_owned(),
        Err(std::env::VarError::NotPresent) if args.token_env.is_some() && !args.dry_run => {
            terminal::error(format!("there is no token: the environment variable `{variable}` is not set"));
            terminal::hint(sink.token_help());
            return Err(Exit::Usage);
        }
        Err(std::env::VarError::NotPresent) => return Ok((None, variable)),
    };
    let token = Token::new(&variable, &value).map_err(refused)?;
    Ok((Some(token), variable))
}

/// The tables that are asked for.
fn selected(args: &Replay, tables: TableSet) -> Result<TableSet, Exit> {
    if args.table.is_empty() {
        return Ok(tables);
    }
    let known: Vec<String> = tables.iter().map(|(t, _)| t.name.clone()).collect();
    let mut chosen = TableSet::new();
    for name in &args.table {
        let Some((table, batches)) = tables.get(name) else {
            let message = format!("the scenario makes no table `{name}`");
            return Err(terminal::usage(message, format!("its tables are {}", known.join(", "))));
        };
        chosen.insert(table.clone(), batches.to_vec());
    }
    Ok(chosen)
}

/// A tenant of the story's own.
fn tenant(digest: &str) -> String {
    let part = |from: usize, to: usize| digest.get(from..to).unwrap_or_default();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}

/// What tells this replay from others, as a journal has it: all that batches depend on.
fn identity(
    args: &Replay,
    sink: &Sink,
    limits: &Limits,
    telemetry: &Telemetry<'_>,
    (seed, flavor, speed): (u64, Flavor, Option<f64>),
    anchor: &Anchor,
    story: &str,
) -> Map<String, Json> {
    let value = json!({
        "scenario": args.scenario.file_stem().map(|s| s.to_string_lossy()),
        "seed": seed,
        "scale": args.scale,
        "flavor": if flavor == Flavor::Sentinel { "sentinel" } else { "defender" },
        "tables": telemetry.tables(),
        "sink": sink.shown(),
        "body": if args.body == Body::Array { "array" } else { "ndjson" },
        "tenant": args.tenant,
        "speed": speed.map_or_else(|| Json::from("max"), Json::from),
        "times": anchor.text,
        "shift": telemetry.shift(),
        "batch_events": limits.events,
        "batch_bytes": limits.bytes,
        "batch_time": args.batch_time,
        "story": story,
    });
    match value {
        Json::Object(object) => object,
        _ => Map::new(),
    }
}
