//! What is run: packs, scenarios, and how.

use std::path::PathBuf;

use chrono::NaiveDate;
use muster_catalog::Catalog;
use muster_rules::Pack;
use muster_simulator::{Library, Scenario};
use muster_source::Diagnostic;
use muster_values::TableSet;

use crate::filter::Filter;

/// Packs and scenarios, and how they are run.
#[derive(Debug)]
pub struct Suite {
    /// The packs.
    pub packs: Vec<SuitePack>,
    /// The scenarios.
    pub scenarios: Vec<SuiteScenario>,
    /// What the scenarios are made of.
    pub library: Library,
    /// The folder of packs.
    pub rulepacks: PathBuf,
    /// The folder of scenarios.
    pub scenario_folder: PathBuf,
    /// The folder of golden files.
    pub golden: PathBuf,
    /// How to run.
    pub options: Options,
    /// What was wrong with the files so far; part of the run's record.
    pub diagnostics: Vec<Diagnostic>,
}

/// A pack with all that its rules may name.
#[derive(Debug)]
pub struct SuitePack {
    /// The pack.
    pub pack: Pack,
    /// The names that its rules may use.
    pub catalog: Catalog,
    /// The tables that it provides: its watchlists and profiles.
    pub tables: TableSet,
}

/// A scenario and the packs that are run on it.
#[derive(Debug)]
pub struct SuiteScenario {
    /// The stem of its file.
    pub id: String,
    /// Ids of packs.
    pub packs: Vec<String>,
    /// The scenario.
    pub scenario: Scenario,
}

/// How to run.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which cases.
    pub filter: Filter,
    /// Threads; 0 means one a processor.
    pub jobs: usize,
    /// When to stop.
    pub stop: Stop,
    /// Instead of the scenarios' seeds. Golden files are not compared then: they belong to the scenario's seed.
    pub seed: Option<u64>,
    /// What may be written.
    pub writes: Writes,
    /// Whether the suite is all that the folder of golden files is about: only then can a golden file be an orphan, a
    /// suppression dead, a rule unable to fire.
    pub extent: Extent,
    /// The day by which waivers and suppressions are judged.
    pub today: NaiveDate,
}

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stop {
    /// After the last case.
    #[default]
    AtTheEnd,
    /// After the first case that fails, in the order of the report.
    AtFirstFailure,
}

/// What a run may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Writes {
    /// Pending golden files.
    #[default]
    Pending,
    /// Nothing: under CI.
    Nothing,
}

/// How much of a workspace a suite is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// All of it.
    #[default]
    Whole,
    /// Some packs or scenarios.
    Part,
}

impl Options {
    /// All cases, one thread a processor, pending files, judged on `today`.
    #[must_use]
    pub fn new(today: NaiveDate) -> Self {
        Self {
            filter: Filter::default(),
            jobs: 0,
            stop: Stop::default(),
            seed: None,
            writes: Writes::default(),
            extent: Extent::default(),
            today,
        }
    }
}
