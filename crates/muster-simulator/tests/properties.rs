//! What holds with every seed: parents are there before their children, and both flavors have the pinned schema.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, RecordBatch};
use muster_catalog::Table;
use muster_simulator::{Flavor, Library, Options, Scenario, Simulation, device_process_events, load, read, simulate};
use muster_source::Source;
use muster_values::arrow_type;

const SEEDS: u64 = 1000;

/// A small office with an intruder, a roll-out, and persistence that runs on.
const STORY: &str = "
title: An office with a story
seed: 1
clock: 2026-03-04T18:00:00Z
span: 10h
verdict: benign
fleet: {domain: contoso.com, workstations: 3, servers: {roles: [pdq, dc]}, accounts: [svc_pdq]}
noise: {profile: office, rate: 0.2}
cast: {victim: {workstation: any}}
story:
  - {id: roll-out, at: -6h, on: {each: workstations, waves: 2, gap: 3m}, use: pdq/connect-install}
  - {id: wrapper, at: -5h, on: {each: workstations}, use: pdq/deploy-wrapper, with: {account: svc_pdq}}
  - {id: lured, verdict: malicious, at: -4h, on: victim, use: pdq/connect-install}
  - {id: task, verdict: malicious, after: lured +10m, use: persistence/scheduled-task, parent: lured/agent, as: system}
  - {id: restart, at: -1h, on: victim, use: pdq/connect-restart}
";

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios")
}

/// The names of the programs under `roots:` of the image catalog: those that may run before anything is recorded.
fn roots() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(folder().join("images")).expect("the catalog is there") {
        let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("it can be read");
        let (_, roots) = text.split_once("\nroots:\n").unwrap_or(("", ""));
        let runs = roots.lines().filter_map(|line| line.trim().strip_prefix("- {run: "));
        names.extend(runs.filter_map(|rest| Some(rest.split([',', '}']).next()?.to_lowercase())));
    }
    names
}

/// A process: device, number, time of its creation in ticks.
type Process = (String, i64, i64);

struct Rows<'a> {
    table: &'a Table,
    batch: &'a RecordBatch,
}

impl<'a> Rows<'a> {
    fn column(&self, name: &str) -> &'a dyn Array {
        let index = self.table.columns.iter().position(|c| c.name == name).expect("the table has the column");
        self.batch.column(index).as_ref()
    }

    fn text(&self, name: &str, row: usize) -> String {
        self.column(name).as_string_view().value(row).to_owned()
    }

    fn number(&self, name: &str, row: usize) -> Option<i64> {
        let numbers = self.column(name).as_primitive::<Int64Type>();
        numbers.is_valid(row).then(|| numbers.value(row))
    }

    fn process(&self, prefix: &str, row: usize) -> Process {
        let id = self.number(&format!("{prefix}ProcessId"), row).expect("a process has a number");
        let created = self.number(&format!("{prefix}ProcessCreationTime"), row).expect("a process has a beginning");
        (self.text("DeviceId", row), id, created)
    }
}

fn check(seed: u64, simulation: &Simulation, roots: &BTreeSet<String>) {
    let (table, batches) = simulation.tables.get("DeviceProcessEvents").expect("the table is there");
    let mut started: HashMap<Process, String> = HashMap::new();
    let mut count = 0;
    for batch in batches {
        let rows = Rows { table, batch };
        for row in 0..batch.num_rows() {
            count += 1;
            let (child, parent) = (rows.process("", row), rows.process("Initiating", row));
            let told = format!("seed {seed}, row {count}: {child:?} from {parent:?}");
            assert!(child.2 >= parent.2, "a child is older than its parent: {told}");
            let above = rows.number("InitiatingProcessParentCreationTime", row);
            assert!(above.is_none_or(|above| above <= parent.2), "a parent is older than its own: {told}");
            let name = rows.text("InitiatingProcessFileName", row);
            match started.get(&parent) {
                // The sensor often gives the name of an initiating process in lower case.
                Some(known) => assert_eq!(known.to_lowercase(), name.to_lowercase(), "two names for a process: {told}"),
                None => assert!(roots.contains(&name.to_lowercase()), "`{name}` came from nowhere: {told}"),
            }
            let again = started.insert(child, rows.text("FileName", row));
            assert!(again.is_none(), "a process started twice: {told}");
        }
    }
    assert!(count > 50, "seed {seed} has {count} rows");
}

fn projects(simulation: &Simulation, flavor: Flavor) {
    let pinned = device_process_events(flavor);
    let (table, batches) = simulation.tables.get("DeviceProcessEvents").expect("the table is there");
    assert_eq!(table.columns, pinned.columns);
    for batch in batches {
        let types: Vec<_> = batch.columns().iter().map(|array| array.data_type().clone()).collect();
        assert_eq!(types, pinned.columns.iter().map(|c| arrow_type(c.ty)).collect::<Vec<_>>());
    }
}

#[test]
fn every_parent_is_an_earlier_row_or_a_declared_root_and_no_child_is_older() {
    let (library, diagnostics): (Library, _) = load::library(&folder());
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let (scenario, diagnostics): (Option<Scenario>, _) = read(&Source::new("office.yaml", STORY), &library);
    let scenario = scenario.unwrap_or_else(|| panic!("{diagnostics:?}"));
    let roots = roots();
    assert!(roots.contains("services.exe"), "{roots:?}");
    for seed in 0..SEEDS {
        let mut rows = Vec::new();
        for flavor in [Flavor::Defender, Flavor::Sentinel] {
            let options = Options { seed: Some(seed), flavor, ..Options::default() };
            let simulation = simulate(&scenario, &library, &options);
            assert!(simulation.diagnostics.is_empty(), "seed {seed}: {:?}", simulation.diagnostics);
            projects(&simulation, flavor);
            rows.push(simulation.tables.row_count());
            if flavor == Flavor::Defender {
                check(seed, &simulation, &roots);
            }
        }
        assert_eq!(rows[0], rows[1], "both flavors tell the same events, seed {seed}");
    }
}
