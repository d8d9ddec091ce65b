//! A scenario file, from its top.

use std::sync::Arc;

use muster_catalog::{Datetime, TICKS_PER_DAY, Timespan};
use muster_source::{Diagnostic, Source, Span, has_errors, nearest};
use muster_yaml::{Fields, Node};

use crate::codes::{INSTANT, LIMIT, SHAPE, UNKNOWN_PROFILE};
use crate::library::Library;
use crate::quantity::{self, MINUTE};
use crate::scenario::beat::{self, Beat, Stage};
use crate::scenario::expect::{self, Expectation, Placed};
use crate::scenario::fleet_plan::{self, CastMember, FleetPlan};
use crate::scenario::limits::MAX_SPAN_DAYS;
use crate::scenario::step::{self, Step, StepReader};
use crate::truth::Verdict;

/// Span of a scenario that gives none.
const USUAL_SPAN: i64 = TICKS_PER_DAY;
/// 2000-01-01.
const EARLIEST_CLOCK: i64 = 630_822_816_000_000_000;
/// 2200-01-01.
const LATEST_CLOCK: i64 = 693_937_152_000_000_000;

/// A scenario.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// The file.
    pub source: Source,
    /// One line about what happens.
    pub title: String,
    /// The pack whose rules it is run against; by the scenario's folder if it names none.
    pub pack: Option<Placed<String>>,
    /// Words to select it by.
    pub tags: Vec<String>,
    /// What everything random is drawn from.
    pub seed: u64,
    /// What `now()` answers while rules run.
    pub clock: Datetime,
    /// The telemetry covers `clock - span` to `clock`.
    pub span: Timespan,
    /// What must happen, by rule.
    pub expect: Vec<Expectation>,
    pub(crate) fleet: FleetPlan,
    pub(crate) noise: Option<(String, f64)>,
    pub(crate) cast: Vec<CastMember>,
    pub(crate) story: Vec<Beat>,
}

/// A step as others see it.
#[derive(Debug, Clone, PartialEq)]
pub struct StepInfo {
    /// Ids from the top of the story, joined by `/`; this is what [`Truth::step`](crate::Truth::step) says.
    pub path: Arc<str>,
    /// Malicious or benign.
    pub verdict: Verdict,
    /// Technique of ATT&CK, if it names one.
    pub technique: Option<Arc<str>>,
    /// Where it is written, in the scenario or, for a step of a behavior, where the behavior is used.
    pub span: Span,
}

impl Scenario {
    /// All steps, in the order of the file.
    #[must_use]
    pub fn steps(&self) -> Vec<StepInfo> {
        fn walk(steps: &[Step], all: &mut Vec<StepInfo>) {
            for step in steps {
                let span = step.used.as_ref().map_or(step.span, |(_, span)| *span);
                all.push(StepInfo {
                    path: step.path.clone(),
                    verdict: step.verdict,
                    technique: step.technique.clone(),
                    span,
                });
                walk(&step.children, all);
            }
        }
        let mut all = Vec::new();
        for beat in &self.story {
            walk(&beat.steps, &mut all);
        }
        all
    }

    /// Name of the noise profile, if there is ordinary activity.
    #[must_use]
    pub fn noise_profile(&self) -> Option<&str> {
        self.noise.as_ref().map(|(name, _)| name.as_str())
    }

    /// Members of the groups of the fleet, by group; for watchlists and identity tables.
    pub fn groups(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.fleet.groups.iter().map(|(group, members)| (group.as_str(), members.as_slice()))
    }
}

/// Reads a scenario. Every mistake is reported; with an error among them there is no scenario.
#[must_use]
pub fn read(source: &Source, library: &Library) -> (Option<Scenario>, Vec<Diagnostic>) {
    let node = match muster_yaml::read(source) {
        Ok(node) => node,
        Err(diagnostics) => return (None, diagnostics),
    };
    let mut diagnostics = Vec::new();
    let scenario = read_top(&node, source, library, &mut diagnostics);
    if has_errors(&diagnostics) { (None, diagnostics) } else { (scenario, diagnostics) }
}

fn read_top(node: &Node, source: &Source, library: &Library, diagnostics: &mut Vec<Diagnostic>) -> Option<Scenario> {
    let mut fields = Fields::of(node, source, diagnostics);
    let title = fields.require("title").and_then(|_| fields.text("title")).unwrap_or_default().to_owned();
    fields.text("note");
    read_origin(&mut fields, source);
    let pack = fields.take("pack").and_then(|n| Some(Placed { value: fields.text("pack")?.to_owned(), span: n.span }));
    let tags = fields.texts("tags").unwrap_or_default().into_iter().map(|(t, _)| t.to_owned()).collect();
    let seed = fields.take("seed").and_then(|n| {
        let seed = fields.integer("seed")?;
        let read = u64::try_from(seed).ok();
        if read.is_none() {
            fields.report(
                Diagnostic::error(LIMIT, format!("{seed} is not a seed"), source, n.span)
                    .help("write a number from 0 up"),
            );
        }
        read
    });
    let clock = fields.require("clock").and_then(|n| {
        let clock = quantity::instant(n, source, fields.diagnostics())?;
        if (EARLIEST_CLOCK..LATEST_CLOCK).contains(&clock.0) {
            return Some(clock);
        }
        fields.report(
            Diagnostic::error(INSTANT, "the clock is in another century", source, n.span)
                .help("write a time from 2000 to 2199"),
        );
        None
    });
    let span = fields.take("span").map_or(Some(USUAL_SPAN), |n| {
        let span = quantity::duration(n, source, fields.diagnostics())?;
        if (MINUTE..=MAX_SPAN_DAYS * TICKS_PER_DAY).contains(&span) {
            return Some(span);
        }
        fields.report(
            Diagnostic::error(LIMIT, "the span is too short or too long", source, n.span)
                .help(format!("write a length of time from `1m` to `{MAX_SPAN_DAYS}d`")),
        );
        None
    });
    let verdict = step::verdict(&mut fields);
    let fleet = match fields.require("fleet") {
        Some(n) => fleet_plan::read_fleet(n, source, fields.diagnostics()),
        None => FleetPlan::default(),
    };
    let cast = match fields.take("cast") {
        Some(n) => fleet_plan::read_cast(n, source, &fleet, fields.diagnostics()),
        None => Vec::new(),
    };
    let noise = read_noise(&mut fields, source, library);
    if fleet.workstations + fleet.servers == 0
        && let Some(at) = fields.key_span("fleet")
    {
        fields.report(
            Diagnostic::error(SHAPE, "the fleet has no host", source, at)
                .help("add `workstations: 10` or `servers: 1` to `fleet:`"),
        );
    }
    let items = fields.list("story").unwrap_or_default();
    if items.is_empty() && noise.is_none() {
        let at = fields.key_span("story").unwrap_or_else(|| fields.head());
        fields.report(
            Diagnostic::error(SHAPE, "nothing happens: there is neither a story nor noise", source, at)
                .help("add a step to `story:`, or `noise: office`"),
        );
    }
    let expected = fields.take("expect");
    fields.finish();
    let (clock_ticks, start) = (clock?.0, clock?.0 - span?);
    let named: Vec<String> = fleet.accounts.iter().map(|(name, _)| name.clone()).collect();
    let mut reader = StepReader { library, named: &named, seen: Vec::new(), diagnostics: Vec::new(), lenient: false };
    let stage = Stage { source, plan: &fleet, cast: &cast, start, clock: clock_ticks, verdict };
    let story: Vec<Beat> = items.iter().filter_map(|item| beat::read(item, &stage, &mut reader)).collect();
    let paths: Vec<String> = reader.seen.iter().map(ToString::to_string).collect();
    diagnostics.append(&mut reader.diagnostics);
    let expect = match expected {
        Some(n) => expect::read(n, source, &paths, diagnostics),
        None => Vec::new(),
    };
    Some(Scenario {
        source: source.clone(),
        title,
        pack,
        tags,
        seed: seed.unwrap_or(0),
        clock: clock?,
        span: Timespan(span?),
        expect,
        fleet,
        noise,
        cast,
        story,
    })
}

/// Where the scenario comes from, if it was not written by hand. It is for the reader, and is checked all the same.
fn read_origin(fields: &mut Fields<'_, '_>, source: &Source) {
    let Some(node) = fields.take("origin") else { return };
    let mut inner = Fields::of(node, source, fields.diagnostics());
    for key in ["source", "file", "test", "id", "technique"] {
        inner.text(key);
    }
    inner.finish();
}

fn read_noise(fields: &mut Fields<'_, '_>, source: &Source, library: &Library) -> Option<(String, f64)> {
    let node = fields.take("noise")?;
    let (name_node, name, rate) = if node.entries().is_some() {
        let mut inner = Fields::of(node, source, fields.diagnostics());
        let profile = inner.require("profile");
        let name = inner.text("profile");
        let mut rate = inner.number("rate").unwrap_or(1.0);
        if !(0.0..=100.0).contains(&rate) {
            let at = inner.take("rate").map_or(node.span, |n| n.span);
            inner.report(
                Diagnostic::error(LIMIT, format!("the rate cannot be {rate}"), source, at)
                    .help("write a factor from 0 to 100"),
            );
            rate = 1.0;
        }
        inner.finish();
        (profile?, name?, rate)
    } else {
        (node, fields.text("noise")?, 1.0)
    };
    if name == "none" {
        return None;
    }
    if !library.profiles.contains_key(name) {
        let diagnostic =
            Diagnostic::error(UNKNOWN_PROFILE, format!("unknown noise profile `{name}`"), source, name_node.span);
        let known = library.profile_names().chain(["none"]);
        fields.report(match nearest(name, known) {
            Some(near) => diagnostic.help(format!("a similar name is `{near}`")),
            None => diagnostic.help("name a file under `profiles/`, or write `none`"),
        });
        return None;
    }
    Some((name.to_owned(), rate))
}
