//! One device: a tree of processes in which every child has a living parent.

mod counters;
mod course;
mod epoch;
mod token;

use std::collections::BTreeMap;

pub(crate) use course::Course;
pub(crate) use epoch::{Epoch, epochs};
pub(crate) use token::Token;

use crate::backdrop::{Backdrop, ImageFacts, facts_of, facts_of_unknown};
use crate::fleet::Host;
use crate::quantity::MILLISECOND;
use crate::scenario::settings::SetValue;
use crate::scenario::step::Program;
use crate::stream::{Key, Stream};
use crate::strings::{Local, Sym};
use crate::template::{Template, defender_form};
use crate::vocabulary::{Account, Integrity, Parent};

/// No process, or no step.
pub(crate) const NONE: u32 = u32::MAX;
/// Time between the start of a process and the moment that the sensor writes down.
pub(crate) const LAG: (i64, i64) = (200 * MILLISECOND, 600 * MILLISECOND);

/// A process of a device.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Process {
    /// When it was started, in ticks.
    pub(crate) created: i64,
    /// What the row's time is.
    pub(crate) recorded: i64,
    /// When it is gone; its number is free from then on.
    pub(crate) ended: i64,
    pub(crate) report: i64,
    /// Boot and sequence number in one.
    pub(crate) unique: u64,
    pub(crate) command: Sym,
    /// Index in the catalog's images, or behind them in those of the device.
    pub(crate) image: u32,
    pub(crate) token: u32,
    /// Index of the process that started it, or [`NONE`].
    pub(crate) parent: u32,
    pub(crate) pid: u32,
    /// Index of the truth about it, or [`NONE`] for noise.
    pub(crate) step: u32,
    pub(crate) epoch: u32,
    /// Random bits for its number and for the gaps in counters.
    pub(crate) bits: u32,
    /// Whether there is a row of it.
    pub(crate) row: bool,
    /// Whether cells of the row are given by the story.
    pub(crate) set: bool,
}

/// A process to be started.
#[derive(Clone, Copy)]
pub(crate) struct Start {
    pub(crate) recorded: i64,
    pub(crate) lag: i64,
    pub(crate) life: i64,
    pub(crate) image: u32,
    pub(crate) command: Sym,
    pub(crate) token: u32,
    pub(crate) parent: u32,
    pub(crate) step: u32,
    pub(crate) epoch: u32,
    pub(crate) bits: u32,
    pub(crate) row: bool,
}

/// The value that the story gives to a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Cell {
    Null,
    Text(Sym),
    Long(i64),
    Real(f64),
    Bool(bool),
}

/// A device under construction.
pub(crate) struct World<'a> {
    pub(crate) back: &'a Backdrop<'a>,
    pub(crate) host: &'a Host,
    pub(crate) epochs: Vec<Epoch>,
    pub(crate) texts: Local,
    pub(crate) tokens: Vec<Token>,
    pub(crate) processes: Vec<Process>,
    pub(crate) images: Vec<ImageFacts>,
    image_index: BTreeMap<(usize, String, String), u32>,
    named_tokens: BTreeMap<(usize, Account, Option<Integrity>), u32>,
    pub(crate) cells: BTreeMap<(u32, usize), Cell>,
    /// Processes of the story by lower-case name of the image, in order of time.
    story: BTreeMap<String, Vec<u32>>,
    scratch: String,
    /// Ordinary processes are drawn and forgotten; only what they leave behind on those that stay is kept. Counts the
    /// rows that they have.
    rehearsal: Option<u64>,
}

impl<'a> World<'a> {
    pub(crate) fn new(back: &'a Backdrop<'a>, host: &'a Host, epochs: Vec<Epoch>) -> Self {
        Self {
            back,
            host,
            epochs,
            texts: Local::beside(&back.texts),
            tokens: Vec::new(),
            processes: Vec::new(),
            images: Vec::new(),
            image_index: BTreeMap::new(),
            named_tokens: BTreeMap::new(),
            cells: BTreeMap::new(),
            story: BTreeMap::new(),
            scratch: String::new(),
            rehearsal: None,
        }
    }

    /// The epoch that `at` falls into.
    pub(crate) fn epoch_at(&self, at: i64) -> usize {
        self.epochs.partition_point(|e| e.boot <= at).saturating_sub(1)
    }

    /// Starts a process. It is never older than its parent, and the parent lives at least until then.
    pub(crate) fn start(&mut self, start: Start) -> u32 {
        let mut recorded = start.recorded;
        let mut created = recorded - start.lag;
        if let Some(parent) = self.processes.get_mut(start.parent as usize) {
            // The sensor writes in order: never a child before its parent.
            recorded = recorded.max(parent.recorded + 5 * MILLISECOND);
            created = (recorded - start.lag).max(parent.created + 3 * MILLISECOND);
            parent.ended = parent.ended.max(created + 5 * MILLISECOND);
        }
        let end = self.epochs.get(start.epoch as usize).map_or(i64::MAX, |e| e.end);
        self.processes.push(Process {
            created,
            recorded,
            ended: created.saturating_add(start.life).min(end).max(created + 10 * MILLISECOND),
            report: 0,
            unique: 0,
            command: start.command,
            image: start.image,
            token: start.token,
            parent: start.parent,
            pid: 0,
            step: start.step,
            epoch: start.epoch,
            bits: start.bits,
            row: start.row && (self.back.start..=self.back.clock).contains(&recorded),
            set: false,
        });
        self.processes.len() as u32 - 1
    }

    /// The process of a root in an epoch; it, and what it needs, is there from the first time that somebody asks.
    pub(crate) fn root(&mut self, epoch: usize, index: usize) -> u32 {
        if let Some(known) = self.epochs[epoch].roots[index] {
            return known;
        }
        let library = self.back.library;
        let root = &library.roots[index];
        let parent = root.parent.map_or(NONE, |parent| self.root(epoch, parent));
        let boot = self.epochs[epoch].boot;
        let mut stream = self.host.key.at("root").nth(boot).nth(index as i64).stream();
        let base = if root.at_logon { self.epochs[epoch].logon } else { boot };
        let lag = stream.between(LAG.0, LAG.1);
        let mut created = base + stream.between(root.delay.0, root.delay.1) + stream.between(0, 50 * MILLISECOND);
        if let Some(parent) = self.processes.get(parent as usize) {
            created = created.max(parent.created + 3 * MILLISECOND);
        }
        let token = self.token(epoch, &root.account, root.integrity);
        let command = match self.back.root_commands[index] {
            Some(known) => known,
            None => self.fill(&root.command, 0, 1, &mut stream),
        };
        let image = self.known_image(root.image, &mut stream);
        let process = self.start(Start {
            recorded: created + lag,
            lag,
            life: root.life.map_or(i64::MAX, |(low, high)| stream.between(low, high)),
            image,
            command,
            token,
            parent,
            step: NONE,
            epoch: epoch as u32,
            bits: stream.small(),
            row: self.back.noisy && !root.when_needed && root.parent.is_some(),
        });
        self.epochs[epoch].roots[index] = Some(process);
        process
    }

    /// The process that is meant by `parent` at a time: of the story, the newest; else the first root.
    pub(crate) fn find_parent(&mut self, parent: &Parent, epoch: usize, before: i64) -> Option<u32> {
        if let Parent::Image { name, words } = parent {
            let of_story = self.story.get(name).and_then(|all| {
                all.iter().rev().find(|index| {
                    let process = &self.processes[**index as usize];
                    let command = self.texts.get(&self.back.texts, process.command);
                    process.epoch as usize == epoch
                        && process.created < before
                        && (words.is_empty() || command.contains(words.as_str()))
                })
            });
            if let Some(index) = of_story {
                return Some(*index);
            }
        }
        let (server, role) = (self.host.server, self.host.role.as_str());
        let library = self.back.library;
        let root = library.roots_of(parent).find(|i| library.roots[*i].on.takes(server, role))?;
        Some(self.root(epoch, root))
    }

    /// Remembers a process of the story, so that others can be its children.
    pub(crate) fn remember(&mut self, index: u32) {
        let facts = self.facts(self.processes[index as usize].image);
        let name = self.texts.get(&self.back.texts, facts.name).to_ascii_lowercase();
        self.story.entry(name).or_default().push(index);
    }

    /// An image as rows show it.
    pub(crate) fn facts(&self, image: u32) -> ImageFacts {
        let shared = self.back.images.len();
        match (image as usize).checked_sub(shared) {
            Some(local) => self.images[local],
            None => self.back.images[image as usize],
        }
    }

    /// The number of an image of the catalog, at its usual place on this host.
    pub(crate) fn known_image(&mut self, image: usize, stream: &mut Stream) -> u32 {
        let library = self.back.library;
        let path = &library.images[image].path;
        if path.fixed().is_some() {
            return image as u32;
        }
        self.placed_image(image, path, None, 0, 1, stream)
    }

    /// The number of the image that a step runs.
    pub(crate) fn image(&mut self, program: &Program, number: u32, iteration: u32, stream: &mut Stream) -> u32 {
        let library = self.back.library;
        match program {
            Program::Known { image, path: None, version: None } => self.known_image(*image, stream),
            Program::Known { image, path, version } => {
                let path = path.as_ref().unwrap_or(&library.images[*image].path);
                self.placed_image(*image, path, version.as_deref(), number, iteration, stream)
            }
            Program::Unknown { path } => {
                let place = self.filled(path, number, iteration, stream);
                let key = (usize::MAX, place, String::new());
                if let Some(known) = self.image_index.get(&key) {
                    return *known;
                }
                let facts = facts_of_unknown(&key.1, &path.shape(), &mut self.texts);
                self.add_image(key, facts)
            }
        }
    }

    fn placed_image(
        &mut self,
        image: usize,
        path: &Template,
        version: Option<&str>,
        number: u32,
        iteration: u32,
        stream: &mut Stream,
    ) -> u32 {
        let place = self.filled(path, number, iteration, stream);
        let key = (image, place, version.unwrap_or_default().to_owned());
        if let Some(known) = self.image_index.get(&key) {
            return *known;
        }
        let facts = facts_of(&self.back.library.images[image], &key.1, version, &mut self.texts);
        self.add_image(key, facts)
    }

    fn add_image(&mut self, key: (usize, String, String), facts: ImageFacts) -> u32 {
        let index = (self.back.images.len() + self.images.len()) as u32;
        self.images.push(facts);
        self.image_index.insert(key, index);
        index
    }

    /// A command line, filled and as Defender reports it.
    pub(crate) fn fill(&mut self, command: &Template, number: u32, iteration: u32, stream: &mut Stream) -> Sym {
        let mut text = std::mem::take(&mut self.scratch);
        text.clear();
        let fleet = &self.back.fleet;
        let mut with = self.host.filling(&fleet.domain, &fleet.dns_domain, number, iteration, stream);
        command.fill(&mut with, &mut text);
        let sym = self.texts.push(&defender_form(&text));
        self.scratch = text;
        sym
    }

    /// A command line of ordinary activity.
    pub(crate) fn fill_passing(&mut self, command: &Template, number: u32, stream: &mut Stream) -> Sym {
        let mut text = std::mem::take(&mut self.scratch);
        text.clear();
        let fleet = &self.back.fleet;
        let mut with = self.host.filling(&fleet.domain, &fleet.dns_domain, number, 1, stream);
        command.fill(&mut with, &mut text);
        let sym = if self.rehearsal.is_some() { Sym::EMPTY } else { self.texts.pass(&defender_form(&text)) };
        self.scratch = text;
        sym
    }

    /// Takes back the processes from this index on, where they are only rehearsed.
    pub(crate) fn forget_if_rehearsing(&mut self, from: usize) {
        if let Some(rows) = &mut self.rehearsal {
            *rows += self.processes[from..].iter().filter(|p| p.row).count() as u64;
            self.processes.truncate(from);
        }
    }

    /// A text, filled.
    fn filled(&self, template: &Template, number: u32, iteration: u32, stream: &mut Stream) -> String {
        let mut text = String::new();
        let fleet = &self.back.fleet;
        let mut with = self.host.filling(&fleet.domain, &fleet.dns_domain, number, iteration, stream);
        template.fill(&mut with, &mut text);
        text
    }

    /// Gives a cell of a process's row the value that the story says.
    pub(crate) fn set(&mut self, process: u32, column: usize, value: &SetValue, number: u32, iteration: u32, key: Key) {
        let cell = match value {
            SetValue::Null => Cell::Null,
            SetValue::Long(n) => Cell::Long(*n),
            SetValue::Real(n) => Cell::Real(*n),
            SetValue::Bool(b) => Cell::Bool(*b),
            SetValue::Text(template) => {
                let mut stream = key.at("set").nth(column as i64).stream();
                let text = self.filled(template, number, iteration, &mut stream);
                Cell::Text(self.texts.intern(&text))
            }
        };
        self.cells.insert((process, column), cell);
        self.processes[process as usize].set = true;
    }
}
