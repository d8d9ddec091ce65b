//! The items at the top of `story:`: what happens, on which hosts, and when.

use std::sync::Arc;

use muster_catalog::Datetime;
use muster_source::{Diagnostic, Source, Span, nearest};
use muster_yaml::{Fields, Node};

use crate::codes::{LIMIT, OUTSIDE, SHAPE, UNKNOWN_CAST, UNKNOWN_STEP};
use crate::quantity::{self, MINUTE, shown};
use crate::scenario::fleet_plan::{CastMember, FleetPlan};
use crate::scenario::repetition::{Repetition, repetition};
use crate::scenario::step::{self, Place, Step, StepReader};
use crate::template::Parameters;
use crate::truth::Verdict;
use crate::vocabulary::Where;

/// An item of the story.
#[derive(Debug, Clone)]
pub(crate) struct Beat {
    pub(crate) id: Arc<str>,
    pub(crate) span: Span,
    pub(crate) on: Selector,
    pub(crate) when: When,
    pub(crate) jitter: i64,
    pub(crate) repetition: Repetition,
    /// One step, or those of a behavior, one after the other.
    pub(crate) steps: Vec<Step>,
}

/// On which hosts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Selector {
    /// Members of the cast.
    Cast(Vec<String>),
    /// A share of the hosts of a kind, so many at a time.
    Each { hosts: Where, share: f64, except: Vec<String>, wave: Option<u32>, gap: i64 },
    /// Where the step was that this one follows.
    SameAs(Arc<str>),
}

/// When.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum When {
    /// At an instant, in ticks. An exact one is not spread over its second.
    At { ticks: i64, exact: bool },
    /// So long after a step, on the same host if it was there.
    After { step: Arc<str>, delay: i64 },
}

/// What all items share.
pub(crate) struct Stage<'a> {
    pub(crate) source: &'a Source,
    pub(crate) plan: &'a FleetPlan,
    pub(crate) cast: &'a [CastMember],
    pub(crate) start: i64,
    pub(crate) clock: i64,
    pub(crate) verdict: Option<Verdict>,
}

/// Reads an item of the story.
pub(crate) fn read(node: &Node, stage: &Stage<'_>, reader: &mut StepReader<'_>) -> Option<Beat> {
    let source = stage.source;
    let mut diagnostics = std::mem::take(&mut reader.diagnostics);
    let mut fields = Fields::of(node, source, &mut diagnostics);
    fields.require("id");
    let id = step::id(&mut fields, source);
    let path: Arc<str> = id.unwrap_or_else(|| format!("step-{}", reader.seen.len() + 1)).into();
    let when = read_when(&mut fields, stage, reader, &path);
    let on = read_on(&mut fields, stage, when.as_ref());
    let jitter = fields.take("jitter").and_then(|n| quantity::duration(n, source, fields.diagnostics())).unwrap_or(0);
    let repetition = repetition(&mut fields, source);
    let parameters = Parameters::new();
    let place =
        Place { source, parameters: &parameters, verdict: stage.verdict, technique: None, depth: 0, used: None };
    let steps = reader.action(node, &mut fields, &path, Some(repetition), &place);
    fields.finish();
    reader.diagnostics.splice(0..0, diagnostics);
    Some(Beat { id: path, span: node.span, on: on?, when: when?, jitter, repetition, steps })
}

fn read_when(fields: &mut Fields<'_, '_>, stage: &Stage<'_>, reader: &StepReader<'_>, path: &str) -> Option<When> {
    let source = stage.source;
    let (at, after) = (fields.take("at"), fields.take("after"));
    match (at, after) {
        (Some(node), None) => {
            let text = node.text().unwrap_or_default();
            let (ticks, exact) = match text.strip_prefix('-') {
                Some(offset) => {
                    let Some(offset) = quantity::duration_of(offset) else {
                        fields.report(
                            Diagnostic::error(
                                crate::codes::DURATION,
                                format!("{} is not a time", shown(node)),
                                source,
                                node.span,
                            )
                            .help("write a time before the clock, such as `-3h` or `-1h30m`"),
                        );
                        return None;
                    };
                    (stage.clock - offset, false)
                }
                None if text.starts_with('+') => {
                    fields.report(
                        Diagnostic::error(OUTSIDE, format!("`{text}` is after the clock"), source, node.span)
                            .help("write a time before the clock, such as `-3h`"),
                    );
                    return None;
                }
                None => (quantity::instant(node, source, fields.diagnostics())?.0, true),
            };
            if ticks < stage.start || ticks > stage.clock {
                let message = format!("`{text}` is outside of the span");
                let (start, clock) = (Datetime(stage.start.max(0)), Datetime(stage.clock));
                fields
                    .report(Diagnostic::error(OUTSIDE, message, source, node.span).help(format!(
                        "the telemetry covers {start} to {clock}; move the step, or make `span` longer"
                    )));
                return None;
            }
            Some(When::At { ticks, exact })
        }
        (None, Some(node)) => {
            let text = fields.text("after")?;
            let (id, delay) = text.split_once(' ').map_or((text, None), |(id, rest)| (id, Some(rest.trim())));
            let delay = match delay {
                None => Some(0),
                Some(delay) => delay.strip_prefix('+').and_then(quantity::duration_of),
            };
            let Some(delay) = delay else {
                fields.report(
                    Diagnostic::error(
                        crate::codes::DURATION,
                        format!("{} has no delay that can be read", shown(node)),
                        source,
                        node.span,
                    )
                    .help("write a step and a delay, such as `lure +45s`"),
                );
                return None;
            };
            let Some(step) = reader.resolve(id, path) else {
                let diagnostic = Diagnostic::error(UNKNOWN_STEP, format!("unknown step `{id}`"), source, node.span);
                fields.report(match nearest(id, reader.seen.iter().map(AsRef::as_ref)) {
                    Some(near) => diagnostic.help(format!("a similar step above this one is `{near}`")),
                    None => diagnostic.help("name the `id` of a step above this one"),
                });
                return None;
            };
            Some(When::After { step, delay })
        }
        (Some(node), Some(_)) => {
            fields.report(
                Diagnostic::error(SHAPE, "`at` and `after` both say when", source, node.span)
                    .help("leave one of them out"),
            );
            None
        }
        (None, None) => {
            let at = fields.head();
            fields.report(
                Diagnostic::error(SHAPE, "the step has no time", source, at)
                    .help("add `at: -3h` (before the clock), an instant, or `after: other-step +30s`"),
            );
            None
        }
    }
}

fn read_on(fields: &mut Fields<'_, '_>, stage: &Stage<'_>, when: Option<&When>) -> Option<Selector> {
    let source = stage.source;
    let Some(node) = fields.take("on") else {
        return if let Some(When::After { step, .. }) = when {
            Some(Selector::SameAs(step.clone()))
        } else {
            let at = fields.head();
            fields.report(
                Diagnostic::error(SHAPE, "the step is on no host", source, at)
                    .help("add `on:` with a member of `cast:`, or `{each: workstations}`"),
            );
            None
        };
    };
    if node.entries().is_some() {
        return read_each(node, stage, fields.diagnostics());
    }
    let names = node.items().unwrap_or(std::slice::from_ref(node));
    let mut members = Vec::new();
    for name in names {
        members.push(cast_name(name, stage, fields.diagnostics())?);
    }
    if members.is_empty() {
        fields.report(
            Diagnostic::error(SHAPE, "the step is on no host", source, node.span).help("name a member of `cast:`"),
        );
        return None;
    }
    Some(Selector::Cast(members))
}

fn cast_name(node: &Node, stage: &Stage<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    let name = node.text().unwrap_or_default();
    if stage.cast.iter().any(|c| c.name == name) {
        return Some(name.to_owned());
    }
    let message = format!("the cast has no {}", shown(node));
    let diagnostic = Diagnostic::error(UNKNOWN_CAST, message, stage.source, node.span);
    diagnostics.push(match nearest(name, stage.cast.iter().map(|c| c.name.as_str())) {
        Some(near) => diagnostic.help(format!("a similar member is `{near}`")),
        None => diagnostic.help(format!(
            "add it to `cast:`, such as `{}: {{workstation: any}}`",
            if name.is_empty() { "victim" } else { name }
        )),
    });
    None
}

fn read_each(node: &Node, stage: &Stage<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Selector> {
    let source = stage.source;
    let mut fields = Fields::of(node, source, diagnostics);
    let each = fields.require("each").and_then(|n| Some((n, fields.text("each")?)));
    let share = fields.take("share").and_then(|n| quantity::share(n, source, fields.diagnostics())).unwrap_or(1.0);
    let gap =
        fields.take("gap").and_then(|n| quantity::duration(n, source, fields.diagnostics())).unwrap_or(3 * MINUTE);
    let wave = fields.take("waves").and_then(|n| {
        let size = fields.integer("waves")?;
        let read = u32::try_from(size).ok().filter(|s| *s > 0);
        if read.is_none() {
            fields.report(
                Diagnostic::error(LIMIT, format!("a wave of {size} hosts cannot be"), source, n.span)
                    .help("write how many hosts are done at a time, such as `8`"),
            );
        }
        read
    });
    let mut except = Vec::new();
    if let Some(list) = fields.list("except") {
        for item in list {
            except.extend(cast_name(item, stage, fields.diagnostics()));
        }
    }
    fields.finish();
    let (at, each) = each?;
    let hosts = match each {
        "hosts" => Where::Everywhere,
        "workstations" => Where::Workstations,
        "servers" => Where::Servers,
        role if stage.plan.roles.iter().any(|r| r == role) => Where::Roles(vec![role.to_owned()]),
        role => {
            let known =
                ["hosts", "workstations", "servers"].into_iter().chain(stage.plan.roles.iter().map(String::as_str));
            let diagnostic = Diagnostic::error(UNKNOWN_CAST, format!("the fleet has no `{role}`"), source, at.span);
            diagnostics.push(match nearest(role, known) {
                Some(near) => diagnostic.help(format!("a similar word is `{near}`")),
                None => diagnostic.help("write `workstations`, `servers`, `hosts`, or a role of the fleet's servers"),
            });
            return None;
        }
    };
    let some = match &hosts {
        Where::Everywhere => stage.plan.workstations + stage.plan.servers,
        Where::Workstations => stage.plan.workstations,
        Where::Servers => stage.plan.servers,
        Where::Roles(_) => 1,
    };
    if some == 0 {
        let message = format!("the fleet has no {each}");
        let help = "add them to `fleet:`";
        diagnostics.push(Diagnostic::error(UNKNOWN_CAST, message, source, at.span).help(help));
        return None;
    }
    Some(Selector::Each { hosts, share, except, wave, gap })
}
