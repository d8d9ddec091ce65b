//! What would be sent, and what was.

use std::path::Path;
use std::time::Duration;

use muster_replay::{Plan, Resume, Sink, Summary};
use serde_json::{Value as Json, json};

use crate::command::{Form, counted};
use crate::exit::Exit;
use crate::terminal;

/// Characters of the first body that are shown.
const SHOWN: usize = 400;

/// What a dry run tells of.
pub(super) struct Planned<'a> {
    pub(super) plan: &'a Plan,
    pub(super) sink: &'a Sink,
    pub(super) resume: &'a Resume,
    pub(super) speed: Option<f64>,
    /// The environment variable of the token.
    pub(super) variable: &'a str,
    /// Whether it is set.
    pub(super) token: bool,
}

/// Tells what would be sent.
pub(super) fn plan(planned: &Planned<'_>, form: Form) -> Result<(), Exit> {
    let Planned { plan, sink, resume, speed, variable, token } = planned;
    let body = String::from_utf8_lossy(&plan.body);
    if form == Form::Json {
        let tables: Vec<Json> = plan
            .tables
            .iter()
            .map(|t| {
                let (table, address) = (&t.table, sink.shown_address(&t.table));
                json!({"table": table, "events": t.events, "batches": t.batches, "bytes": t.bytes, "address": address})
            })
            .collect();
        let all = json!({
            "dry_run": true,
            "sink": sink.shown(),
            "tables": tables,
            "sent_before": {"batches": resume.batches, "events": resume.events.values().sum::<usize>()},
            "first": plan.first.map(|t| t.to_string()),
            "seconds": plan.lasts.as_secs_f64(),
            "token": if sink.is_web() { json!({"variable": variable, "set": token}) } else { Json::Null },
            "body": body,
        });
        return terminal::report(|out| writeln!(out, "{all:#}"));
    }
    terminal::report(|out| {
        writeln!(out, "nothing is sent: this is what would go to {}", sink.shown())?;
        if resume.batches > 0 {
            let events: usize = resume.events.values().sum();
            let before = counted(usize::try_from(resume.batches).unwrap_or(usize::MAX), "batch", "batches");
            writeln!(out, "  by the journal {before} with {} went before", counted(events, "event", "events"))?;
        }
        for table in &plan.tables {
            writeln!(
                out,
                "  {}: {} in {}, {}, to {}",
                table.table,
                counted(table.events, "event", "events"),
                counted(table.batches, "batch", "batches"),
                bytes(table.bytes),
                sink.shown_address(&table.table),
            )?;
        }
        let Some(first) = plan.first else { return writeln!(out, "  nothing is left to send") };
        let pace =
            speed.map_or_else(|| "without a pause".to_owned(), |s| format!("in {} at speed {s}", length(plan.lasts)));
        writeln!(out, "  first event: {first} on {}, the last batch {pace}", plan.device)?;
        if sink.is_web() {
            writeln!(out, "  token: environment variable {variable}, {}", if *token { "set" } else { "not set" })?;
        }
        let more = if body.chars().count() > SHOWN { "…" } else { "" };
        let shown: String = body.chars().take(SHOWN).collect();
        writeln!(out, "  first batch: {}{more}", shown.trim_end())
    })
}

/// Tells what was sent: to stderr for people, as stdout may be the sink.
pub(super) fn summary(
    summary: &Summary,
    sink: &Sink,
    resume: &Resume,
    journal: Option<&Path>,
    cut: bool,
    form: Form,
) -> Result<(), Exit> {
    let before: usize = resume.events.values().sum();
    if form == Form::Json {
        let all = json!({
            "dry_run": false,
            "sink": sink.shown(),
            "complete": !cut,
            "sent_before": {"batches": resume.batches, "events": before},
            "batches": summary.batches,
            "events": summary.events,
            "bytes": summary.bytes,
            "sent_again": summary.again,
        });
        return terminal::report(|out| writeln!(out, "{all:#}"));
    }
    if summary.batches == 0 && !cut && resume.batches > 0 {
        terminal::say(format!("nothing is left to send: the journal has all {}", counted(before, "event", "events")));
        return Ok(());
    }
    let batches = counted(usize::try_from(summary.batches).unwrap_or(usize::MAX), "batch", "batches");
    let again = if summary.again == 0 { String::new() } else { format!(", {} sent again", summary.again) };
    let earlier = if before == 0 { String::new() } else { format!(" after {before} before") };
    let events = counted(summary.events, "event", "events");
    let stopped = if cut { "stopped: " } else { "" };
    terminal::say(format!(
        "{stopped}{events} sent to {} in {batches}, {}{again}{earlier}",
        sink.shown(),
        bytes(summary.bytes)
    ));
    if cut && let Some(journal) = journal {
        terminal::say(format!("the same command goes on from here, by the journal {}", journal.display()));
    }
    Ok(())
}

/// Bytes for people.
fn bytes(count: u64) -> String {
    match count {
        0..1000 => format!("{count} bytes"),
        1000..1_000_000 => format!("{:.1} kB", count as f64 / 1e3),
        _ => format!("{:.1} MB", count as f64 / 1e6),
    }
}

/// A length of time for people.
fn length(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..60 => format!("{:.1} s", time.as_secs_f64()),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}
