//! What must hold for every seed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, RecordBatch};
use muster_source::Source;
use proptest::prelude::*;

use super::*;
use crate::world::NONE;

static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    let (library, diagnostics) = crate::load::library(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios"));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    library
});

fn scenario(workstations: u32, noise: &str) -> Scenario {
    let text = format!(
        r"
title: A bit of everything
clock: 2026-03-04T18:00:00Z
span: 26h
verdict: malicious
fleet:
  workstations: {workstations}
  servers: {{roles: [dc, pdq, monitoring]}}
  groups: {{ITAdminsGroup: [svc_pdq, jdoe]}}
noise: {noise}
cast: {{victim: {{workstation: any}}, admin: {{workstation: any, user: jdoe}}, console: {{server: pdq}}}}
story:
  - {{id: lure, at: -5h, on: victim, use: delivery/lure-msi}}
  - {{id: agent, after: lure +30s, use: pdq/connect-install, then: [{{use: discovery/burst}}, {{id: hidden, use: execution/encoded-powershell}}]}}
  - {{id: task, after: agent +9m, run: schtasks.exe, parent: pdq-connect-agent.exe}}
  - {{id: job, verdict: benign, at: -20h, on: {{each: workstations, share: 60%, waves: 2}}, use: pdq/deploy-job, with: {{account: svc_pdq}}, jitter: 20s}}
  - {{id: check, verdict: benign, at: -24h, on: console, use: monitoring/nsclient-check, every: 30m for 6h}}
  - {{id: plain, at: -3h, on: [victim, admin], run: 'C:\ProgramData\{{n}}.exe', command: 'C:\ProgramData\{{n}}.exe {{guid}}', parent: explorer.exe, as: elevated, repeat: 20, every: 3s}}
"
    );
    let (scenario, diagnostics) = crate::read(&Source::new("all.yaml", text), &LIBRARY);
    scenario.unwrap_or_else(|| panic!("{diagnostics:?}"))
}

fn options(seed: u64) -> Options {
    Options { seed: Some(seed), ..Options::default() }
}

fn batches(simulation: &Simulation) -> &[RecordBatch] {
    assert!(simulation.diagnostics.is_empty(), "{:?}", simulation.diagnostics);
    simulation.tables.get("DeviceProcessEvents").expect("the table is there").1
}

/// Rows as texts, by device.
fn by_device(simulation: &Simulation) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for batch in batches(simulation) {
        let table = crate::device_process_events(Flavor::Defender);
        let devices = batch.column_by_name("DeviceName").expect("a column").as_string_view();
        for row in 0..batch.num_rows() {
            let cells: Vec<String> = table
                .columns
                .iter()
                .enumerate()
                .map(|(i, c)| format!("{:?}", muster_values::value_at(batch.column(i), c.ty, row)))
                .collect();
            all.entry(devices.value(row).to_owned()).or_default().push(cells.join("|"));
        }
    }
    all
}

/// The hosts on which a step was done.
fn hosts_of(step: &str, simulation: &Simulation) -> BTreeSet<String> {
    let names = batches(simulation).iter().flat_map(|batch| {
        let names = batch.column_by_name("DeviceName").expect("a column").as_string_view();
        (0..names.len()).map(|row| names.value(row).to_owned()).collect::<Vec<_>>()
    });
    let truths = &simulation.truth["DeviceProcessEvents"];
    names.zip(truths).filter(|(_, truth)| truth.is_of(step)).map(|(name, _)| name).collect()
}

/// The devices of a simulation, as they are before they become rows.
fn with_devices<R>(scenario: &Scenario, seed: u64, look: impl FnOnce(&[Course<'_>]) -> R) -> R {
    let made = staged(scenario, &LIBRARY, &options(seed), MAX_NOISE, |stage, mut diagnostics| {
        let courses = stage.whole(&stage.all(), &mut diagnostics);
        assert!(diagnostics.is_empty(), "seed {seed}: {diagnostics:?}");
        Ok(look(&courses))
    });
    made.unwrap_or_else(|diagnostics| panic!("seed {seed}: {diagnostics:?}"))
}

/// The rows of a simulation, each as its cells, and their truths; and how many were announced.
fn streamed(scenario: &Scenario, options: &Options, slice: f64) -> (Vec<String>, Vec<Truth>, u64) {
    let read = |telemetry: &mut telemetry::Telemetry<'_>| {
        let (announced, table) = (telemetry.rows(), telemetry.table());
        let (mut rows, mut truth) = (Vec::new(), Vec::new());
        for chunk in telemetry {
            let chunk = chunk.expect("rows");
            rows.extend(chunk.batches.iter().flat_map(|batch| cells(&table, batch)));
            truth.extend(chunk.truth);
        }
        (rows, truth, announced)
    };
    telemetry::stream_by(scenario, &LIBRARY, options, slice, read).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// Rows as texts.
fn cells(table: &muster_catalog::Table, batch: &RecordBatch) -> Vec<String> {
    let plain: Vec<_> = table
        .columns
        .iter()
        .zip(batch.columns())
        .map(|(c, array)| match array.as_any_dictionary_opt() {
            Some(coded) => (c.ty, arrow_select::take::take(coded.values(), coded.keys(), None).expect("texts")),
            None => (c.ty, array.clone()),
        })
        .collect();
    let row =
        |row| plain.iter().map(|(ty, a)| format!("{:?}", muster_values::value_at(a, *ty, row))).collect::<Vec<_>>();
    (0..batch.num_rows()).map(|i| row(i).join("|")).collect()
}

fn tree_holds(course: &Course<'_>) -> Result<(), TestCaseError> {
    let device = &course.world;
    let mut order: Vec<usize> = (0..device.processes.len()).collect();
    order.sort_by_key(|i| device.processes[*i].unique);
    let mut living: Vec<(u32, i64)> = Vec::new();
    let mut epoch = NONE;
    let mut last_report = (NONE, 0);
    for pair in order.windows(2) {
        let (a, b) = (&device.processes[pair[0]], &device.processes[pair[1]]);
        prop_assert!(a.unique < b.unique, "unique ids increase");
        prop_assert!(a.epoch != b.epoch || a.created <= b.created, "in order of creation");
    }
    for index in order {
        let process = &device.processes[index];
        if process.epoch != epoch {
            epoch = process.epoch;
            living.clear();
        }
        living.retain(|(_, ended)| *ended > process.created);
        prop_assert!(living.iter().all(|(pid, _)| *pid != process.pid), "pid {} lives twice", process.pid);
        prop_assert_eq!(process.pid % 4, 0);
        living.push((process.pid, process.ended));
        prop_assert!(process.created <= process.recorded);
        if process.parent == NONE {
            prop_assert!(!process.row && process.pid == 4, "only System has no parent");
            continue;
        }
        let parent = &device.processes[process.parent as usize];
        prop_assert_eq!(parent.epoch, process.epoch);
        prop_assert!(parent.created < process.created, "child older than its parent");
        prop_assert!(parent.ended > process.created, "parent gone before its child came");
        if process.row {
            let lag = process.recorded - process.created;
            prop_assert!((2_000_000..=6_000_000).contains(&lag), "lag {lag}");
        }
    }
    for row in &course.rows {
        let process = &device.processes[*row as usize];
        prop_assert!(last_report.0 != process.epoch || last_report.1 < process.report, "reports increase");
        last_report = (process.epoch, process.report);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_process_tree_holds_for_every_seed(seed in any::<u64>()) {
        let scenario = scenario(4, "{profile: office, rate: 0.5}");
        with_devices(&scenario, seed, |devices| devices.iter().try_for_each(tree_holds))?;
    }

    #[test]
    fn what_a_row_says_of_its_parent_is_what_the_parents_row_says(seed in any::<u64>()) {
        const PAIRS: [(&str, &str); 17] = [
            ("InitiatingProcessCommandLine", "ProcessCommandLine"),
            ("InitiatingProcessCreationTime", "ProcessCreationTime"),
            ("InitiatingProcessId", "ProcessId"),
            ("InitiatingProcessAccountName", "AccountName"),
            ("InitiatingProcessAccountDomain", "AccountDomain"),
            ("InitiatingProcessAccountSid", "AccountSid"),
            ("InitiatingProcessAccountUpn", "AccountUpn"),
            ("InitiatingProcessLogonId", "LogonId"),
            ("InitiatingProcessIntegrityLevel", "ProcessIntegrityLevel"),
            ("InitiatingProcessTokenElevation", "ProcessTokenElevation"),
            ("InitiatingProcessSHA1", "SHA1"),
            ("InitiatingProcessSHA256", "SHA256"),
            ("InitiatingProcessFileSize", "FileSize"),
            ("InitiatingProcessVersionInfoProductName", "ProcessVersionInfoProductName"),
            ("InitiatingProcessSessionId", "CreatedProcessSessionId"),
            ("InitiatingProcessParentId", "InitiatingProcessId"),
            ("InitiatingProcessParentCreationTime", "InitiatingProcessCreationTime"),
        ];
        let simulation = simulate(&scenario(3, "{profile: office, rate: 0.3}"), &LIBRARY, &options(seed));
        let all = arrow_select::concat::concat_batches(&batches(&simulation)[0].schema(), batches(&simulation)).expect("one schema");
        let column = |name: &str| all.column_by_name(name).expect("a column").clone();
        let (device, own, above) = (column("DeviceId"), column("ProcessUniqueId"), column("InitiatingProcessUniqueId"));
        let (device, own, above) = (device.as_string_view(), own.as_string_view(), above.as_string_view());
        let mine: BTreeMap<(&str, &str), usize> = (0..all.num_rows()).map(|i| ((device.value(i), own.value(i)), i)).collect();
        prop_assert_eq!(mine.len(), all.num_rows(), "a unique id is one process");
        let times = column("Timestamp");
        let times = times.as_primitive::<Int64Type>();
        let mut found = 0;
        for (initiating, plain) in PAIRS {
            let (theirs, ours) = (column(initiating), column(plain));
            for row in 0..all.num_rows() {
                if let Some(parent) = mine.get(&(device.value(row), above.value(row))) {
                    found += 1;
                    prop_assert!(times.value(*parent) <= times.value(row), "a parent's row stands before its child's");
                    prop_assert_eq!(theirs.slice(row, 1).to_data(), ours.slice(*parent, 1).to_data(), "{}", initiating);
                }
            }
        }
        prop_assert!(found > 100);
    }

    #[test]
    fn rows_in_slices_are_the_rows_in_one_piece(seed in any::<u64>(), jobs in 1usize..4) {
        let scenario = scenario(5, "{profile: office, rate: 0.6}");
        let options = Options { jobs, ..options(seed) };
        let whole = simulate(&scenario, &LIBRARY, &options);
        let table = crate::device_process_events(Flavor::Defender);
        let rows: Vec<String> = batches(&whole).iter().flat_map(|batch| cells(&table, batch)).collect();
        for slice in [1.0, 700.0, 1e9] {
            let (sliced, truth, announced) = streamed(&scenario, &options, slice);
            prop_assert_eq!(announced, rows.len() as u64);
            prop_assert_eq!(&truth, &whole.truth["DeviceProcessEvents"]);
            prop_assert_eq!(&sliced, &rows);
        }
    }

    #[test]
    fn one_host_more_moves_no_row_of_another(seed in any::<u64>()) {
        let few = simulate(&scenario(5, "{profile: office, rate: 0.2}"), &LIBRARY, &options(seed));
        let more = simulate(&scenario(6, "{profile: office, rate: 0.2}"), &LIBRARY, &options(seed));
        // Of a share at least one host is taken: where none of the five draws it, the first does what the sixth may take.
        prop_assume!(hosts_of("job", &more).iter().any(|host| host != "ws-0006.contoso.com"));
        let (few, more) = (by_device(&few), by_device(&more));
        prop_assert_eq!(more.len(), few.len() + 1);
        for (device, rows) in few {
            prop_assert_eq!(&rows, &more[&device], "{}", device);
        }
    }
}

#[test]
fn one_thread_and_many_give_the_same_rows() {
    let scenario = scenario(9, "office");
    let one = simulate(&scenario, &LIBRARY, &options(7));
    for jobs in [2, 5] {
        let many = simulate(&scenario, &LIBRARY, &Options { jobs, ..options(7) });
        assert_eq!(batches(&one), batches(&many));
        assert_eq!(one.truth, many.truth);
    }
}

#[test]
fn another_seed_gives_other_rows_and_the_same_story() {
    let scenario = scenario(4, "none");
    let (a, b) = (simulate(&scenario, &LIBRARY, &options(1)), simulate(&scenario, &LIBRARY, &options(2)));
    assert_ne!(batches(&a), batches(&b));
    let steps = |s: &Simulation| {
        let mut steps: Vec<_> = s.truth["DeviceProcessEvents"].iter().filter_map(|t| t.step.clone()).collect();
        steps.retain(|s| !s.starts_with("job"));
        steps.sort();
        steps
    };
    assert_eq!(steps(&a), steps(&b));
}

#[test]
fn rows_are_in_order_and_each_has_its_truth() {
    let simulation = simulate(&scenario(4, "office"), &LIBRARY, &options(3));
    let mut last = i64::MIN;
    let mut rows = 0;
    for batch in batches(&simulation) {
        let times = batch.column_by_name("Timestamp").expect("a column").as_primitive::<Int64Type>().clone();
        for time in times.values() {
            assert!(*time >= last);
            last = *time;
        }
        rows += batch.num_rows();
    }
    assert_eq!(rows, simulation.truth["DeviceProcessEvents"].len());
    let seen: Vec<Verdict> = simulation.truth["DeviceProcessEvents"].iter().map(|t| t.verdict).collect();
    for verdict in [Verdict::Malicious, Verdict::Benign, Verdict::Noise] {
        assert!(seen.contains(&verdict), "{verdict:?}");
    }
}

#[test]
fn a_step_more_moves_no_row_but_counters_right_behind_it() {
    let text = |extra: &str| {
        format!(
            "title: t\nclock: 2026-03-04T18:00:00Z\nspan: 12h\nverdict: benign\nfleet: {{workstations: 2}}\nnoise: office\n\
             cast: {{v: {{workstation: 1}}}}\nstory:\n{extra}  - {{id: late, at: -1h, on: v, run: cmd.exe, parent: explorer.exe, as: user}}\n"
        )
    };
    let rows = |extra: &str| {
        let (scenario, diagnostics) = crate::read(&Source::new("t.yaml", text(extra)), &LIBRARY);
        let scenario = scenario.unwrap_or_else(|| panic!("{diagnostics:?}"));
        by_device(&simulate(&scenario, &LIBRARY, &options(5)))
    };
    let without = rows("");
    let with = rows("  - {id: early, at: -2h, on: v, run: whoami.exe, parent: explorer.exe, as: user}\n");
    assert_eq!(without["ws-0002.contoso.com"], with["ws-0002.contoso.com"]);
    let (without, with) = (&without["ws-0001.contoso.com"], &with["ws-0001.contoso.com"]);
    assert_eq!(with.len(), without.len() + 1);
    let same = without.iter().filter(|row| with.contains(row)).count();
    assert!(same * 10 >= without.len() * 9, "{same} of {} rows stayed as they were", without.len());
}

#[test]
fn a_larger_scale_is_more_of_the_fleet_with_the_cast_where_it_was() {
    let scenario = scenario(4, "none");
    let one = by_device(&simulate(&scenario, &LIBRARY, &options(1)));
    let ten = by_device(&simulate(&scenario, &LIBRARY, &Options { scale: 10, ..options(1) }));
    assert!(ten.len() > one.len());
    let story = |all: &BTreeMap<String, Vec<String>>| {
        all.iter().filter(|(_, r)| r.iter().any(|r| r.contains("whoami"))).map(|(d, _)| d.clone()).collect::<Vec<_>>()
    };
    assert_eq!(story(&one), story(&ten));
    let too_many = simulate(&scenario, &LIBRARY, &Options { scale: u32::MAX, ..options(1) });
    assert_eq!(too_many.diagnostics[0].code, LIMIT);
}
