//! A scenario and a library become tables.

use std::collections::BTreeMap;

use muster_source::{Diagnostic, Severity, Span, has_errors};
use muster_values::TableSet;

use crate::activity::noise::{self, Noise};
use crate::activity::unfold::{Plan, unfold};
use crate::backdrop::Backdrop;
use crate::codes::LIMIT;
use crate::emit::{Dictionary, Flavor, Scene, Texts, batches, device_process_events, ordered, truths};
use crate::fleet::Fleet;
use crate::library::Library;
use crate::scenario::Scenario;
use crate::scenario::limits::{MAX_NOISE, MAX_SERVERS, MAX_WORKSTATIONS};
use crate::scenario::step::Step;
use crate::stream::Key;
use crate::truth::{Truth, Verdict};
use crate::world::{Course, World, epochs};

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
    let flavor = options.flavor;
    let made = staged(scenario, library, options, MAX_NOISE, |stage, mut diagnostics| {
        let courses = stage.whole(&stage.all(), &mut diagnostics);
        refuse(&mut diagnostics)?;
        let places = ordered(&courses, stage.jobs);
        let dictionary = Dictionary::new(stage.back, &courses);
        let scene = stage.scene(&courses, &dictionary, flavor, Texts::Plain);
        let batches = batches(&places, scene).map_err(|error| vec![unbuilt(&error)])?;
        let table = device_process_events::table(flavor);
        let truth = BTreeMap::from([(table.name.clone(), truths(&places, &courses, stage.back))]);
        let mut tables = TableSet::new();
        tables.insert(table, batches);
        Ok(Simulation { tables, truth, diagnostics })
    });
    made.unwrap_or_else(|diagnostics| failed(diagnostics, flavor))
}

/// All that devices need to be played.
#[derive(Clone, Copy)]
struct Stage<'a> {
    back: &'a Backdrop<'a>,
    plan: &'a Plan<'a>,
    noise: Option<&'a Noise>,
    jobs: usize,
}

/// Sets the stage for `act`, which gets it with the complaints so far; or gives what is wrong.
fn staged<R>(
    scenario: &Scenario,
    library: &Library,
    options: &Options,
    most: f64,
    act: impl FnOnce(Stage<'_>, Vec<Diagnostic>) -> Result<R, Vec<Diagnostic>>,
) -> Result<R, Vec<Diagnostic>> {
    let mut diagnostics = Vec::new();
    let scale = options.scale.max(1);
    if let Some(problem) = too_many_hosts(scenario, scale) {
        return Err(vec![problem]);
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
        && noise::expected(noise, &back) > most
    {
        let message = format!("the noise would start more than {most} processes");
        let problem = Diagnostic::error(LIMIT, message, &scenario.source, Span::new(0, 0))
            .help("make the fleet smaller, the span shorter, or the rate lower");
        return Err(vec![problem]);
    }
    let plan = unfold(scenario, &back.fleet, key, &mut diagnostics);
    let stage = Stage { back: &back, plan: &plan, noise: noise.as_ref(), jobs: options.jobs.max(1) };
    act(stage, diagnostics)
}

impl<'a> Stage<'a> {
    fn world(&self, index: usize) -> World<'a> {
        let host = &self.back.fleet.hosts[index];
        let idle = self.noise.is_none() && self.plan.hosts[index].is_empty();
        let epochs = if idle { Vec::new() } else { epochs(host, self.back, &self.plan.busy[index]) };
        World::new(self.back, host, epochs)
    }

    /// All hosts.
    fn all(&self) -> Vec<usize> {
        (0..self.plan.hosts.len()).collect()
    }

    /// Devices with everything that they do.
    fn whole(&self, hosts: &[usize], diagnostics: &mut Vec<Diagnostic>) -> Vec<Course<'a>> {
        let made = crate::parallel::map(hosts, self.jobs, |_, host| {
            let mut problems = Vec::new();
            let planned = &self.plan.hosts[*host];
            let mut course = Course::whole(self.world(*host), planned, self.noise, &mut problems);
            course.advance(None, i64::MAX, i64::MAX);
            (course, problems)
        });
        let (courses, problems): (Vec<_>, Vec<_>) = made.into_iter().unzip();
        diagnostics.extend(problems.into_iter().flatten());
        courses
    }

    fn scene<'s>(
        &self,
        courses: &'s [Course<'s>],
        dictionary: &'s Dictionary,
        flavor: Flavor,
        texts: Texts,
    ) -> Scene<'s>
    where
        'a: 's,
    {
        Scene { back: self.back, courses, dictionary, flavor, texts, jobs: self.jobs }
    }
}

/// Gives the complaints back where one of them is an error.
fn refuse(diagnostics: &mut Vec<Diagnostic>) -> Result<(), Vec<Diagnostic>> {
    once_each(diagnostics);
    if has_errors(diagnostics) { Err(std::mem::take(diagnostics)) } else { Ok(()) }
}

fn unbuilt(error: &arrow_schema::ArrowError) -> Diagnostic {
    Diagnostic::bare(LIMIT, Severity::Error, format!("the table cannot be built: {error}"))
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

pub(crate) mod story;
pub(crate) mod telemetry;
#[cfg(test)]
mod tests;
