//! The story of a scenario as it will happen: what starts when and where, and under what.

use std::sync::Arc;

use muster_catalog::Datetime;
use muster_source::Diagnostic;

use super::{Options, Stage, refuse, staged};
use crate::emit::{device_process_events, ordered};
use crate::library::Library;
use crate::scenario::Scenario;
use crate::scenario::limits::MAX_NOISE;
use crate::truth::Verdict;
use crate::world::{Cell, Course, NONE};

/// A process that is started.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The time of its row.
    pub time: Datetime,
    /// Short name of the host.
    pub host: String,
    /// Account that it runs as, with its domain.
    pub account: String,
    /// File name of the image.
    pub image: String,
    /// Command line, as the row has it.
    pub command: String,
    /// File name of the image of the process that starts it; empty where nothing does.
    pub parent: String,
    /// Index of that process among the events, if it is one of them.
    pub below: Option<usize>,
    /// Path of the step; nothing for ordinary activity.
    pub step: Option<Arc<str>>,
    /// Whether it is part of an attack.
    pub verdict: Verdict,
    /// Technique of ATT&CK, if the step names one.
    pub technique: Option<Arc<str>>,
}

/// What happens on the hosts of the story, in the order of time; with `noise`, ordinary activity on them too.
///
/// # Errors
/// What keeps the scenario from being played.
pub fn story(
    scenario: &Scenario,
    library: &Library,
    options: &Options,
    noise: bool,
) -> Result<(Vec<Event>, Vec<Diagnostic>), Vec<Diagnostic>> {
    let most = if noise { MAX_NOISE } else { f64::INFINITY };
    staged(scenario, library, options, most, |stage, mut diagnostics| {
        let stage = Stage { noise: stage.noise.filter(|_| noise), ..stage };
        let hosts: Vec<usize> = (0..stage.plan.hosts.len()).filter(|i| !stage.plan.hosts[*i].is_empty()).collect();
        let courses = stage.whole(&hosts, &mut diagnostics);
        refuse(&mut diagnostics)?;
        Ok((events(&courses, &stage, noise), diagnostics))
    })
}

fn events(courses: &[Course<'_>], stage: &Stage<'_>, noise: bool) -> Vec<Event> {
    let back = stage.back;
    let command_line = device_process_events::column("ProcessCommandLine").map(|(index, _)| index);
    // By device, the event of each process.
    let mut known: Vec<Vec<Option<usize>>> = courses.iter().map(|c| vec![None; c.world.processes.len()]).collect();
    let mut events = Vec::new();
    for (course, index) in ordered(courses, stage.jobs) {
        let world = &courses[course as usize].world;
        let process = &world.processes[index as usize];
        if process.step == NONE && !noise {
            continue;
        }
        let text = |sym| world.texts.get(&back.texts, sym).to_owned();
        let truth = back.truths.get(process.step as usize);
        let token = &world.tokens[process.token as usize];
        let given = command_line.and_then(|column| world.cells.get(&(index, column)));
        let parent = world.processes.get(process.parent as usize);
        known[course as usize][index as usize] = Some(events.len());
        events.push(Event {
            time: Datetime(process.recorded),
            host: world.host.name.clone(),
            account: format!("{}\\{}", text(token.domain), text(token.name)),
            image: text(world.facts(process.image).name),
            command: match given {
                Some(Cell::Text(sym)) => text(*sym),
                Some(_) => String::new(),
                None => text(process.command),
            },
            parent: parent.map(|p| text(world.facts(p.image).name)).unwrap_or_default(),
            below: parent.and_then(|_| known[course as usize][process.parent as usize]),
            step: truth.and_then(|t| t.step.clone()),
            verdict: truth.map_or(Verdict::Noise, |t| t.verdict),
            technique: truth.and_then(|t| t.technique.clone()),
        });
    }
    events
}
