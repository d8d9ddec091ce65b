//! The story on one host: planned steps become processes.

use std::collections::BTreeMap;
use std::sync::Arc;

use muster_catalog::TICKS_PER_SECOND;
use muster_source::Diagnostic;

use crate::activity::unfold::Planned;
use crate::codes::{OUTSIDE, PARENT};
use crate::quantity::MINUTE;
use crate::scenario::step::{Program, Step};
use crate::vocabulary::{Account, Integrity, Parent};
use crate::world::{LAG, NONE, Start, World};

/// How long a process of the story lives if nothing says so.
const USUAL_LIFE: (i64, i64) = (2 * TICKS_PER_SECOND, 3 * MINUTE);

/// Starts what is planned for the host, in order of time.
pub(crate) fn play(planned: &[Planned<'_>], world: &mut World<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut order: Vec<usize> = (0..planned.len()).collect();
    order.sort_by_key(|i| (planned[*i].recorded, *i));
    let mut stage = Stage {
        processes: vec![NONE; planned.len()],
        accounts: vec![None; planned.len()],
        by_step: BTreeMap::new(),
        by_process: BTreeMap::new(),
    };
    for index in order {
        stage.start(index, planned, world, diagnostics);
    }
}

struct Stage<'p> {
    /// Process of each planned step, once it is started.
    processes: Vec<u32>,
    /// What each runs as.
    accounts: Vec<Option<(Account, Option<Integrity>)>>,
    /// Newest planned step of each path.
    by_step: BTreeMap<&'p Arc<str>, usize>,
    by_process: BTreeMap<u32, usize>,
}

impl<'p> Stage<'p> {
    fn start(
        &mut self,
        index: usize,
        planned: &'p [Planned<'p>],
        world: &mut World<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let Planned { step, truth, recorded, parent, key, number, iteration } = &planned[index];
        if *recorded > world.back.clock || *recorded < world.back.start {
            let message = format!("the step `{}` leaves the span on `{}`", step.path, world.host.name);
            diagnostics.push(
                step.complaint(OUTSIDE, message)
                    .help("let it begin earlier, or repeat it less often; telemetry ends at the clock"),
            );
            return;
        }
        let epoch = world.epoch_at(*recorded);
        let usual = match &step.program {
            Program::Known { image, .. } => Some(&world.back.library.images[*image]),
            Program::Unknown { .. } => None,
        };
        let above = parent.map(|p| p as usize);
        // By nesting, by name, or as the image is usually started.
        let (process, from_step) = match (&step.parent, above) {
            (Some(Parent::Step(path)), _) => match self.by_step.get(path) {
                Some(at) => (Some(self.processes[*at]), Some(*at)),
                None => (None, None),
            },
            (Some(named), _) => (world.find_parent(named, epoch, *recorded), None),
            (None, Some(above)) => (Some(self.processes[above]), Some(above)),
            (None, None) => {
                let account = step.account.clone().or_else(|| usual.and_then(|u| u.account.clone()));
                let desktop = !world.host.server && matches!(account, None | Some(Account::User));
                let fallback = Parent::of(if desktop { "explorer.exe" } else { "services.exe" });
                let named = usual.and_then(|u| u.parent.clone()).unwrap_or(fallback);
                (world.find_parent(&named, epoch, *recorded), None)
            }
        };
        let Some(parent) = process.filter(|p| {
            world.processes.get(*p as usize).is_some_and(|p| p.epoch as usize == epoch && p.created < *recorded)
        }) else {
            diagnostics.push(no_parent(step, world));
            return;
        };
        let inherited = from_step.and_then(|at| self.accounts[at].clone());
        let (account, integrity) = match (&step.account, inherited) {
            (Some(account), _) => (account.clone(), usual.and_then(|u| u.integrity)),
            (None, Some((account, integrity))) => (account, integrity),
            (None, None) => {
                let usual_account = usual.and_then(|u| u.account.clone());
                (usual_account.unwrap_or_else(|| self.account_of(parent, world)), usual.and_then(|u| u.integrity))
            }
        };
        let integrity = step.integrity.or(integrity);
        let mut stream = key.stream();
        let image = world.image(&step.program, *number, *iteration, &mut stream);
        let command = match step.command.as_ref().or_else(|| usual.and_then(|u| u.command.as_ref())) {
            Some(command) => world.fill(command, *number, *iteration, &mut stream),
            None => world.facts(image).name,
        };
        // What every host has from its boot on does not end before the next one.
        let resident = usual.is_some_and(|u| world.back.library.root_of(&Parent::of(&u.name)).is_some());
        let life = match step.life.or_else(|| usual.and_then(|u| u.life)) {
            Some((low, high)) => stream.between(low, high),
            None if resident => i64::MAX,
            None => stream.between(USUAL_LIFE.0, USUAL_LIFE.1),
        };
        let token = world.token(epoch, &account, integrity);
        let process = world.start(Start {
            recorded: *recorded,
            lag: stream.between(LAG.0, LAG.1),
            life,
            image,
            command,
            token,
            parent,
            step: *truth,
            epoch: epoch as u32,
            bits: stream.small(),
            row: true,
        });
        for setting in &step.set {
            world.set(process, setting.column, &setting.value, *number, *iteration, *key);
        }
        world.remember(process);
        self.processes[index] = process;
        self.accounts[index] = Some((account, integrity));
        self.by_step.insert(&step.path, index);
        self.by_process.insert(process, index);
    }

    /// What a process runs as that is not of the story, or was named by its image.
    fn account_of(&self, process: u32, world: &World<'_>) -> Account {
        if let Some(at) = self.by_process.get(&process)
            && let Some((account, _)) = &self.accounts[*at]
        {
            return account.clone();
        }
        let token = world.tokens[world.processes[process as usize].token as usize];
        let words = &world.back.words;
        if token.sid == words.system_sid {
            Account::System
        } else if token.sid == words.network_service_sid {
            Account::NetworkService
        } else if token.sid == words.local_service_sid {
            Account::LocalService
        } else {
            Account::User
        }
    }
}

fn no_parent(step: &Step, world: &World<'_>) -> Diagnostic {
    let parent = match &step.parent {
        Some(Parent::Image { name, words }) if words.is_empty() => format!("`{name}`"),
        Some(Parent::Image { name, words }) => format!("`{name}` with `{words}` in its command line"),
        Some(Parent::Step(path)) => format!("process of the step `{path}`"),
        None => "process to start it".to_owned(),
    };
    let message = format!("no {parent} runs on `{}` when the step `{}` begins", world.host.name, step.path);
    step.complaint(PARENT, message).help("start the parent in an earlier step, nest this step under it with `then:`, or name a process that every host has")
}
