//! What came out of a noise profile, beside what the profile asks for and what others have published.

use std::collections::BTreeMap;

use muster_catalog::TICKS_PER_DAY;

use crate::backdrop::Backdrop;
use crate::fleet::Host;
use crate::library::profile::{Figures, Habit, Habitat, Profile};
use crate::quantity::HOUR;
use crate::vocabulary::Account;
use crate::world::{Course, NONE, Token};

/// Local hours in which people work.
const WORKING: std::ops::Range<usize> = 8..18;

/// Ordinary activity on one kind of host.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    /// `workstation`, `server`, or a role that the profile knows.
    pub kind: String,
    /// How many hosts there are.
    pub hosts: usize,
    /// Days of these hosts that are counted: whole weekdays; where the span has none, the span itself, as one day.
    pub days: usize,
    /// Starts a day.
    pub starts: Vec<Figure>,
    /// Shares of images or of groups of them, in percent of the starts.
    pub images: Vec<Figure>,
    /// Shares of pairs of parent and child, the most frequent ones.
    pub pairs: Vec<Figure>,
    /// Shares of accounts.
    pub accounts: Vec<Figure>,
    /// Shares of the local hours from 0 to 23, and of the working hours.
    pub hours: Vec<Figure>,
}

/// A number that came out, and what it should be.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What is counted.
    pub name: String,
    /// What the profile asks for, where it does.
    pub asked: Option<f64>,
    /// What came out.
    pub came: f64,
    /// What others have published or estimated, where the profile says so.
    pub published: Option<f64>,
}

impl Figure {
    /// How far what came out is from what is published, or else from what is asked for: 0.1 is a tenth more.
    #[must_use]
    pub fn deviation(&self) -> Option<f64> {
        let aim = self.published.or(self.asked).filter(|aim| *aim > 0.0)?;
        Some(self.came / aim - 1.0)
    }
}

/// Counts of a kind of host.
#[derive(Default)]
struct Counts {
    hosts: usize,
    /// By host and day.
    starts: Vec<f64>,
    images: BTreeMap<String, f64>,
    pairs: BTreeMap<(String, String), f64>,
    accounts: BTreeMap<&'static str, f64>,
    hours: [f64; 24],
}

/// Counts rows while they are made.
pub(crate) struct Tally {
    kinds: Vec<(String, Habitat, Counts)>,
    /// Place of each host's kind among `kinds`.
    of_host: Vec<Option<usize>>,
    rate: f64,
    window: Window,
    /// By host, then day.
    starts: Vec<u32>,
}

/// The days that are counted.
#[derive(Clone, Copy)]
struct Window {
    /// When the first one begins, local, and how long one is.
    first: i64,
    day: i64,
    count: usize,
}

impl Window {
    /// Whole days, if a weekday is among them; else the span as one.
    fn of(back: &Backdrop<'_>) -> Self {
        let (from, to) = (back.start + back.fleet.utc_offset, back.clock + back.fleet.utc_offset);
        let first = from.div_euclid(TICKS_PER_DAY) + i64::from(from.rem_euclid(TICKS_PER_DAY) != 0);
        let whole = (to.div_euclid(TICKS_PER_DAY) - first).max(0);
        if (first..first + whole).any(|day| !weekend(day)) {
            Self { first: first * TICKS_PER_DAY, day: TICKS_PER_DAY, count: whole as usize }
        } else {
            Self { first: from, day: to - from + 1, count: 1 }
        }
    }

    /// The day of a local time, if it is counted.
    fn day_of(self, local: i64) -> Option<usize> {
        let day = usize::try_from((local - self.first).div_euclid(self.day)).ok()?;
        (day < self.count && self.counts(day)).then_some(day)
    }

    /// Saturdays and Sundays rest where days are days.
    fn counts(self, day: usize) -> bool {
        self.day != TICKS_PER_DAY || !weekend(self.first / TICKS_PER_DAY + day as i64)
    }
}

impl Tally {
    pub(crate) fn new(profile: &Profile, rate: f64, back: &Backdrop<'_>) -> Self {
        let kinds: Vec<(String, Habitat, Counts)> =
            profile.kinds.iter().map(|(name, habitat)| (name.clone(), habitat.clone(), Counts::default())).collect();
        let of = |host: &Host| {
            let named = |name: &str| kinds.iter().position(|(kind, ..)| kind == name);
            let usual = if host.server { "server" } else { "workstation" };
            (if host.server { named(&host.role) } else { None }).or_else(|| named(usual))
        };
        let of_host: Vec<Option<usize>> = back.fleet.hosts.iter().map(of).collect();
        let window = Window::of(back);
        let starts = vec![0; of_host.len() * window.count];
        Self { kinds, of_host, rate, window, starts }
    }

    /// Counts the rows of a slice.
    pub(crate) fn count(&mut self, courses: &[Course<'_>], back: &Backdrop<'_>) {
        let window = self.window;
        for (host, course) in courses.iter().enumerate() {
            let Some(kind) = self.of_host[host] else { continue };
            let counts = &mut self.kinds[kind].2;
            let world = &course.world;
            let mut seen: BTreeMap<(u32, u32, u32), f64> = BTreeMap::new();
            for row in &course.rows {
                let process = &world.processes[*row as usize];
                let local = process.recorded + back.fleet.utc_offset;
                let Some(day) = window.day_of(local).filter(|_| process.step == NONE) else { continue };
                self.starts[host * window.count + day] += 1;
                counts.hours[local.div_euclid(HOUR).rem_euclid(24) as usize] += 1.0;
                let parent = world.processes.get(process.parent as usize).map_or(NONE, |p| p.image);
                *seen.entry((parent, process.image, process.token)).or_default() += 1.0;
            }
            let name = |image: u32| world.texts.get(&back.texts, world.facts(image).name).to_lowercase();
            for ((parent, image, token), count) in seen {
                let (parent, image) = (if parent == NONE { String::new() } else { name(parent) }, name(image));
                *counts.images.entry(image.clone()).or_default() += count;
                *counts.pairs.entry((parent, image)).or_default() += count;
                *counts.accounts.entry(account_of(&world.tokens[token as usize], back)).or_default() += count;
            }
        }
    }

    /// What was counted.
    pub(crate) fn finish(mut self, back: &Backdrop<'_>) -> Vec<Activity> {
        let window = self.window;
        let scale = TICKS_PER_DAY as f64 / window.day as f64;
        for (host, kind) in self.of_host.iter().enumerate() {
            let Some(kind) = kind else { continue };
            let counts = &mut self.kinds[*kind].2;
            let days = (0..window.count).filter(|day| window.counts(*day));
            counts.hosts += 1;
            counts.starts.extend(days.map(|day| f64::from(self.starts[host * window.count + day]) * scale));
        }
        let rate = self.rate;
        let kinds = self.kinds.into_iter().filter(|(.., counts)| counts.hosts > 0);
        kinds.map(|(kind, habitat, counts)| activity(kind, &habitat, counts, rate, back)).collect()
    }
}

/// The names of accounts in statistics.
fn account_of(token: &Token, back: &Backdrop<'_>) -> &'static str {
    let words = &back.words;
    if token.sid == words.system_sid {
        "system"
    } else if token.sid == words.network_service_sid {
        "network service"
    } else if token.sid == words.local_service_sid {
        "local service"
    } else {
        "users"
    }
}

/// 1 January 0001 was a Monday.
fn weekend(day: i64) -> bool {
    day.rem_euclid(7) >= 5
}

fn activity(kind: String, habitat: &Habitat, mut counts: Counts, rate: f64, back: &Backdrop<'_>) -> Activity {
    let asked = Asked::of(habitat, back);
    let nothing = Figures::default();
    let figures = habitat.figures.as_ref().unwrap_or(&nothing);
    counts.starts.sort_by(f64::total_cmp);
    let quantile = |share: f64| {
        let last = counts.starts.len().saturating_sub(1);
        counts.starts.get((share * last as f64).round() as usize).copied().unwrap_or(0.0)
    };
    // 90 % of a normal distribution lie within this many standard deviations.
    let spread = |way: f64| libm::exp(way * 1.645 * habitat.sigma);
    let published = figures.starts;
    let median = asked.starts * rate;
    let starts = vec![
        figure("median", Some(median), quantile(0.5), published.map(|s| s.1)),
        figure("5th percentile", Some(median * spread(-1.0)), quantile(0.05), published.map(|s| s.0)),
        figure("95th percentile", Some(median * spread(1.0)), quantile(0.95), published.map(|s| s.2)),
    ];
    let total = counts.images.values().sum::<f64>().max(1.0);
    let percent = |count: f64| 100.0 * count / total;
    let mut images = Vec::new();
    let mut grouped = Vec::new();
    for (name, share, of) in &figures.images {
        let sum = |all: &BTreeMap<String, f64>| of.iter().filter_map(|image| all.get(image)).sum::<f64>();
        images.push(figure(name, Some(sum(&asked.images)), percent(sum(&counts.images)), Some(100.0 * share)));
        grouped.extend(of);
    }
    let mut others: Vec<(&String, &f64)> = counts.images.iter().filter(|(name, _)| !grouped.contains(name)).collect();
    others.sort_by(|a, b| b.1.total_cmp(a.1));
    for (name, count) in others.into_iter().take(15) {
        images.push(figure(name, Some(asked.images.get(name).copied().unwrap_or(0.0)), percent(*count), None));
    }
    let mut frequent: Vec<(&(String, String), &f64)> = counts.pairs.iter().collect();
    frequent.sort_by(|a, b| b.1.total_cmp(a.1));
    let pairs = frequent.into_iter().take(20).map(|(pair, count)| {
        let name = format!("{} > {}", pair.0, pair.1);
        figure(&name, Some(asked.pairs.get(pair).copied().unwrap_or(0.0)), percent(*count), None)
    });
    let accounts = counts.accounts.iter().map(|(name, count)| {
        let published = figures.accounts.iter().find(|(n, _)| n == name).map(|(_, share)| 100.0 * share);
        figure(name, asked.accounts.get(name).copied(), percent(*count), published)
    });
    let share = |hours: &[f64; 24], hour: usize| 100.0 * hours[hour] / hours.iter().sum::<f64>();
    let mut hours: Vec<Figure> = (0..24)
        .map(|hour| {
            let published = figures.hours.as_ref().map(|hours| share(hours, hour));
            let name = format!("{hour:02}:00");
            figure(&name, Some(share(&habitat.hours, hour)), percent(counts.hours[hour]), published)
        })
        .collect();
    let worked = percent(counts.hours[WORKING].iter().sum());
    let published = figures.working_hours.map(|share| 100.0 * share);
    hours.push(figure(
        "08:00 to 18:00",
        Some(WORKING.map(|hour| share(&habitat.hours, hour)).sum()),
        worked,
        published,
    ));
    let (pairs, accounts) = (pairs.collect(), accounts.collect());
    Activity { kind, hosts: counts.hosts, days: counts.starts.len(), starts, images, pairs, accounts, hours }
}

fn figure(name: &str, asked: Option<f64>, came: f64, published: Option<f64>) -> Figure {
    Figure { name: name.to_owned(), asked, came, published }
}

/// What a profile asks for: starts a day, and shares in percent of them. Boots come on top.
#[derive(Default)]
struct Asked {
    starts: f64,
    images: BTreeMap<String, f64>,
    pairs: BTreeMap<(String, String), f64>,
    accounts: BTreeMap<&'static str, f64>,
}

impl Asked {
    fn of(habitat: &Habitat, back: &Backdrop<'_>) -> Self {
        let mut asked = Self::default();
        for habit in &habitat.mix {
            asked.add(habit, None, habit.weight, back);
        }
        let scale = if asked.starts > 0.0 { habitat.starts / asked.starts } else { 0.0 };
        asked.scale(scale);
        for scheduled in &habitat.schedule {
            let times = scheduled.share * TICKS_PER_DAY as f64 / scheduled.every as f64;
            asked.add(&scheduled.habit, None, times, back);
        }
        let starts = asked.starts;
        asked.scale(if starts > 0.0 { 100.0 / starts } else { 0.0 });
        asked.starts = starts;
        asked
    }

    fn add(&mut self, habit: &Habit, above: Option<(&str, &Account)>, times: f64, back: &Backdrop<'_>) {
        let library = back.library;
        let image = library.images[habit.image].name.to_lowercase();
        let root = habit.root.map(|root| &library.roots[root]);
        let parent = match (above, root) {
            (Some((name, _)), _) => name.to_owned(),
            (None, Some(root)) => library.images[root.image].name.to_lowercase(),
            (None, None) => String::new(),
        };
        let account = habit.account.as_ref().or(above.map(|a| a.1)).or(root.map(|root| &root.account));
        let account = account.unwrap_or(&Account::User);
        let name = match account {
            Account::System => "system",
            Account::NetworkService => "network service",
            Account::LocalService => "local service",
            Account::User | Account::Elevated | Account::Named(_) => "users",
        };
        self.starts += times;
        *self.images.entry(image.clone()).or_default() += times;
        *self.pairs.entry((parent, image.clone())).or_default() += times;
        *self.accounts.entry(name).or_default() += times;
        for child in &habit.children {
            self.add(child, Some((&image, account)), times, back);
        }
    }

    fn scale(&mut self, factor: f64) {
        self.starts *= factor;
        let shares = self.images.values_mut().chain(self.pairs.values_mut()).chain(self.accounts.values_mut());
        shares.for_each(|share| *share *= factor);
    }
}
