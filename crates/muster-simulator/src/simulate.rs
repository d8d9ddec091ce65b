//! A scenario and a library become tables.

use std::collections::BTreeMap;

use muster_source::{Diagnostic, Severity, Span, has_errors};
use muster_values::TableSet;

use crate::activity::noise::{self, Noise};
use crate::activity::play::play;
use crate::activity::unfold::{Plan, unfold};
use crate::backdrop::Backdrop;
use crate::codes::LIMIT;
use crate::emit::{Dictionary, Flavor, batches, device_process_events, truths};
use crate::fleet::Fleet;
use crate::library::Library;
use crate::scenario::Scenario;
use crate::scenario::limits::{MAX_NOISE, MAX_SERVERS, MAX_WORKSTATIONS};
use crate::scenario::step::Step;
use crate::stream::Key;
use crate::truth::{Truth, Verdict};
use crate::world::{Device, World, epochs};

/// How to simulate.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Instead of the scenario's seed.
    pub seed: Option<u64>,
    /// So many times the fleet; 0 counts as 1.
    pub scale: u32,
    /// Whose tables.
    pub flavor: Flavor,
    /// Threads; 0 counts as 1. The result does not depend on it.
    pub jobs: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { seed: None, scale: 1, flavor: Flavor::Defender, jobs: 1 }
    }
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Simulation {
    /// Tables with their rows, by time, then device, then order of creation. With an error they are empty.
    pub tables: TableSet,
    /// By table, the truth about each of its rows, in the same order.
    pub truth: BTreeMap<String, Vec<Truth>>,
    /// What could not be done as the scenario says.
    pub diagnostics: Vec<Diagnostic>,
}

/// Simulates a scenario: same scenario, library and seed, same rows, with any number of threads.
#[must_use]
pub fn simulate(scenario: &Scenario, library: &Library, options: &Options) -> Simulation {
    let mut diagnostics = Vec::new();
    let scale = options.scale.max(1);
    if let Some(problem) = too_many_hosts(scenario, scale) {
        return failed(vec![problem], options.flavor);
    }
    let key = Key::root(options.seed.unwrap_or(scenario.seed));
    let fleet = Fleet::muster(&scenario.fleet, &scenario.cast, key, scale);
    let mut back = Backdrop::new(library, fleet, scenario.clock.0, scenario.span.0, scenario.noise.is_some());
    back.truths = truths_of(scenario);
    let noise = scenario
        .noise
        .as_ref()
        .and_then(|(name, rate)| library.profiles.get(name).map(|profile| Noise::new(profile, *rate, &mut back.texts)));
    if let Some(noise) = &noise
        && noise::expected(noise, &back) > MAX_NOISE
    {
        let message = format!("the noise would start more than {MAX_NOISE} processes");
        let problem = Diagnostic::error(LIMIT, message, &scenario.source, Span::new(0, 0))
            .help("make the fleet smaller, the span shorter, or the rate lower");
        return failed(vec![problem], options.flavor);
    }
    let plan = unfold(scenario, &back.fleet, key, &mut diagnostics);
    let back = back;
    let jobs = options.jobs.max(1);
    let made = crate::parallel::map(&back.fleet.hosts, jobs, |i, _| device(i, &plan, &back, noise.as_ref()));
    let mut devices = Vec::with_capacity(made.len());
    for (device, mut problems) in made {
        devices.push(device);
        diagnostics.append(&mut problems);
    }
    once_each(&mut diagnostics);
    if has_errors(&diagnostics) {
        return failed(diagnostics, options.flavor);
    }
    let places = crate::emit::ordered(&devices);
    let dictionary = Dictionary::new(&back, &devices);
    match batches(&places, &devices, &back, &dictionary, options.flavor, jobs) {
        Ok((table, batches)) => {
            let truth = BTreeMap::from([(table.name.clone(), truths(&places, &devices, &back))]);
            let mut tables = TableSet::new();
            tables.insert(table, batches);
            Simulation { tables, truth, diagnostics }
        }
        Err(error) => {
            diagnostics.push(Diagnostic::bare(LIMIT, Severity::Error, format!("the table cannot be built: {error}")));
            failed(diagnostics, options.flavor)
        }
    }
}

fn device(index: usize, plan: &Plan<'_>, back: &Backdrop<'_>, noise: Option<&Noise>) -> (Device, Vec<Diagnostic>) {
    let host = &back.fleet.hosts[index];
    let mut diagnostics = Vec::new();
    let idle = noise.is_none() && plan.hosts[index].is_empty();
    let epochs = if idle { Vec::new() } else { epochs(host, back, &plan.busy[index]) };
    let mut world = World::new(back, host, epochs);
    if let Some(noise) = noise {
        noise.play(&mut world);
    }
    play(&plan.hosts[index], &mut world, &mut diagnostics);
    (world.finish(), diagnostics)
}

/// The truths about the steps of a story, in the order in which unfolding counts them.
fn truths_of(scenario: &Scenario) -> Vec<Truth> {
    fn walk(steps: &[Step], all: &mut Vec<Truth>) {
        for step in steps {
            all.push(Truth { step: Some(step.path.clone()), verdict: step.verdict, technique: step.technique.clone() });
            walk(&step.children, all);
        }
    }
    let mut all = Vec::new();
    for beat in &scenario.story {
        walk(&beat.steps, &mut all);
    }
    debug_assert!(all.iter().all(|t| t.verdict != Verdict::Noise));
    all
}

fn too_many_hosts(scenario: &Scenario, scale: u32) -> Option<Diagnostic> {
    let beyond = |count: u32, limit: u32| u64::from(count) * u64::from(scale) > u64::from(limit);
    let plan = &scenario.fleet;
    if !beyond(plan.workstations, MAX_WORKSTATIONS) && !beyond(plan.servers, MAX_SERVERS) {
        return None;
    }
    let message = format!("{scale} times the fleet is too many hosts");
    let help = format!("at most {MAX_WORKSTATIONS} workstations and {MAX_SERVERS} servers");
    Some(Diagnostic::error(LIMIT, message, &scenario.source, Span::new(0, 0)).help(help))
}

/// Keeps the first complaint about each place: a step on a thousand hosts is one mistake.
fn once_each(diagnostics: &mut Vec<Diagnostic>) {
    let mut seen = std::collections::BTreeSet::new();
    diagnostics.retain(|d| match d.labels.first() {
        Some(label) => seen.insert((d.code, label.source.name().to_owned(), label.span)),
        None => true,
    });
}

fn failed(diagnostics: Vec<Diagnostic>, flavor: Flavor) -> Simulation {
    let mut tables = TableSet::new();
    let table = device_process_events::table(flavor);
    let truth = BTreeMap::from([(table.name.clone(), Vec::new())]);
    tables.insert(table, Vec::new());
    Simulation { tables, truth, diagnostics }
}

#[cfg(test)]
mod tests;
