//! A device on its way through the telemetry, slice of time by slice of time.
//!
//! Ordinary activity is by far the most, and little of it matters for longer than a few minutes. So it is rehearsed
//! first, drawn and forgotten, which tells what the boots must start because something needs it later; then it is
//! played for good, and what has its rows written goes. Processes that stay come first in the list, those of ordinary
//! activity follow.

use muster_source::Diagnostic;

use crate::activity::noise::{Noise, Progress};
use crate::activity::play::play;
use crate::activity::unfold::Planned;
use crate::strings::Sym;
use crate::world::counters::Counters;
use crate::world::{NONE, World};

/// A device and how far it got.
pub(crate) struct Course<'a> {
    pub(crate) world: World<'a>,
    /// Processes of the slice that have a row, in the order of the rows.
    pub(crate) rows: Vec<u32>,
    pub(crate) name: Sym,
    pub(crate) id: Sym,
    progress: Option<Progress>,
    counters: Counters,
    /// How many processes stay.
    staying: usize,
    /// Those of them that have no number yet, last one first.
    ahead: Vec<u32>,
    /// Processes of ordinary activity that have no number yet.
    open: Vec<u32>,
    /// Processes that have a number, and a row in a later slice.
    waiting: Vec<u32>,
}

impl<'a> Course<'a> {
    /// A device of which everything is there: [`Course::advance`] once to the end of time gives all its rows.
    pub(crate) fn whole(
        mut world: World<'a>,
        planned: &[Planned<'_>],
        noise: Option<&Noise>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        if let Some(noise) = noise
            && let Some(mut progress) = noise.begin(&mut world)
        {
            noise.play(i64::MAX, &mut progress, &mut world);
        }
        play(planned, &mut world, diagnostics);
        Self::new(world, None)
    }

    /// A device of which everything that stays is there; the noise is rehearsed, and comes with [`Course::advance`].
    /// Gives also how many rows there will be.
    pub(crate) fn in_slices(
        mut world: World<'a>,
        planned: &[Planned<'_>],
        noise: Option<&Noise>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (Self, u64) {
        let mut progress = None;
        let mut rows = 0;
        if let Some(noise) = noise {
            if let Some(mut rehearsed) = noise.begin(&mut world) {
                world.rehearsal = Some(0);
                noise.play(i64::MAX, &mut rehearsed, &mut world);
                rows = world.rehearsal.take().unwrap_or(0);
            }
            progress = noise.again(&world);
        }
        play(planned, &mut world, diagnostics);
        rows += world.processes.iter().filter(|p| p.row).count() as u64;
        (Self::new(world, progress), rows)
    }

    fn new(mut world: World<'a>, progress: Option<Progress>) -> Self {
        let name = world.texts.intern(&world.host.fqdn);
        let id = world.texts.intern(&world.host.device_id);
        let staying = world.processes.len();
        let mut ahead: Vec<u32> = (0..staying as u32).collect();
        ahead.sort_unstable_by_key(|i| std::cmp::Reverse((world.processes[*i as usize].created, *i)));
        Self {
            world,
            rows: Vec::new(),
            name,
            id,
            progress,
            counters: Counters::new(),
            staying,
            ahead,
            open: Vec::new(),
            waiting: Vec::new(),
        }
    }

    /// Goes on to the hour `hour` of ordinary activity. `until` is a time before which nothing of a later hour can
    /// have begun: rows before it are given, all later ones wait.
    pub(crate) fn advance(&mut self, noise: Option<&Noise>, hour: i64, until: i64) {
        self.sweep();
        let before = self.world.processes.len() as u32;
        if let (Some(noise), Some(progress)) = (noise, &mut self.progress) {
            noise.play(hour, progress, &mut self.world);
        }
        self.open.extend(before..self.world.processes.len() as u32);
        let processes = &self.world.processes;
        let created = |i: u32| processes[i as usize].created;
        let mut order: Vec<u32> = Vec::new();
        while let Some(index) = self.ahead.pop_if(|i| created(*i) < until) {
            order.push(index);
        }
        order.extend(self.open.extract_if(.., |i| created(*i) < until));
        order.sort_unstable_by_key(|i| (created(*i), *i));
        self.counters.number_processes(&mut self.world, &order);
        let processes = &self.world.processes;
        self.waiting.extend(order.into_iter().filter(|i| processes[*i as usize].row));
        self.rows.clear();
        self.rows.extend(self.waiting.extract_if(.., |i| processes[*i as usize].recorded < until));
        self.rows.sort_unstable_by_key(|i| {
            let process = &processes[*i as usize];
            (process.recorded, process.unique)
        });
        self.counters.number_reports(&mut self.world, &self.rows);
    }

    /// Lets go of what passed: processes whose rows are given, and that no later row names.
    fn sweep(&mut self) {
        let world = &mut self.world;
        let passing = world.processes.len() - self.staying;
        if passing == 0 {
            return;
        }
        let mut keep = vec![false; passing];
        for index in self.open.iter().chain(&self.waiting) {
            if let Some(place) = (*index as usize).checked_sub(self.staying) {
                keep[place] = true;
            }
        }
        // A row names its process, the one above, and the one above that. Those above come first in the list.
        for place in (0..passing).rev() {
            let parent = world.processes[self.staying + place].parent;
            if keep[place]
                && parent != NONE
                && let Some(above) = (parent as usize).checked_sub(self.staying)
            {
                keep[above] = true;
            }
        }
        let texts = world.texts.take_passing();
        let mut moved = vec![NONE; passing];
        let mut next = self.staying;
        for place in 0..passing {
            if !keep[place] {
                continue;
            }
            let mut process = world.processes[self.staying + place];
            if let Some(text) = process.command.passing() {
                process.command = world.texts.pass(texts.get(text));
            }
            if process.parent != NONE
                && let Some(above) = (process.parent as usize).checked_sub(self.staying)
            {
                process.parent = moved[above];
            }
            moved[place] = next as u32;
            world.processes[next] = process;
            next += 1;
        }
        world.processes.truncate(next);
        for index in self.open.iter_mut().chain(&mut self.waiting) {
            if let Some(place) = (*index as usize).checked_sub(self.staying) {
                *index = moved[place];
            }
        }
    }
}
