//! Running a suite.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;

use muster_report::{Conclusion, Event, Guard, Place, Reason, RunRecord, Status};
use muster_rules::NO_RULES;
use muster_simulator::{Simulation, StepInfo};
use muster_source::{Diagnostic, Severity, Span, has_errors};
use rayon::prelude::*;

use crate::address::Address;
use crate::case::{self, Done, Leave, Trouble};
use crate::codes::{NO_CASE, NO_EVENT, NO_RULE};
use crate::filter::Candidate;
use crate::golden;
use crate::left_out::{Unknown, left_out, may_be_of_suppressions};
use crate::prepare::{PreparedPack, check_expectations, prepare};
use crate::stage::{Stage, simulate};
use crate::suite::{Extent, Stop, Suite, SuiteScenario, Writes};
use crate::vacuity::{Tally, orphan};

/// Stack of a thread that runs cases: plans of deep queries recurse.
const STACK_BYTES: usize = 16 << 20;

/// A scenario and its selected cases.
struct Plan<'s> {
    scenario: &'s SuiteScenario,
    steps: Vec<StepInfo>,
    /// By pack, the rules, each with the number of its case.
    packs: Vec<(usize, Vec<(usize, usize)>)>,
}

/// The cases of a suite, selected or not: pack, rule, scenario.
#[must_use]
pub fn cases(suite: &Suite) -> BTreeSet<Address> {
    let mut all = BTreeSet::new();
    for scenario in &suite.scenarios {
        for pack in suite.packs.iter().filter(|p| scenario.packs.contains(&p.pack.id)) {
            all.extend(pack.pack.rules.iter().map(|r| Address::new(&pack.pack.id, &r.id, &scenario.id)));
        }
    }
    all
}

/// The cases that the filter selects, in the order in which they run.
#[must_use]
pub fn selected(suite: &Suite) -> Vec<Address> {
    let packs: Vec<_> = suite.packs.iter().map(|p| &p.pack).collect();
    let mut all = Vec::new();
    for plan in plans(suite) {
        for (pack, rules) in plan.packs {
            let pack = packs[pack];
            all.extend(rules.iter().map(|(rule, _)| Address::new(&pack.id, &pack.rules[*rule].id, &plan.scenario.id)));
        }
    }
    all
}

fn plans(suite: &Suite) -> Vec<Plan<'_>> {
    let mut plans = Vec::new();
    let mut number = 0;
    for scenario in &suite.scenarios {
        let steps = scenario.scenario.steps();
        let mut packs = Vec::new();
        for (index, pack) in suite.packs.iter().enumerate() {
            let pack = &pack.pack;
            if !scenario.packs.contains(&pack.id) {
                continue;
            }
            let mut rules = Vec::new();
            for (rule_index, rule) in pack.rules.iter().enumerate() {
                let tags: Vec<&str> = rule.tags.iter().chain(&scenario.scenario.tags).map(String::as_str).collect();
                let of_steps = steps.iter().filter_map(|s| s.technique.as_deref());
                let techniques: Vec<&str> = rule.techniques.iter().map(String::as_str).chain(of_steps).collect();
                let candidate = Candidate {
                    pack: &pack.id,
                    rule: &rule.id,
                    scenario: &scenario.id,
                    tags: &tags,
                    techniques: &techniques,
                };
                if suite.options.filter.matches(&candidate) {
                    rules.push((rule_index, number));
                    number += 1;
                }
            }
            if !rules.is_empty() {
                packs.push((index, rules));
            }
        }
        if !packs.is_empty() {
            plans.push(Plan { scenario, steps, packs });
        }
    }
    plans
}

/// What a worker sends.
enum Message {
    /// Complaints about a scenario, before its first case.
    Scenario(usize, Vec<Diagnostic>),
    Case(usize, Box<Done>),
}

/// Runs a suite and tells what happens, in the same order with any number of threads.
///
/// Writes pending golden files unless told not to, and nothing else.
#[must_use]
pub fn run_suite(suite: &Suite, tell: &mut dyn FnMut(&Event)) -> RunRecord {
    let mut record = RunRecord::default();
    let mut emit = |event: Event| {
        record.fold(&event);
        tell(&event);
    };
    let conclusion = run_all(suite, &mut emit);
    let (conclusion, rules) = conclusion;
    emit(Event::RunFinished { conclusion, rules });
    record
}

fn run_all(suite: &Suite, emit: &mut dyn FnMut(Event)) -> (Conclusion, Vec<muster_report::RuleReport>) {
    let mut worst = Conclusion::Passed;
    let mut complain = |diagnostics: Vec<Diagnostic>, emit: &mut dyn FnMut(Event)| {
        if has_errors(&diagnostics) {
            worst = worst.max(Conclusion::Unloadable);
        }
        for d in diagnostics {
            emit(Event::Diagnostic(d));
        }
        worst
    };
    let worst = complain(suite.diagnostics.clone(), emit);
    let loaded = !suite.diagnostics.iter().any(|d| d.is_error() && d.code != NO_RULES);
    let early = left_out(suite, &[], &[]);
    if suite.packs.iter().all(|p| p.pack.rules.is_empty()) {
        // That nothing is left follows from what cannot be loaded, and that has been told.
        if !loaded {
            emit(Event::LeftOut(early));
            return (worst.max(Conclusion::NothingSelected), Vec::new());
        }
        let none = Diagnostic::bare(NO_RULE, Severity::Error, "there is no rule to test");
        emit(Event::Diagnostic(none.help("put rules into a pack's folder `rules`, or name another pack")));
        return (worst.max(Conclusion::NothingSelected), Vec::new());
    }
    let plans = plans(suite);
    let count: usize = plans.iter().flat_map(|p| &p.packs).map(|(_, rules)| rules.len()).sum();
    if count == 0 {
        if !loaded {
            emit(Event::LeftOut(early));
            return (worst.max(Conclusion::NothingSelected), Vec::new());
        }
        let none = Diagnostic::bare(NO_CASE, Severity::Error, "no case is selected");
        let help = if suite.scenarios.is_empty() {
            "no scenario is of a pack of the suite; write one"
        } else {
            "the filter matches no rule on any scenario; `--list` shows all cases"
        };
        emit(Event::Diagnostic(none.help(help)));
        return (worst.max(Conclusion::NothingSelected), Vec::new());
    }
    let mut diagnostics = Vec::new();
    let packs: Vec<PreparedPack<'_>> = suite.packs.iter().map(|p| prepare(p, &mut diagnostics)).collect();
    let unknown = Unknown::of(suite);
    for scenario in &suite.scenarios {
        let of: Vec<&PreparedPack<'_>> = packs.iter().filter(|p| scenario.packs.contains(&p.pack.id)).collect();
        diagnostics.extend(check_expectations(scenario, &of, &unknown));
    }
    let missing = left_out(suite, &packs, &diagnostics);
    let mut complete = loaded && !has_errors(&diagnostics);
    // What rules give without a suppression that cannot be loaded is nothing to accept.
    let lacks = suite.diagnostics.iter().chain(&diagnostics).any(may_be_of_suppressions);
    let writes = if lacks { Writes::Nothing } else { suite.options.writes };
    let mut worst = complain(diagnostics, emit);
    if !missing.is_empty() {
        emit(Event::LeftOut(missing));
    }
    let rules: BTreeSet<(usize, usize)> =
        plans.iter().flat_map(|p| &p.packs).flat_map(|(p, rules)| rules.iter().map(|(r, _)| (*p, *r))).collect();
    emit(Event::RunStarted { rules: rules.len(), scenarios: plans.len(), cases: count });

    let mut tallies: BTreeMap<&str, Tally<'_>> = packs.iter().map(|p| (p.pack.id.as_str(), Tally::new(p))).collect();
    let mut ended = 0;
    perform(suite, &plans, &packs, &mut |message| match message {
        Message::Scenario(_, diagnostics) => {
            if has_errors(&diagnostics) {
                worst = worst.max(Conclusion::Unloadable);
            }
            for d in diagnostics {
                emit(Event::Diagnostic(d));
            }
            true
        }
        Message::Case(_, mut done) => {
            ended += 1;
            complete &= done.trouble == Trouble::None;
            let faults = settle(suite, writes, &mut done);
            if has_errors(&faults) {
                worst = worst.max(Conclusion::Unloadable);
            }
            for d in faults {
                emit(Event::Diagnostic(d));
            }
            worst = worst.max(match (done.report.status, done.trouble) {
                (Status::Passed | Status::KnownGap | Status::Skipped, _) => Conclusion::Passed,
                (_, Trouble::Load) => Conclusion::Unloadable,
                (_, Trouble::NoEvent) => Conclusion::NothingSelected,
                (_, Trouble::Run | Trouble::None) => Conclusion::Failed,
            });
            if let Some(tally) = tallies.get_mut(done.address.pack.as_str()) {
                tally.add(&done);
            }
            let bad = done.report.status.is_bad();
            emit(Event::CaseFinished(Box::new(done.report)));
            !(bad && suite.options.stop == Stop::AtFirstFailure)
        }
    });
    // What only the whole suite can show says nothing where a part of it could not be loaded or run.
    let whole = suite.options.filter.is_everything() && suite.options.extent == Extent::Whole;
    let everything = whole && complete && ended == count;
    for tally in tallies.values() {
        let mut findings = tally.always(suite.options.today);
        if everything {
            findings.extend(tally.whole());
        }
        for finding in findings {
            if finding.is_failure() {
                worst = worst.max(Conclusion::Failed);
            }
            emit(Event::Finding(finding));
        }
    }
    if everything {
        match golden::orphans(&suite.golden, &cases(suite)) {
            Ok(paths) => {
                for path in paths {
                    worst = worst.max(Conclusion::Failed);
                    let pack = path.strip_prefix(&suite.golden).ok().and_then(|p| p.iter().next());
                    let pack = pack.map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
                    emit(Event::Finding(orphan(&pack, &path.display().to_string())));
                }
            }
            Err(faults) => {
                worst = worst.max(Conclusion::Unloadable);
                for d in faults {
                    emit(Event::Diagnostic(d));
                }
            }
        }
    }
    (worst, tallies.values().flat_map(Tally::rules).collect())
}

/// Leaves or removes the pending file of a case.
fn settle(suite: &Suite, writes: Writes, done: &mut Done) -> Vec<Diagnostic> {
    let mut faults = std::mem::take(&mut done.diagnostics);
    if writes == Writes::Nothing {
        return faults;
    }
    let root = &suite.golden;
    match &done.pending {
        Leave::AsItIs => {}
        Leave::Nothing => faults.extend(golden::discard_pending(root, &done.address).err()),
        Leave::Lines(lines) => match golden::write_pending(root, &done.address, lines) {
            Ok(path) => {
                if let Some(golden) = &mut done.report.golden {
                    golden.pending = Some(path.display().to_string());
                }
            }
            Err(fault) => faults.push(fault),
        },
    }
    faults
}

/// Runs all cases in parallel and hands on what they give in the order of their numbers, until `take` says stop.
fn perform(suite: &Suite, plans: &[Plan<'_>], packs: &[PreparedPack<'_>], take: &mut dyn FnMut(Message) -> bool) {
    let stop = AtomicBool::new(false);
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel::<Message>();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(suite.options.jobs).stack_size(STACK_BYTES).build();
    let jobs = pool.as_ref().map_or(1, rayon::ThreadPool::current_num_threads);
    // Threads of a simulation are its own; they are worth it only where cases do not keep all of them busy.
    let simulation_jobs = if plans.len() < jobs { jobs } else { 1 };
    let work = |sender: mpsc::Sender<Message>| {
        while !stop.load(Ordering::Relaxed) {
            let Some(plan) = plans.get(next.fetch_add(1, Ordering::Relaxed)) else { return };
            play(suite, plan, packs, simulation_jobs, &stop, &sender);
        }
    };
    std::thread::scope(|scope| {
        let work = &work;
        match &pool {
            Ok(pool) => {
                scope.spawn(move || {
                    pool.scope(|s| {
                        for _ in 0..jobs {
                            let sender = sender.clone();
                            s.spawn(move |_| work(sender));
                        }
                        drop(sender);
                    });
                });
            }
            // No thread can be started: the work is done by this one before its results are read.
            Err(_) => work(sender),
        }
        let mut waiting: BTreeMap<(usize, bool), Message> = BTreeMap::new();
        let mut expected = 0;
        for message in receiver {
            let key = match &message {
                Message::Scenario(number, _) => (*number, false),
                Message::Case(number, _) => (*number, true),
            };
            waiting.insert(key, message);
            while let Some(message) = waiting.remove(&(expected, false)) {
                if !stop.load(Ordering::Relaxed) && !take(message) {
                    stop.store(true, Ordering::Relaxed);
                }
            }
            while let Some(message) = waiting.remove(&(expected, true)) {
                expected += 1;
                if !stop.load(Ordering::Relaxed) && !take(message) {
                    stop.store(true, Ordering::Relaxed);
                }
                if let Some(message) = waiting.remove(&(expected, false))
                    && !stop.load(Ordering::Relaxed)
                {
                    take(message);
                }
            }
        }
    });
}

/// Simulates a scenario once and runs its cases.
fn play(
    suite: &Suite,
    plan: &Plan<'_>,
    packs: &[PreparedPack<'_>],
    jobs: usize,
    stop: &AtomicBool,
    sender: &mpsc::Sender<Message>,
) {
    // The receiver lives as long as the scope; a send cannot fail.
    let send = |message| drop(sender.send(message));
    let options = &suite.options;
    let mut waiting: Vec<(usize, Vec<(usize, usize)>)> = Vec::new();
    for (pack, rules) in &plan.packs {
        let prepared = &packs[*pack];
        let mut rest = Vec::new();
        for (rule, number) in rules {
            match case::without_running(prepared, &prepared.rules[*rule], plan.scenario, options) {
                Some(done) => send(Message::Case(*number, Box::new(done))),
                None => rest.push((*rule, *number)),
            }
        }
        if !rest.is_empty() {
            waiting.push((*pack, rest));
        }
    }
    let Some(first) = waiting.iter().flat_map(|(_, rules)| rules).map(|(_, number)| *number).min() else { return };
    let simulation = simulate(plan.scenario, suite, jobs);
    let unusable = unusable(plan.scenario, &simulation);
    if !simulation.diagnostics.is_empty() {
        send(Message::Scenario(first, simulation.diagnostics.clone()));
    }
    for (pack, rules) in &waiting {
        let prepared = &packs[*pack];
        if let Some((reason, trouble)) = &unusable {
            for (rule, number) in rules {
                let blank = case::blank(prepared, &prepared.rules[*rule], plan.scenario);
                send(Message::Case(*number, Box::new(blank.failed(reason.clone(), *trouble))));
            }
            continue;
        }
        let stage = Stage::new(plan.scenario, prepared, &plan.steps, &simulation);
        rules.par_iter().for_each_with(sender.clone(), |sender, (rule, number)| {
            if !stop.load(Ordering::Relaxed) {
                let done = case::run(&stage, &prepared.rules[*rule], options, &suite.golden);
                drop(sender.send(Message::Case(*number, Box::new(done))));
            }
        });
    }
}

/// Why no case can run on a simulation.
fn unusable(scenario: &SuiteScenario, simulation: &Simulation) -> Option<(Reason, Trouble)> {
    let source = &scenario.scenario.source;
    if let Some(error) = simulation.diagnostics.iter().find(|d| d.is_error()) {
        let place = error.labels.first().map(|l| Place::of(&l.source, l.span));
        let reason = Reason {
            code: error.code.to_string(),
            guard: Guard::Run,
            message: format!("the scenario cannot be simulated: {}", error.message),
            help: None,
            place,
            notes: Vec::new(),
        };
        return Some((reason, Trouble::Load));
    }
    (simulation.tables.row_count() == 0).then(|| {
        let reason = Reason {
            code: NO_EVENT.to_string(),
            guard: Guard::Vacuity,
            message: format!("the scenario `{}` makes no event", scenario.id),
            help: Some("add a step to `story:`, or `noise:`".to_owned()),
            place: Some(Place::of(source, Span::new(0, 0))),
            notes: Vec::new(),
        };
        (reason, Trouble::NoEvent)
    })
}
