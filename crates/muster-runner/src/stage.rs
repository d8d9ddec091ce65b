//! A scenario simulated, with a pack's tables beside its own: what the cases of the pack on it share.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use arrow_array::{BooleanArray, RecordBatch};
use arrow_buffer::BooleanBuffer;
use muster_binder::bound::Query;
use muster_engine::{Options, Rows, RunError};
use muster_report::{Guard, Place, Reason};
use muster_rules::Rule;
use muster_simulator::{Flavor, Simulation, StepInfo};
use muster_source::{Diagnostic, Source, has_errors};
use muster_values::{TableSet, to_json};
use serde_json::Map;

use crate::codes::{INTERNAL, NO_TABLE, RUN_FAILED};
use crate::complete::complete;
use crate::outcome::EventSet;
use crate::pairing::Row;
use crate::prepare::PreparedPack;
use crate::suite::{Suite, SuiteScenario};
use crate::truth::Truths;

/// What the cases of a pack on a scenario share.
#[derive(Debug)]
pub(crate) struct Stage<'s> {
    pub(crate) scenario: &'s SuiteScenario,
    pub(crate) pack: &'s PreparedPack<'s>,
    pub(crate) steps: &'s [StepInfo],
    pub(crate) tables: TableSet,
    pub(crate) truths: Truths,
    /// By suppression, the events that satisfy its predicate; computed when first asked for.
    matches: Vec<OnceLock<Result<EventSet, Box<Reason>>>>,
}

/// Rows of tables that are to be left out; `true` keeps a row.
pub(crate) type Masks = BTreeMap<String, BooleanArray>;

/// Simulates a scenario. Rules of either flavor find their columns in Sentinel's copy once it is completed.
pub(crate) fn simulate(scenario: &SuiteScenario, suite: &Suite, jobs: usize) -> Simulation {
    let options = muster_simulator::Options { seed: suite.options.seed, scale: 1, flavor: Flavor::Sentinel, jobs };
    muster_simulator::simulate(&scenario.scenario, &suite.library, &options)
}

impl<'s> Stage<'s> {
    pub(crate) fn new(
        scenario: &'s SuiteScenario,
        pack: &'s PreparedPack<'s>,
        steps: &'s [StepInfo],
        simulation: &Simulation,
    ) -> Self {
        let mut tables = complete(&simulation.tables, pack.catalog);
        for (table, batches) in pack.tables.iter() {
            tables.insert(table.clone(), batches.to_vec());
        }
        let truths = Truths::of(&tables, simulation.truth.clone());
        let matches = pack.suppressions.iter().map(|_| OnceLock::new()).collect();
        Self { scenario, pack, steps, tables, truths, matches }
    }

    /// Runs a query on the tables. `source` is the text that the query's spans point into.
    pub(crate) fn run(&self, query: &Query, keep: &Masks, source: &Source) -> Result<Rows, Box<Reason>> {
        self.run_on(query, &self.tables, keep, source)
    }

    /// The query of a rule with the columns that the events of this stage decide on, suppressed or not.
    pub(crate) fn decided(&self, rule: &Rule) -> Result<Query, Box<Reason>> {
        let parsed = muster_syntax::parse(&rule.query);
        let keep = Masks::new();
        let options = Options { clock: self.scenario.scenario.clock, evidence: false, keep: &keep };
        let bound = muster_engine::bind_on(&parsed.query, &rule.query, self.pack.catalog, &self.tables, &options)
            .map_err(|error| Box::new(reason(&error, &rule.query)))?;
        let mut faults = bound.diagnostics;
        if let Some(query) = bound.query {
            faults.extend(muster_engine::check(&query, &rule.query));
            if !has_errors(&faults) {
                return Ok(query);
            }
        }
        let first = faults.into_iter().find(Diagnostic::is_error);
        Err(Box::new(Reason {
            code: first.as_ref().map_or(INTERNAL, |fault| fault.code).to_string(),
            guard: Guard::Run,
            message: first
                .as_ref()
                .map_or_else(|| "the query cannot be bound".to_owned(), |fault| fault.message.clone()),
            help: Some("on these data the query has other columns than it names".to_owned()),
            notes: Vec::new(),
            place: first.as_ref().and_then(|f| f.labels.first()).map(|label| Place::of(&label.source, label.span)),
        }))
    }

    /// Runs a query on other tables, by the same clock.
    pub(crate) fn run_on(
        &self,
        query: &Query,
        tables: &TableSet,
        keep: &Masks,
        source: &Source,
    ) -> Result<Rows, Box<Reason>> {
        let options = Options { clock: self.scenario.scenario.clock, evidence: true, keep };
        muster_engine::run(query, tables, &options).map_err(|error| Box::new(reason(&error, source)))
    }

    /// The events that satisfy the predicate of a suppression of stage `event`.
    pub(crate) fn matches(&self, suppression: usize) -> Result<&EventSet, Box<Reason>> {
        let Some(cell) = self.matches.get(suppression) else { unreachable!("a suppression of the pack") };
        cell.get_or_init(|| self.matching(suppression)).as_ref().map_err(Clone::clone)
    }

    fn matching(&self, index: usize) -> Result<EventSet, Box<Reason>> {
        let suppression = &self.pack.suppressions[index];
        let mut set = EventSet::default();
        for (name, query) in &suppression.tables {
            let Some(ordinal) = self.ordinal(name) else { continue };
            let rows = self.run(query, &Masks::new(), &suppression.predicate)?;
            let mut bits = vec![false; self.rows_of(name)];
            for event in rows.evidence().flatten() {
                if let Some(bit) = usize::try_from(event.row).ok().and_then(|row| bits.get_mut(row)) {
                    *bit = true;
                }
            }
            set.0.insert(ordinal, BooleanBuffer::from(bits));
        }
        Ok(set)
    }

    fn ordinal(&self, table: &str) -> Option<usize> {
        self.tables.iter().position(|(t, _)| t.name == table)
    }

    fn rows_of(&self, table: &str) -> usize {
        self.tables.get(table).map_or(0, |(_, batches)| batches.iter().map(RecordBatch::num_rows).sum())
    }

    /// Masks that leave the events of `sets` out of the tables that the query reads; none where there is nothing to
    /// leave out.
    pub(crate) fn masks(&self, query: &Query, sets: &[&EventSet]) -> Masks {
        let mut masks = Masks::new();
        for table in &query.tables {
            let Some(ordinal) = self.ordinal(table) else { continue };
            let union = sets.iter().filter_map(|s| s.0.get(&ordinal)).fold(None, |all: Option<BooleanBuffer>, bits| {
                Some(all.map_or_else(|| bits.clone(), |all| &all | bits))
            });
            if let Some(bits) = union.filter(|bits| bits.count_set_bits() > 0) {
                masks.insert(table.clone(), BooleanArray::new(!&bits, None));
            }
        }
        masks
    }

    /// The part of a set that lies in the tables that the query reads.
    pub(crate) fn within(&self, query: &Query, set: &EventSet) -> EventSet {
        let read: Vec<usize> = query.tables.iter().filter_map(|t| self.ordinal(t)).collect();
        EventSet(set.0.iter().filter(|(t, _)| read.contains(t)).map(|(t, bits)| (*t, bits.clone())).collect())
    }
}

/// Rows of the engine as rows to judge.
pub(crate) fn rows(rows: &Rows) -> Vec<Row> {
    rows.values()
        .zip(rows.evidence())
        .map(|(values, mut evidence)| {
            evidence.sort_unstable();
            evidence.dedup();
            let object: Map<_, _> =
                rows.columns.iter().zip(&values).map(|(c, v)| (c.name.clone(), to_json(v))).collect();
            Row { values, text: serde_json::Value::Object(object).to_string(), evidence }
        })
        .collect()
}

fn reason(error: &RunError, source: &Source) -> Reason {
    let place = |span: &muster_source::Span| Some(Place::of(source, *span));
    let plain = |code: muster_source::Code, message, place, help: &str| Reason {
        code: code.to_string(),
        guard: Guard::Run,
        message,
        help: Some(help.to_owned()),
        place,
        notes: Vec::new(),
    };
    match error {
        RunError::NoTable { name, span } => {
            let message = format!("table `{name}` is not provided");
            plain(
                NO_TABLE,
                message,
                place(span),
                "neither the simulation nor the pack has it; the scenario may `skip` the rule",
            )
        }
        RunError::Failed { message, span } => plain(
            RUN_FAILED,
            message.clone(),
            span.as_ref().and_then(place),
            "the query fails on these data, as it would in Kusto",
        ),
        RunError::Internal(message) => {
            plain(INTERNAL, message.clone(), None, "this is a bug; please report it with the rule and the scenario")
        }
    }
}
