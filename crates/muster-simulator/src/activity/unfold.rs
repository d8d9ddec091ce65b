//! The story as processes to be started: which host, when, under what.

use std::collections::BTreeMap;
use std::sync::Arc;

use muster_catalog::TICKS_PER_SECOND;
use muster_source::Diagnostic;

use crate::codes::LIMIT;
use crate::fleet::{Fleet, Host};
use crate::scenario::Scenario;
use crate::scenario::beat::{Beat, Selector, When};
use crate::scenario::limits::MAX_STORY;
use crate::scenario::step::Step;
use crate::stream::Key;
use crate::vocabulary::Parent;

/// A process that the story starts on a host.
#[derive(Debug, Clone)]
pub(crate) struct Planned<'s> {
    pub(crate) step: &'s Step,
    /// Index of the truth about it.
    pub(crate) truth: u32,
    pub(crate) recorded: i64,
    /// Index, in the list of its host, of the process that starts it, if the story says so by nesting.
    pub(crate) parent: Option<u32>,
    pub(crate) key: Key,
    /// A number that all of one item's steps share on a host.
    pub(crate) number: u32,
    pub(crate) iteration: u32,
}

/// What happens on each host, in the order of the story; and the times during which a host must stay up.
pub(crate) struct Plan<'s> {
    pub(crate) hosts: Vec<Vec<Planned<'s>>>,
    pub(crate) busy: Vec<Vec<(i64, i64)>>,
}

/// Unfolds the story over the fleet.
pub(crate) fn unfold<'s>(
    scenario: &'s Scenario,
    fleet: &Fleet,
    key: Key,
    diagnostics: &mut Vec<Diagnostic>,
) -> Plan<'s> {
    let mut unfolding = Unfolding {
        scenario,
        fleet,
        key: key.at("story"),
        plan: Plan { hosts: vec![Vec::new(); fleet.hosts.len()], busy: vec![Vec::new(); fleet.hosts.len()] },
        times: BTreeMap::new(),
        truth: 0,
        planned: 0,
    };
    for beat in &scenario.story {
        if !unfolding.beat(beat) {
            let message = format!("the story starts more than {MAX_STORY} processes");
            diagnostics.push(
                Diagnostic::error(LIMIT, message, &scenario.source, beat.span)
                    .label("this is one too many")
                    .help("repeat it less often, or on fewer hosts"),
            );
            break;
        }
    }
    unfolding.plan
}

struct Unfolding<'a, 's> {
    scenario: &'s Scenario,
    fleet: &'a Fleet,
    key: Key,
    plan: Plan<'s>,
    /// When steps were done last, by path and host.
    times: BTreeMap<Arc<str>, BTreeMap<usize, i64>>,
    truth: u32,
    planned: u64,
}

/// What the steps of one item on one host have in common.
struct Scene {
    host: usize,
    number: u32,
    iteration: u32,
    first: i64,
    last: i64,
}

impl<'s> Unfolding<'_, 's> {
    /// Whether there is room for it.
    fn beat(&mut self, beat: &'s Beat) -> bool {
        let key = self.key.at(&beat.id);
        let hosts = self.hosts(beat, key);
        let each = size(&beat.steps).saturating_mul(u64::from(beat.repetition.repeat));
        self.planned = self.planned.saturating_add(each.saturating_mul(hosts.len() as u64));
        if self.planned > MAX_STORY {
            return false;
        }
        let truth = self.truth;
        for (rank, host) in hosts {
            let host_key = key.at(&self.fleet.hosts[host].fqdn);
            let mut stream = host_key.stream();
            let number = 1000 + stream.below(9000) as u32;
            let wave = match &beat.on {
                Selector::Each { wave: Some(size), gap, .. } => gap * (rank as i64 / i64::from(*size)),
                _ => 0,
            };
            let (base, exact) = self.time(beat, host);
            for i in 0..beat.repetition.repeat {
                let turn = host_key.nth(i64::from(i));
                let mut stream = turn.stream();
                let mut at =
                    base + wave + beat.repetition.gap.saturating_mul(i64::from(i)) + stream.between(0, beat.jitter);
                let spread = stream.between(0, TICKS_PER_SECOND - 1);
                if !exact && at + spread <= self.scenario.clock.0 {
                    at += spread;
                }
                let mut scene = Scene { host, number, iteration: i + 1, first: at, last: at };
                self.truth = truth;
                self.steps(&beat.steps, None, at, turn, &mut scene, true);
                let end = self.last_of(&beat.steps, host).unwrap_or(at);
                self.times.entry(beat.id.clone()).or_default().insert(host, end);
                self.plan.busy[host].push((scene.first, scene.last));
            }
        }
        self.truth = truth + count(&beat.steps);
        true
    }

    /// When the last of `steps` was started on a host.
    fn last_of(&self, steps: &[Step], host: usize) -> Option<i64> {
        steps.last().and_then(|s| self.times.get(&s.path)).and_then(|t| t.get(&host)).copied()
    }

    /// Plans steps one after the other, below `parent`, from the time `after` on.
    fn steps(&mut self, steps: &'s [Step], parent: Option<u32>, after: i64, key: Key, scene: &mut Scene, top: bool) {
        let mut at = after;
        for (place, step) in steps.iter().enumerate() {
            let truth = self.truth;
            let key = key.at(&step.path);
            let mut stream = key.stream();
            let first = if top && place == 0 { at } else { at + stream.between(step.delay.0, step.delay.1) };
            for i in 0..step.repeat {
                at = first + step.gap.saturating_mul(i64::from(i));
                let key = key.nth(i64::from(i));
                let iteration = if step.repeat > 1 { i + 1 } else { scene.iteration };
                let index = self.plan.hosts[scene.host].len() as u32;
                self.stay_up_for_parent(step, at, scene);
                self.plan.hosts[scene.host].push(Planned {
                    step,
                    truth,
                    recorded: at,
                    parent,
                    key,
                    number: scene.number,
                    iteration,
                });
                scene.first = scene.first.min(at);
                scene.last = scene.last.max(at);
                self.times.entry(step.path.clone()).or_default().insert(scene.host, at);
                self.truth = truth + 1;
                self.steps(&step.children, Some(index), at, key, scene, false);
            }
            self.truth = truth + 1 + count(&step.children);
        }
    }

    /// A host does not boot between a step and the one that starts it.
    fn stay_up_for_parent(&mut self, step: &Step, at: i64, scene: &Scene) {
        if let Some(Parent::Step(path)) = &step.parent
            && let Some(from) = self.times.get(path).and_then(|t| t.get(&scene.host))
        {
            self.plan.busy[scene.host].push((*from, at));
        }
    }

    /// When an item begins on a host, and whether to the tick.
    fn time(&self, beat: &Beat, host: usize) -> (i64, bool) {
        match &beat.when {
            When::At { ticks, exact } => (*ticks, *exact),
            When::After { step, delay } => {
                let times = self.times.get(step);
                let there = times.and_then(|t| t.get(&host).or_else(|| t.values().min()));
                (there.copied().unwrap_or(self.scenario.clock.0 - self.scenario.span.0) + delay, true)
            }
        }
    }

    /// The hosts of an item, with their ranks.
    fn hosts(&self, beat: &Beat, key: Key) -> Vec<(usize, usize)> {
        let hosts: Vec<usize> = match &beat.on {
            Selector::Cast(names) => names.iter().filter_map(|n| self.fleet.cast.get(n)).copied().collect(),
            Selector::SameAs(step) => self.times.get(step).map(|t| t.keys().copied().collect()).unwrap_or_default(),
            Selector::Each { hosts, share, except, .. } => {
                let out: Vec<usize> = except.iter().filter_map(|n| self.fleet.cast.get(n)).copied().collect();
                let able: Vec<&Host> = self
                    .fleet
                    .hosts
                    .iter()
                    .filter(|h| hosts.takes(h.server, &h.role) && !out.contains(&h.index))
                    .collect();
                // Each host decides for itself, so that one more host changes nothing for the others.
                let draw = |h: &Host| key.at("share").at(&h.fqdn).stream().fraction();
                let chosen: Vec<usize> = able.iter().filter(|h| draw(h) < *share).map(|h| h.index).collect();
                if chosen.is_empty() && *share > 0.0 {
                    able.first().map(|h| h.index).into_iter().collect()
                } else {
                    chosen
                }
            }
        };
        hosts.into_iter().enumerate().collect()
    }
}

/// How many steps there are, with those below.
fn count(steps: &[Step]) -> u32 {
    steps.iter().map(|s| 1 + count(&s.children)).sum()
}

/// How many processes they start, with repetitions.
fn size(steps: &[Step]) -> u64 {
    steps
        .iter()
        .map(|s| u64::from(s.repeat).saturating_mul(size(&s.children).saturating_add(1)))
        .fold(0, u64::saturating_add)
}
