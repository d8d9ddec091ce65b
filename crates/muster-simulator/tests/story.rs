//! Scenarios end to end: what a story becomes, on the library that ships.

use std::path::Path;

use muster_simulator::{Library, Options, Scenario, Simulation, Verdict, load, read, simulate};
use muster_source::{Diagnostic, Source, Style, render};
use muster_values::to_json;

fn library() -> Library {
    let (library, diagnostics) = load::library(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios"));
    assert!(diagnostics.is_empty(), "{}", shown(&diagnostics));
    library
}

fn shown(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(|d| render(d, Style::Plain) + "\n").collect()
}

fn scenario(text: &str, library: &Library) -> Scenario {
    let (scenario, diagnostics) = read(&Source::new("test.yaml", text), library);
    scenario.unwrap_or_else(|| panic!("{}", shown(&diagnostics)))
}

fn run(text: &str, options: &Options) -> Simulation {
    let library = library();
    let simulation = simulate(&scenario(text, &library), &library, options);
    assert!(simulation.diagnostics.is_empty(), "{}", shown(&simulation.diagnostics));
    simulation
}

/// All rows as maps from column to JSON.
fn rows(simulation: &Simulation) -> Vec<serde_json::Map<String, serde_json::Value>> {
    let (table, batches) = simulation.tables.get("DeviceProcessEvents").expect("the table is there");
    let mut rows = Vec::new();
    for batch in batches {
        for row in 0..batch.num_rows() {
            let cells = table.columns.iter().enumerate().map(|(i, column)| {
                let value = muster_values::value_at(batch.column(i), column.ty, row);
                (column.name.clone(), to_json(&value))
            });
            rows.push(cells.collect());
        }
    }
    rows
}

const ONE_STEP: &str = r#"
title: One step
seed: 1
clock: 2026-03-04T18:00:00Z
span: 12h
fleet: {domain: contoso.com, workstations: 3}
cast: {victim: {workstation: any}}
story:
  - id: lure
    verdict: malicious
    technique: T1218.007
    at: 2026-03-04T15:00:00Z
    on: victim
    run: msiexec.exe
    command: '"C:\Windows\System32\msiexec.exe" /i "C:\Users\{user}\Downloads\ScheduleC_2025.msi" '
    parent: explorer.exe
    as: user
"#;

#[test]
fn one_step_is_one_full_row() {
    let simulation = run(ONE_STEP, &Options::default());
    let rows = rows(&simulation);
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    for (column, value) in row {
        println!("{column}: {value}");
    }
    assert_eq!(row["Timestamp"], "2026-03-04T15:00:00.0000000Z");
    let user = row["AccountName"].as_str().expect("a name");
    assert_eq!(
        row["ProcessCommandLine"],
        format!(r#""msiexec.exe" /i "C:\Users\{user}\Downloads\ScheduleC_2025.msi" "#)
    );
    assert_eq!(row["FolderPath"], r"C:\Windows\System32\msiexec.exe");
    assert_eq!(row["InitiatingProcessFolderPath"], r"c:\windows\explorer.exe");
    assert_eq!(row["InitiatingProcessParentFileName"], "userinit.exe");
    assert_eq!(row["InitiatingProcessCommandLine"], "Explorer.EXE");
    assert_eq!(row["ProcessIntegrityLevel"], "Medium");
    let truth = &simulation.truth["DeviceProcessEvents"][0];
    assert_eq!((truth.step.as_deref(), truth.verdict), (Some("lure"), Verdict::Malicious));
}
