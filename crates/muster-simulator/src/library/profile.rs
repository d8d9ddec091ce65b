//! Noise profiles: what goes on all the time, by kind and role of host.

use muster_catalog::TICKS_PER_SECOND;
use muster_source::{Diagnostic, Source};
use muster_yaml::{Fields, Node};

use crate::codes::{LIMIT, PARENT, SHAPE};
use crate::library::Library;
use crate::quantity::{self, MINUTE};
use crate::template::{Parameters, Template};
use crate::vocabulary::{Account, Integrity, Parent};

/// Most starts a day on one host.
const MAX_STARTS: f64 = 1_000_000.0;
/// Deepest nesting of `then:`.
const MAX_DEPTH: usize = 8;

/// A noise profile.
#[derive(Debug, Clone)]
pub(crate) struct Profile {
    /// Name of a kind (`workstation`, `server`) or of a role, and what goes on there. Roles win over kinds.
    pub(crate) kinds: Vec<(String, Habitat)>,
}

/// What goes on on hosts of a kind.
#[derive(Debug, Clone)]
pub(crate) struct Habitat {
    /// Median of the starts a day.
    pub(crate) starts: f64,
    /// Spread between hosts: sigma of a lognormal distribution.
    pub(crate) sigma: f64,
    /// Weight of each local hour of a weekday.
    pub(crate) hours: [f64; 24],
    /// Factor for Saturdays and Sundays.
    pub(crate) weekend: f64,
    pub(crate) mix: Vec<Habit>,
    pub(crate) schedule: Vec<Scheduled>,
    /// What others have published, or estimated, of such hosts.
    pub(crate) figures: Option<Figures>,
}

/// Figures that a profile's outcome is compared with. They change nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Figures {
    /// Starts a day: 5th percentile, median, 95th percentile.
    pub(crate) starts: Option<(f64, f64, f64)>,
    /// Share of the starts from 08:00 to 18:00.
    pub(crate) working_hours: Option<f64>,
    /// Weight of each local hour of a weekday.
    pub(crate) hours: Option<[f64; 24]>,
    /// Name of a group of images, its share of the starts, and the images, in lower case.
    pub(crate) images: Vec<(String, f64, Vec<String>)>,
    /// Share of an account.
    pub(crate) accounts: Vec<(String, f64)>,
}

/// A process that is started now and then.
#[derive(Debug, Clone)]
pub(crate) struct Habit {
    pub(crate) weight: f64,
    pub(crate) image: usize,
    pub(crate) commands: Vec<Template>,
    /// The root that starts it; `None` for one that its parent in the profile starts.
    pub(crate) root: Option<usize>,
    pub(crate) account: Option<Account>,
    pub(crate) integrity: Option<Integrity>,
    pub(crate) life: (i64, i64),
    /// Delay after the process above it.
    pub(crate) within: (i64, i64),
    pub(crate) children: Vec<Habit>,
}

/// A process that is started by the clock.
#[derive(Debug, Clone)]
pub(crate) struct Scheduled {
    pub(crate) every: i64,
    /// Time of day of the first one, local, in ticks.
    pub(crate) at: i64,
    pub(crate) jitter: i64,
    /// Probability that one really happens.
    pub(crate) share: f64,
    pub(crate) habit: Habit,
}

/// Reads a profile.
pub(crate) fn read(node: &Node, source: &Source, library: &Library, diagnostics: &mut Vec<Diagnostic>) -> Profile {
    let mut fields = Fields::of(node, source, diagnostics);
    fields.text("title");
    fields.text("certainty");
    fields.text("note");
    // YAML anchors need a place to stand.
    fields.take("shared");
    let mut kinds = Vec::new();
    for (key, value) in fields.require("hosts").and_then(|_| fields.mapping("hosts")).unwrap_or_default() {
        let Some(name) = key.text() else { continue };
        kinds.push((name.to_owned(), read_habitat(name, value, source, library, fields.diagnostics())));
    }
    fields.finish();
    Profile { kinds }
}

fn read_habitat(
    name: &str,
    node: &Node,
    source: &Source,
    library: &Library,
    diagnostics: &mut Vec<Diagnostic>,
) -> Habitat {
    let mut fields = Fields::of(node, source, diagnostics);
    let starts = number(&mut fields, source, "starts", 0.0, MAX_STARTS).unwrap_or(0.0);
    let sigma = number(&mut fields, source, "sigma", 0.0, 3.0).unwrap_or(0.0);
    let weekend = number(&mut fields, source, "weekend", 0.0, 10.0).unwrap_or(1.0);
    let hours = read_hours(&mut fields, source).unwrap_or([1.0; 24]);
    let site = Site { kind: name, source, library };
    let mut mix = Vec::new();
    for item in fields.list("mix").unwrap_or_default() {
        mix.extend(
            read_habit(item, &site, 0, fields.diagnostics(), &|fields| {
                let weight = number(fields, source, "weight", 0.0, 1e6);
                fields.require("weight");
                weight.unwrap_or(0.0)
            })
            .map(|(weight, habit)| Habit { weight, ..habit }),
        );
    }
    if starts > 0.0 && mix.iter().map(|h| h.weight).sum::<f64>() <= 0.0 {
        fields.report(
            Diagnostic::error(SHAPE, "`mix` has nothing to start", source, node.span)
                .help("give an entry with a `weight` above 0"),
        );
    }
    let mut schedule = Vec::new();
    for item in fields.list("schedule").unwrap_or_default() {
        let read = read_habit(item, &site, 0, fields.diagnostics(), &|fields| {
            let every = fields.require("every").and_then(|n| quantity::duration(n, source, fields.diagnostics()));
            let at = fields.take("at").and_then(|n| quantity::duration(n, source, fields.diagnostics())).unwrap_or(0);
            let jitter =
                fields.take("jitter").and_then(|n| quantity::duration(n, source, fields.diagnostics())).unwrap_or(0);
            let share =
                fields.take("share").and_then(|n| quantity::share(n, source, fields.diagnostics())).unwrap_or(1.0);
            (every.unwrap_or(0), at, jitter, share)
        });
        if let Some(((every, at, jitter, share), habit)) = read {
            if every < 10 * TICKS_PER_SECOND {
                fields.report(
                    Diagnostic::error(LIMIT, "a scheduled process starts at most every 10 seconds", source, item.span)
                        .help("write a longer `every`"),
                );
                continue;
            }
            schedule.push(Scheduled { every, at, jitter, share, habit });
        }
    }
    let figures = fields.take("figures").map(|node| read_figures(node, source, fields.diagnostics()));
    fields.finish();
    Habitat { starts, sigma, hours, weekend, mix, schedule, figures }
}

fn read_figures(node: &Node, source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Figures {
    let mut fields = Fields::of(node, source, diagnostics);
    let mut figures = Figures::default();
    if let Some(node) = fields.take("starts") {
        let mut inner = Fields::of(node, source, fields.diagnostics());
        let mut starts = |key| {
            inner.require(key);
            number(&mut inner, source, key, 0.0, MAX_STARTS)
        };
        let read = (starts("low"), starts("median"), starts("high"));
        inner.finish();
        if let (Some(low), Some(median), Some(high)) = read {
            figures.starts = Some((low, median, high));
        }
    }
    figures.working_hours = fields.take("working_hours").and_then(|n| quantity::share(n, source, fields.diagnostics()));
    figures.hours = read_hours(&mut fields, source);
    for (key, value) in fields.mapping("images").unwrap_or_default() {
        let Some(name) = key.text() else { continue };
        let mut inner = Fields::of(value, source, fields.diagnostics());
        let share = inner.require("share").and_then(|n| quantity::share(n, source, inner.diagnostics()));
        inner.require("of");
        let of = inner.texts("of").unwrap_or_default().into_iter().map(|(text, _)| text.to_lowercase()).collect();
        inner.finish();
        figures.images.extend(share.map(|share| (name.to_owned(), share, of)));
    }
    for (key, value) in fields.mapping("accounts").unwrap_or_default() {
        let Some(name) = key.text() else { continue };
        let share = quantity::share(value, source, fields.diagnostics());
        figures.accounts.extend(share.map(|share| (name.to_owned(), share)));
    }
    fields.finish();
    figures
}

/// The key `hours`: 24 weights.
fn read_hours(fields: &mut Fields<'_, '_>, source: &Source) -> Option<[f64; 24]> {
    let node = fields.take("hours")?;
    let list = fields.list("hours")?;
    let read: Vec<f64> = list.iter().filter_map(Node::number).filter(|n| (0.0..=100.0).contains(n)).collect();
    match <[f64; 24]>::try_from(read) {
        Ok(read) if list.len() == 24 && read.iter().sum::<f64>() > 0.0 => Some(read),
        _ => {
            fields.report(
                Diagnostic::error(SHAPE, "`hours` takes 24 weights from 0 to 100", source, node.span)
                    .help("write a weight for each local hour from 0 to 23"),
            );
            None
        }
    }
}

fn number(fields: &mut Fields<'_, '_>, source: &Source, key: &'static str, low: f64, high: f64) -> Option<f64> {
    let node = fields.take(key)?;
    let number = fields.number(key)?;
    if (low..=high).contains(&number) {
        return Some(number);
    }
    fields.report(
        Diagnostic::error(LIMIT, format!("`{key}` goes from {low} to {high}"), source, node.span)
            .help(format!("write a number from {low} to {high}")),
    );
    None
}

struct Site<'a> {
    kind: &'a str,
    source: &'a Source,
    library: &'a Library,
}

fn read_habit<T>(
    node: &Node,
    site: &Site<'_>,
    depth: usize,
    diagnostics: &mut Vec<Diagnostic>,
    more: &dyn Fn(&mut Fields<'_, '_>) -> T,
) -> Option<(T, Habit)> {
    let (source, library) = (site.source, site.library);
    let mut fields = Fields::of(node, source, diagnostics);
    let more = more(&mut fields);
    let image = fields.require("run").and_then(|run| library.image(run.text()?, run, source, fields.diagnostics()));
    let commands = match fields.take("command") {
        Some(list) if list.items().is_some() => list.items().unwrap_or_default(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let mut commands: Vec<Template> = commands
        .iter()
        .filter_map(|node| Template::read(node, source, &Parameters::new(), fields.diagnostics()))
        .collect();
    let parent = fields.take("parent");
    let wanted = fields.text("parent").map(Parent::of);
    let account = fields.take("as").and_then(|node| {
        let text = fields.text("as")?;
        Account::read(text, node, source, &[], fields.diagnostics())
    });
    let integrity = Integrity::take(&mut fields);
    let life = fields.take("life").and_then(|n| quantity::range(n, source, fields.diagnostics()));
    let within = fields.take("within").and_then(|n| quantity::duration(n, source, fields.diagnostics()));
    let mut children = Vec::new();
    for item in fields.list("then").unwrap_or_default() {
        if depth >= MAX_DEPTH {
            fields.report(
                Diagnostic::error(LIMIT, format!("`then` is nested deeper than {MAX_DEPTH}"), source, item.span)
                    .help("flatten it"),
            );
            break;
        }
        children.extend(read_habit(item, site, depth + 1, fields.diagnostics(), &|_| ()).map(|((), habit)| habit));
    }
    fields.finish();
    let image = image?;
    let usual = &library.images[image];
    if commands.is_empty() {
        commands.push(usual.command.clone().unwrap_or_else(|| Template::literal(usual.name.clone())));
    }
    let root = if depth == 0 {
        let wanted = wanted.or_else(|| usual.parent.clone());
        let root = wanted.as_ref().and_then(|w| {
            library.roots_of(w).find(|i| {
                let on = &library.roots[*i].on;
                match site.kind {
                    "workstation" => on.takes(false, ""),
                    "server" => on.takes(true, ""),
                    role => on.takes(true, role),
                }
            })
        });
        if root.is_none() {
            let at = parent.map_or(node.span, |n| n.span);
            diagnostics.push(
                Diagnostic::error(
                    PARENT,
                    format!("no host of kind `{}` has such a parent from its boot on", site.kind),
                    source,
                    at,
                )
                .help("name a process of `roots:` in the image catalog"),
            );
            return None;
        }
        root
    } else {
        None
    };
    let habit = Habit {
        weight: 0.0,
        image,
        commands,
        root,
        account: account.or_else(|| if depth == 0 { usual.account.clone() } else { None }),
        integrity: integrity.or(usual.integrity),
        life: life.or(usual.life).unwrap_or((5 * TICKS_PER_SECOND, 5 * MINUTE)),
        within: (TICKS_PER_SECOND / 20, within.unwrap_or(TICKS_PER_SECOND)),
        children,
    };
    Some((more, habit))
}
