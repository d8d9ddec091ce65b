//! Ordinary activity of a host, by its profile.

use muster_catalog::{TICKS_PER_DAY, TICKS_PER_SECOND};

use crate::backdrop::Backdrop;
use crate::fleet::Host;
use crate::library::image::Root;
use crate::library::profile::{Habit, Habitat, Profile};
use crate::quantity::HOUR;
use crate::stream::{Key, Stream};
use crate::strings::{Shared, Sym};
use crate::template::{Template, defender_form};
use crate::vocabulary::Account;
use crate::world::{LAG, NONE, Start, World};

/// Share of the logon after which the desktop's programs are surely there.
const DESKTOP_SETTLES: i64 = 2 * 60 * TICKS_PER_SECOND;
/// Hosts beyond the most extreme of ten thousand are cut to it.
const MAX_SPREAD: f64 = 8.0;

/// A profile made ready: texts are numbers, weights are sums.
pub(crate) struct Noise {
    kinds: Vec<(String, Ready)>,
    rate: f64,
}

struct Ready {
    starts: f64,
    sigma: f64,
    hours: [f64; 24],
    weekend: f64,
    /// Sum of the weights up to each entry.
    weights: Vec<f64>,
    mix: Vec<ReadyHabit>,
    schedule: Vec<ReadyScheduled>,
}

struct ReadyScheduled {
    every: i64,
    at: i64,
    jitter: i64,
    share: f64,
    habit: ReadyHabit,
}

struct ReadyHabit {
    image: usize,
    commands: Vec<Line>,
    root: Option<usize>,
    account: Option<Account>,
    integrity: Option<crate::vocabulary::Integrity>,
    life: (i64, i64),
    within: (i64, i64),
    children: Vec<ReadyHabit>,
}

/// A command line: the same everywhere, or to be filled.
enum Line {
    Fixed(Sym),
    Filled(Template),
}

/// How far the noise of a host is played.
pub(crate) struct Progress {
    /// The next hour since 1 January 0001, local.
    hour: i64,
    /// The next turn of each entry of the schedule.
    turns: Vec<i64>,
}

impl Noise {
    /// Makes a profile ready.
    pub(crate) fn new(profile: &Profile, rate: f64, texts: &mut Shared) -> Self {
        let kinds = profile.kinds.iter().map(|(name, habitat)| (name.clone(), ready(habitat, texts))).collect();
        Self { kinds, rate }
    }

    /// How many processes are expected on a host over a time.
    pub(crate) fn expected(&self, host: &Host, span: i64) -> f64 {
        let Some(ready) = self.for_host(host) else { return 0.0 };
        let days = span as f64 / TICKS_PER_DAY as f64;
        let scheduled: f64 = ready.schedule.iter().map(|s| s.share * TICKS_PER_DAY as f64 / s.every as f64).sum();
        (ready.starts + scheduled) * self.rate * days
    }

    /// What goes on on a host: by its role if the profile knows that, else by its kind.
    fn for_host(&self, host: &Host) -> Option<&Ready> {
        let of = |name: &str| self.kinds.iter().find(|(n, _)| n == name).map(|(_, ready)| ready);
        let kind = if host.server { "server" } else { "workstation" };
        (if host.server { of(&host.role) } else { None }).or_else(|| of(kind))
    }

    /// Starts what boots start, and gives the place of the first hour; nothing where nothing goes on.
    pub(crate) fn begin(&self, world: &mut World<'_>) -> Option<Progress> {
        let ready = self.for_host(world.host)?;
        boots(world);
        Some(Self::first(ready, world.back))
    }

    fn first(ready: &Ready, back: &Backdrop<'_>) -> Progress {
        let from = back.start + back.fleet.utc_offset;
        // Each host has its own place in the interval; for the clock's times of day there is `at`.
        let turns = ready.schedule.iter().map(|s| (from - s.at - s.jitter).div_euclid(s.every)).collect();
        Progress { hour: from.div_euclid(HOUR), turns }
    }

    /// The place of the first hour again.
    pub(crate) fn again(&self, world: &World<'_>) -> Option<Progress> {
        Some(Self::first(self.for_host(world.host)?, world.back))
    }

    /// Starts the processes of a host's ordinary day, up to the hour `end`.
    pub(crate) fn play(&self, end: i64, progress: &mut Progress, world: &mut World<'_>) {
        let Some(ready) = self.for_host(world.host) else { return };
        let key = world.host.key.at("noise");
        let volume = libm::exp(ready.sigma * key.at("volume").stream().normal()).clamp(1.0 / MAX_SPREAD, MAX_SPREAD);
        let day: f64 = ready.hours.iter().sum();
        let total = ready.weights.last().copied().unwrap_or(0.0);
        let offset = world.back.fleet.utc_offset;
        let last = (world.back.clock + offset).div_euclid(HOUR);
        let hours = progress.hour..end.min(last + 1);
        progress.hour = hours.end.max(hours.start);
        if total > 0.0 && self.rate > 0.0 {
            for hour in hours {
                let weekend = (hour * HOUR).div_euclid(TICKS_PER_DAY).rem_euclid(7) >= 5;
                let share = ready.hours[hour.rem_euclid(24) as usize] / day * if weekend { ready.weekend } else { 1.0 };
                let mut stream = key.nth(hour).stream();
                for _ in 0..stream.poisson(ready.starts * volume * share * self.rate) {
                    let at = hour * HOUR + stream.between(0, HOUR - 1) - offset;
                    let draw = stream.fraction() * total;
                    let entry = ready.weights.partition_point(|w| *w <= draw).min(ready.mix.len() - 1);
                    top(&ready.mix[entry], at, world, &mut stream);
                }
            }
        }
        for (i, (scheduled, turn)) in ready.schedule.iter().zip(&mut progress.turns).enumerate() {
            self.scheduled(scheduled, key.at("schedule").nth(i as i64), end, turn, world);
        }
    }

    fn scheduled(&self, scheduled: &ReadyScheduled, key: Key, end: i64, next: &mut i64, world: &mut World<'_>) {
        let offset = world.back.fleet.utc_offset;
        let share = scheduled.share * self.rate.min(1.0);
        let end = end.saturating_mul(HOUR).min(world.back.clock + offset + 1);
        // Turns that begin before the end.
        let turns = *next..(end - 1 - scheduled.at).div_euclid(scheduled.every) + 1;
        *next = turns.end.max(turns.start);
        for turn in turns {
            let mut stream = key.nth(turn).stream();
            let at = turn * scheduled.every + scheduled.at + stream.between(0, scheduled.jitter) - offset;
            if stream.chance(share) {
                top(&scheduled.habit, at, world, &mut stream);
            }
        }
    }
}

/// Starts what every boot and logon within the telemetry starts.
fn boots(world: &mut World<'_>) {
    let (server, role) = (world.host.server, world.host.role.clone());
    let library = world.back.library;
    let wanted = |root: &Root| !root.when_needed && root.on.takes(server, &role) && !(server && root.at_logon);
    for epoch in 0..world.epochs.len() {
        if world.epochs[epoch].boot < world.back.start {
            continue;
        }
        for (index, root) in library.roots.iter().enumerate() {
            if wanted(root) {
                world.root(epoch, index);
            }
        }
    }
}

fn top(habit: &ReadyHabit, at: i64, world: &mut World<'_>, stream: &mut Stream) {
    if at < world.back.start || at > world.back.clock {
        return;
    }
    let Some(root) = habit.root else { return };
    let epoch = world.epoch_at(at);
    let this = &world.epochs[epoch];
    let settled = if world.host.server { this.boot } else { this.logon } + DESKTOP_SETTLES;
    if at < settled || at >= this.end {
        return;
    }
    let parent = world.root(epoch, root);
    if world.processes[parent as usize].created >= at - TICKS_PER_SECOND {
        return;
    }
    let account = habit.account.clone().unwrap_or_else(|| world.back.library.roots[root].account.clone());
    let before = world.processes.len();
    start(habit, at, epoch, parent, &account, world, stream);
    world.forget_if_rehearsing(before);
}

fn start(
    habit: &ReadyHabit,
    at: i64,
    epoch: usize,
    parent: u32,
    account: &Account,
    world: &mut World<'_>,
    stream: &mut Stream,
) {
    let token = world.token(epoch, account, habit.integrity);
    let line = if habit.commands.len() == 1 { habit.commands.first() } else { stream.pick(&habit.commands) };
    let command = match line {
        Some(Line::Fixed(sym)) => *sym,
        Some(Line::Filled(template)) => {
            let number = 1000 + stream.below(9000) as u32;
            world.fill_passing(template, number, stream)
        }
        None => Sym::EMPTY,
    };
    let image = world.known_image(habit.image, stream);
    let bits = stream.small();
    let process = world.start(Start {
        recorded: at,
        lag: LAG.0 + (((LAG.1 - LAG.0) * i64::from(stream.small() >> 8)) >> 24),
        life: stream.between(habit.life.0, habit.life.1),
        image,
        command,
        token,
        parent,
        step: NONE,
        epoch: epoch as u32,
        bits,
        row: true,
    });
    let mut then = at;
    for child in &habit.children {
        then += stream.between(child.within.0, child.within.1);
        if then >= world.epochs[epoch].end || then > world.back.clock {
            break;
        }
        let account = child.account.as_ref().unwrap_or(account);
        start(child, then, epoch, process, account, world, stream);
    }
}

fn ready(habitat: &Habitat, texts: &mut Shared) -> Ready {
    let mut sum = 0.0;
    let weights = habitat
        .mix
        .iter()
        .map(|h| {
            sum += h.weight;
            sum
        })
        .collect();
    Ready {
        starts: starts_of(habitat),
        sigma: habitat.sigma,
        hours: habitat.hours,
        weekend: habitat.weekend,
        weights,
        mix: habitat.mix.iter().map(|h| ready_habit(h, texts)).collect(),
        schedule: habitat
            .schedule
            .iter()
            .map(|s| ReadyScheduled {
                every: s.every,
                at: s.at,
                jitter: s.jitter,
                share: s.share,
                habit: ready_habit(&s.habit, texts),
            })
            .collect(),
    }
}

/// Draws a day, so that with their children there are as many processes as the profile says.
fn starts_of(habitat: &Habitat) -> f64 {
    fn size(habit: &Habit) -> f64 {
        1.0 + habit.children.iter().map(size).sum::<f64>()
    }
    let total: f64 = habitat.mix.iter().map(|h| h.weight).sum();
    let mean = habitat.mix.iter().map(|h| h.weight * size(h)).sum::<f64>() / total;
    if mean > 0.0 { habitat.starts / mean } else { 0.0 }
}

fn ready_habit(habit: &Habit, texts: &mut Shared) -> ReadyHabit {
    ReadyHabit {
        image: habit.image,
        commands: habit
            .commands
            .iter()
            .map(|command| match command.fixed() {
                Some(text) => Line::Fixed(texts.intern(&defender_form(text))),
                None => Line::Filled(command.clone()),
            })
            .collect(),
        root: habit.root,
        account: habit.account.clone(),
        integrity: habit.integrity,
        life: habit.life,
        within: habit.within,
        children: habit.children.iter().map(|h| ready_habit(h, texts)).collect(),
    }
}

/// How many processes the noise is expected to start on all hosts.
pub(crate) fn expected(noise: &Noise, back: &Backdrop<'_>) -> f64 {
    back.fleet.hosts.iter().map(|h| noise.expected(h, back.clock - back.start)).sum()
}
