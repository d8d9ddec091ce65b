//! Scenarios end to end: what a story becomes, on the library that ships.

use std::path::Path;

use muster_simulator::{Flavor, Library, Options, Scenario, Simulation, Verdict, load, read, simulate};
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
    // These never change: the same seed gives the same values in every release.
    assert_eq!(row["DeviceId"], "1722fec86fac09fc45fbf5c00889f46934e4ad92");
    assert_eq!(row["AccountSid"], "S-1-5-21-2795918177-2594421894-1757409038-20005");
    assert_eq!(row["SHA1"], "7c8beaabf508f901b2292fda4a152e65e3b70ecb");
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

const CHAIN: &str = r"
title: Agent, encoded command, persistence
seed: 2
clock: 2026-03-04T18:00:00Z
span: 12h
verdict: malicious
fleet: {workstations: 3, servers: {roles: [pdq]}, accounts: [svc_pdq]}
cast: {victim: {workstation: any}}
story:
  - {id: lure, at: -3h, on: victim, use: delivery/lure-msi}
  - id: agent
    after: lure +30s
    use: pdq/connect-install
    then:
      - {id: shell, run: cmd.exe, command: 'C:\Windows\System32\cmd.exe /c whoami', within: 1m, then: [{run: conhost.exe}, {run: whoami.exe}]}
  - {id: persist, after: agent +5m, use: persistence/run-key, parent: agent/shell}
  - {id: job, verdict: benign, at: -2h, on: victim, use: pdq/deploy-job, with: {account: svc_pdq}}
  - {id: wide, verdict: benign, at: -1h, on: {each: workstations}, run: gpupdate.exe, set: {ProcessIntegrityLevel: null, ReportId: 7, AccountUpn: '{user}@x'}}
";

#[test]
fn a_chain_of_steps_is_a_tree_of_processes() {
    let simulation = run(CHAIN, &Options::default());
    let rows = rows(&simulation);
    let truth = &simulation.truth["DeviceProcessEvents"];
    let of = |step: &str| {
        let at = truth.iter().position(|t| t.step.as_deref() == Some(step)).unwrap_or_else(|| panic!("no {step}"));
        &rows[at]
    };
    let agent = of("agent/agent");
    assert_eq!(agent["ProcessVersionInfoProductName"], "PDQConnectAgent");
    assert_eq!((&agent["AccountName"], &agent["LogonId"]), (&"system".into(), &999.into()));
    assert_eq!(
        (&agent["InitiatingProcessFileName"], &agent["ProcessIntegrityLevel"]),
        (&"services.exe".into(), &"System".into())
    );
    let shell = of("agent/shell");
    assert_eq!(shell["InitiatingProcessUniqueId"], agent["ProcessUniqueId"]);
    assert_eq!(shell["ProcessCommandLine"], "cmd.exe /c whoami");
    assert_eq!(of("agent/shell/2")["InitiatingProcessId"], shell["ProcessId"]);
    assert_eq!(of("agent/shell/2")["InitiatingProcessParentId"], agent["ProcessId"]);
    assert_eq!(of("persist/add")["InitiatingProcessUniqueId"], shell["ProcessUniqueId"]);
    let runner = of("job/runner");
    assert_eq!((&runner["AccountName"], &runner["ProcessIntegrityLevel"]), (&"svc_pdq".into(), &"High".into()));
    assert_eq!((&runner["CreatedProcessSessionId"], &runner["AccountUpn"]), (&0.into(), &"".into()));
    assert_eq!(of("job/runner/install")["AccountName"], "svc_pdq");
}

#[test]
fn the_story_may_say_what_a_cell_is() {
    let simulation = run(CHAIN, &Options::default());
    let rows = rows(&simulation);
    let set: Vec<_> = rows.iter().filter(|r| r["FileName"] == "gpupdate.exe").collect();
    assert_eq!(set.len(), 3);
    for row in set {
        assert_eq!((&row["ProcessIntegrityLevel"], &row["ReportId"]), (&"".into(), &7.into()));
        assert!(row["AccountUpn"].as_str().is_some_and(|t| t.ends_with("@x")));
    }
}

#[test]
fn sentinel_has_the_same_events_under_its_own_columns() {
    let defender = rows(&run(CHAIN, &Options::default()));
    let sentinel = rows(&run(CHAIN, &Options { flavor: Flavor::Sentinel, ..Options::default() }));
    assert_eq!(defender.len(), sentinel.len());
    for (d, s) in defender.iter().zip(&sentinel) {
        assert_eq!((&d["Timestamp"], &d["SHA256"]), (&s["TimeGenerated"], &s["SHA256"]));
        assert_eq!((&s["Type"], &s["AdditionalFields"]), (&"DeviceProcessEvents".into(), &serde_json::Value::Null));
        assert!(s["_BilledSize"].as_f64().is_some_and(|n| n > 500.0));
        assert!(!s.contains_key("Timestamp"));
    }
}

#[test]
fn a_file_that_no_catalog_has_is_the_same_file_on_every_device() {
    let text = CHAIN.replace("run: gpupdate.exe", r"run: 'C:\ProgramData\{n}.exe'");
    let rows = rows(&run(&text, &Options::default()));
    let files: Vec<_> =
        rows.iter().filter(|r| r["FolderPath"].as_str().is_some_and(|p| p.starts_with(r"C:\ProgramData\"))).collect();
    assert_eq!(files.len(), 3);
    assert!(files.iter().all(|f| f["SHA256"] == files[0]["SHA256"] && f["ProcessVersionInfoCompanyName"] == ""));
    assert_ne!(files[0]["FileName"], files[1]["FileName"]);
}
