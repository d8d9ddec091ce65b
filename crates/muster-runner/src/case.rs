//! One case: a rule on a scenario, raised and detected, compared and judged.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use muster_binder::bound::Query;
use muster_engine::Rows;
use muster_report::{CaseReport, EvidenceCounts, GoldenDifference, Guard, Place, Reason, RowCounts, Score, Status};
use muster_rules::Stage as SuppressionStage;
use muster_simulator::Intent;
use muster_source::{Code, Diagnostic, Span};
use muster_values::TableSet;

use crate::address::Address;
use crate::codes::{GOLDEN_DIFFERS, NO_TABLE, SKIPPED, UNBOUND, UNEXPECTED_ROWS};
use crate::golden;
use crate::intent::{Script, judge};
use crate::outcome::{Effect, EventSet, Fate, OutcomeRow, Takes, losses, outcomes, row_counts};
use crate::pairing::{Row, pair};
use crate::prepare::{PreparedPack, PreparedRule, RESULT, result_table};
use crate::score::score;
use crate::stage::{Masks, Stage, rows};
use crate::suite::{Options, SuiteScenario};
use crate::trace;

/// A case that ended.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) report: CaseReport,
    pub(crate) address: Address,
    /// What is to be left as a pending file: nothing to do, nothing to leave, or these lines.
    pub(crate) pending: Leave,
    pub(crate) observed: Observed,
    /// Complaints about its files.
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) trouble: Trouble,
}

/// What becomes of the pending file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Leave {
    /// It stays as it is.
    AsItIs,
    /// It is removed: the case is as its golden file has it.
    Nothing,
    /// It says this.
    Lines(Vec<String>),
}

/// Why a case could not be run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Trouble {
    /// It could.
    None,
    /// It failed while running.
    Run,
    /// The scenario made no event.
    NoEvent,
    /// A file cannot be loaded or bound.
    Load,
}

/// What a case tells about the suite as a whole.
#[derive(Debug, Default)]
pub(crate) struct Observed {
    /// It ran.
    pub(crate) ran: bool,
    /// A row was raised.
    pub(crate) fired: bool,
    /// Suppressions whose predicates something satisfied, by place in the pack.
    pub(crate) satisfied: BTreeSet<usize>,
    /// Ids of suppressions that took something from a row.
    pub(crate) took: BTreeSet<Arc<str>>,
    /// Suppressions that took events of malicious steps, not excused.
    pub(crate) took_malicious: BTreeSet<(Arc<str>, Arc<str>)>,
}

/// The intent of a scenario for a rule.
pub(crate) fn intent_of<'s>(scenario: &'s SuiteScenario, rule: &str) -> Option<&'s Intent> {
    let expect = &scenario.scenario.expect;
    let found = expect.iter().find(|e| e.rule.value == rule).or_else(|| expect.iter().find(|e| e.rule.value == "*"));
    found.map(|e| &e.intent)
}

/// A case that has not been run.
pub(crate) fn blank(pack: &PreparedPack<'_>, rule: &PreparedRule<'_>, scenario: &SuiteScenario) -> Done {
    let address = Address::new(&pack.pack.id, &rule.rule.id, &scenario.id);
    let report = CaseReport {
        pack: address.pack.clone(),
        rule: address.rule.clone(),
        scenario: address.scenario.clone(),
        status: Status::Error,
        reasons: Vec::new(),
        rule_place: Some(Place::of(&rule.rule.source, rule.rule.span)),
        scenario_place: Some(Place::of(&scenario.scenario.source, Span::new(0, 0))),
        rows: RowCounts::default(),
        evidence: EvidenceCounts::default(),
        score: Score::default(),
        losses: Vec::new(),
        golden: None,
    };
    Done {
        report,
        address,
        pending: Leave::AsItIs,
        observed: Observed::default(),
        diagnostics: Vec::new(),
        trouble: Trouble::None,
    }
}

impl Done {
    /// The case could not be run.
    pub(crate) fn failed(mut self, reason: Reason, trouble: Trouble) -> Self {
        self.report.status = Status::Error;
        self.report.reasons.push(reason);
        self.trouble = trouble;
        self
    }
}

/// Answers what needs no simulation: a case that is skipped, a rule that cannot be bound.
pub(crate) fn without_running(
    pack: &PreparedPack<'_>,
    rule: &PreparedRule<'_>,
    scenario: &SuiteScenario,
    options: &Options,
) -> Option<Done> {
    if let Some(intent @ Intent::Skip(waiver)) = intent_of(scenario, &rule.rule.id) {
        let mut done = blank(pack, rule, scenario);
        let source = &scenario.scenario.source;
        let script = Script { source, steps: &[] };
        let judgement = judge(&[], &crate::truth::Truths::default(), Some(intent), script, options.today);
        done.report.status = if judgement.contradictions.is_empty() { Status::Skipped } else { Status::Failed };
        done.report.reasons = judgement.contradictions;
        if done.report.status == Status::Skipped {
            done.report.reasons.push(Reason {
                code: SKIPPED.to_string(),
                guard: Guard::Intent,
                message: format!("skipped until {}: {}", waiver.expires.value, waiver.reason.value),
                help: None,
                place: Some(Place::of(source, waiver.span)),
                notes: Vec::new(),
            });
        }
        return Some(done);
    }
    if rule.query.is_none() {
        let reason = Reason {
            code: UNBOUND.to_string(),
            guard: Guard::Run,
            message: format!("the rule `{}` cannot be bound", rule.rule.id),
            help: Some("see the diagnostics of its query".to_owned()),
            place: Some(Place::of(&rule.rule.source, rule.rule.span)),
            notes: Vec::new(),
        };
        return Some(blank(pack, rule, scenario).failed(reason, Trouble::Load));
    }
    None
}

/// Runs a case.
pub(crate) fn run(stage: &Stage<'_>, rule: &PreparedRule<'_>, options: &Options, golden_root: &Path) -> Done {
    let mut done = blank(stage.pack, rule, stage.scenario);
    let Some(query) = &rule.query else { return done };
    let decided =
        if query.pending.is_empty() { Ok(Cow::Borrowed(query)) } else { stage.decided(rule.rule).map(Cow::Owned) };
    let compared = decided.and_then(|query| Ok((compare(stage, rule, &query)?, query)));
    let (Compared { rows, raised, satisfied }, query) = match compared {
        Ok(compared) => compared,
        Err(reason) => {
            let trouble = if reason.code == NO_TABLE.0 { Trouble::Load } else { Trouble::Run };
            return done.failed(*reason, trouble);
        }
    };
    let intent = intent_of(stage.scenario, &rule.rule.id);
    let script = Script { source: &stage.scenario.scenario.source, steps: stage.steps };
    let mut judgement = judge(&rows, &stage.truths, intent, script, options.today);
    for (index, step) in &judgement.unseen {
        if let Some(reason) = judgement.contradictions.get_mut(*index) {
            reason.notes.extend(trace::lost(stage, &query, &rule.rule.query, step));
        }
    }
    let kept: BTreeSet<_> =
        rows.iter().filter(|r| r.fate != Fate::Suppressed).flat_map(|r| r.kept.iter().copied()).collect();
    done.observed = Observed {
        ran: true,
        fired: raised > 0,
        satisfied,
        took: rows.iter().flat_map(|r| r.by.iter().cloned()).collect(),
        took_malicious: judgement.took_malicious,
    };
    let report = &mut done.report;
    report.rows = row_counts(&rows, raised);
    report.evidence = stage.truths.count(kept);
    report.score = score(&rows, &stage.truths, intent, stage.steps);
    report.losses = losses(&rows, &stage.truths);
    let mut differences = Vec::new();
    if options.seed.is_none() {
        let lines: Vec<String> = rows.iter().map(|row| golden::line(row, &stage.truths)).collect();
        let path = done.address.golden(golden_root);
        match golden::load(&path) {
            Ok(golden) if golden.exists != lines.is_empty() && golden::same_lines(&golden.lines, &lines) => {
                done.pending = Leave::Nothing;
            }
            Ok(golden) => {
                differences.push(difference(golden.exists, &lines));
                report.golden = Some(GoldenDifference {
                    file: path.display().to_string(),
                    pending: None,
                    expected: golden.lines,
                    actual: lines.clone(),
                });
                done.pending = Leave::Lines(lines);
            }
            Err(faults) => {
                let message = faults.first().map(|d| d.message.clone()).unwrap_or_default();
                let code = faults.first().map_or(GOLDEN_DIFFERS, |d| d.code);
                done.diagnostics = faults;
                let place = Some(Place { file: path.display().to_string(), line: 1, column: 1 });
                return done.failed(
                    Reason {
                        code: code.to_string(),
                        guard: Guard::Golden,
                        message,
                        help: None,
                        place,
                        notes: Vec::new(),
                    },
                    Trouble::Load,
                );
            }
        }
    }
    // What a person says comes before what was recorded.
    report.reasons.extend(judgement.contradictions);
    report.reasons.extend(differences);
    let bad = !report.reasons.is_empty();
    report.status = match (bad, judgement.tolerated.is_empty()) {
        (true, _) => Status::Failed,
        (false, false) => Status::KnownGap,
        (false, true) => Status::Passed,
    };
    report.reasons.extend(judgement.tolerated);
    done
}

fn difference(exists: bool, lines: &[String]) -> Reason {
    let (code, message): (Code, String) = if exists && lines.is_empty() {
        (GOLDEN_DIFFERS, "the rule is silent, the golden file has rows".to_owned())
    } else if exists {
        (GOLDEN_DIFFERS, "the outcome differs from the golden file".to_owned())
    } else {
        let count = if lines.len() == 1 { "1 row".to_owned() } else { format!("{} rows", lines.len()) };
        (UNEXPECTED_ROWS, format!("{count} where no golden file is, which means silence"))
    };
    let help = "review with `muster golden diff`; if it is right, `muster golden accept`".to_owned();
    Reason { code: code.to_string(), guard: Guard::Golden, message, help: Some(help), place: None, notes: Vec::new() }
}

/// What the two runs of a case gave.
pub(crate) struct Compared {
    pub(crate) rows: Vec<OutcomeRow>,
    raised: usize,
    satisfied: BTreeSet<usize>,
}

/// A suppression that may do something in a case.
enum Candidate {
    Event(usize, EventSet),
    /// With the query that gives the matching rows of the result.
    Result(usize, Box<Query>),
}

/// Runs the rule without and with its suppressions.
pub(crate) fn compare(stage: &Stage<'_>, rule: &PreparedRule<'_>, query: &Query) -> Result<Compared, Box<Reason>> {
    let source = &rule.rule.query;
    let raised_rows = stage.run(query, &Masks::new(), source)?;
    let raised = rows(&raised_rows);
    let mut satisfied = BTreeSet::new();
    let mut candidates = Vec::new();
    for &index in &rule.suppressions {
        let suppression = &stage.pack.suppressions[index];
        match suppression.suppression.stage {
            SuppressionStage::Event => {
                let set = stage.within(query, stage.matches(index)?);
                if !set.is_empty() {
                    satisfied.insert(index);
                    candidates.push(Candidate::Event(index, set));
                }
            }
            SuppressionStage::Result => {
                let known = suppression.results.get(&rule.rule.id).cloned();
                let bound =
                    known.map_or_else(|| suppression.bind_result(raised_rows.columns.iter(), stage.pack.catalog), Ok);
                match bound {
                    Ok(query) => candidates.push(Candidate::Result(index, Box::new(query))),
                    Err(faults) => return Err(Box::new(unfit(&faults, suppression.id.as_ref()))),
                }
            }
        }
    }
    let sets = candidates.iter().filter_map(|c| match c {
        Candidate::Event(_, set) => Some(set),
        Candidate::Result(..) => None,
    });
    let masks = stage.masks(query, &sets.collect::<Vec<_>>());
    let masked = if masks.is_empty() { None } else { Some(stage.run(query, &masks, source)?) };
    let after = masked.as_ref().unwrap_or(&raised_rows);
    let mut removed = vec![false; after.len()];
    let mut raised_takes: Vec<(usize, Vec<bool>)> = Vec::new();
    for candidate in &candidates {
        let Candidate::Result(index, predicate) = candidate else { continue };
        let predicate_source = &stage.pack.suppressions[*index].predicate;
        let on_raised = selected(stage, predicate, &raised_rows, predicate_source)?;
        let on_after =
            if masked.is_some() { selected(stage, predicate, after, predicate_source)? } else { on_raised.clone() };
        if on_raised.iter().chain(&on_after).any(|b| *b) {
            satisfied.insert(*index);
            raised_takes.push((*index, on_raised));
        }
        removed.iter_mut().zip(on_after).for_each(|(all, one)| *all |= one);
    }
    let detected: Vec<Row> = if masked.is_none() && removed.iter().all(|r| !r) {
        raised.clone()
    } else {
        rows(after).into_iter().zip(&removed).filter(|(_, removed)| !**removed).map(|(row, _)| row).collect()
    };
    let several = satisfied.len() > 1;
    let mut effects = Vec::new();
    for candidate in candidates {
        if let Candidate::Event(index, set) = candidate {
            let alone = if several && !raised.is_empty() {
                let masks = stage.masks(query, &[&set]);
                let alone = rows(&stage.run(query, &masks, source)?);
                let partners = pair(&raised, &alone).into_iter();
                Some(partners.map(|p| p.and_then(|d| alone.get(d)).map(|row| row.evidence.clone())).collect())
            } else {
                None
            };
            effects.push(Effect {
                id: Arc::clone(&stage.pack.suppressions[index].id),
                takes: Takes::Events(set),
                alone,
            });
        }
    }
    for (index, takes) in raised_takes {
        let alone = several.then(|| {
            let kept = |(row, taken): (&Row, &bool)| (!taken).then(|| row.evidence.clone());
            raised.iter().zip(&takes).map(kept).collect()
        });
        effects.push(Effect { id: Arc::clone(&stage.pack.suppressions[index].id), takes: Takes::Rows(takes), alone });
    }
    Ok(Compared { rows: outcomes(&raised, &detected, &effects), raised: raised.len(), satisfied })
}

/// Which rows of a result satisfy a predicate of stage `result`.
fn selected(
    stage: &Stage<'_>,
    predicate: &Query,
    result: &Rows,
    source: &muster_source::Source,
) -> Result<Vec<bool>, Box<Reason>> {
    let mut flags = vec![false; result.len()];
    if flags.is_empty() {
        return Ok(flags);
    }
    let mut tables = TableSet::new();
    tables.insert(result_table(result.columns.iter()), result.batches());
    debug_assert!(tables.get(RESULT).is_some());
    let rows = stage.run_on(predicate, &tables, &Masks::new(), source)?;
    for event in rows.evidence().flatten() {
        if let Some(flag) = usize::try_from(event.row).ok().and_then(|row| flags.get_mut(row)) {
            *flag = true;
        }
    }
    Ok(flags)
}

fn unfit(faults: &[Diagnostic], id: &str) -> Reason {
    let first = faults.iter().find(|d| d.is_error());
    Reason {
        code: first.map_or(crate::codes::RESULT_UNBOUND, |d| d.code).to_string(),
        guard: Guard::Run,
        message: format!(
            "the suppression `{id}` does not fit the result: {}",
            first.map(|d| d.message.as_str()).unwrap_or_default()
        ),
        help: Some("name columns of the rule's result".to_owned()),
        place: first.and_then(|d| d.labels.first()).map(|l| Place::of(&l.source, l.span)),
        notes: Vec::new(),
    }
}
