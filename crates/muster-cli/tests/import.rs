//! What `muster import` writes is what `check` and `generate` take.

mod workspace;

use std::path::Path;

use workspace::Workspace;

fn repository(inside: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(inside)
}

#[test]
fn every_scenario_made_from_a_test_is_checked_and_simulated() {
    let workspace = Workspace::empty();
    workspace.copy_in(&repository("scenarios/images"), "scenarios/images");
    workspace.copy_in(&repository("tests/atomic"), "atomics");
    workspace.muster("import atomic atomics --out scenarios/atomic").assert().success();
    let tree = workspace.tree();
    let made: Vec<String> = tree
        .keys()
        .filter_map(|p| {
            Some(p.file_name()?.to_str()?.to_owned())
                .filter(|n| n.starts_with('t') && p.extension().is_some_and(|e| e == "yaml"))
        })
        .collect();
    assert_eq!(made.len(), 7, "{made:?}");
    for name in made {
        let file = format!("scenarios/atomic/{name}");
        workspace.muster(&format!("check {file}")).assert().success();
        let output = workspace.muster(&format!("generate {file}")).output().expect("it runs");
        let rows = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success() && rows.contains(r#"\"cmd.exe\" /c "#) || rows.contains("& {"),
            "{file}: {rows}"
        );
    }
}

#[test]
fn a_folder_without_images_is_refused_before_anything_is_written() {
    let workspace = Workspace::empty();
    workspace.copy_in(&repository("tests/atomic"), "atomics");
    let before = workspace.tree();
    workspace.muster("import atomic atomics --out made").assert().code(2);
    workspace.muster("import atomic nowhere").assert().code(2);
    assert_eq!(workspace.tree(), before);
}

#[test]
fn a_broken_file_is_told_by_its_place_and_leaves_the_others() {
    let workspace = Workspace::empty();
    workspace.copy_in(&repository("scenarios/images"), "scenarios/images");
    workspace.copy_in(&repository("tests/atomic"), "scenarios/atomics");
    workspace.write("scenarios/atomics/T1000/T1000.yaml", "attack_technique: T1000\natomic_tests:\n- name: [\n");
    let output = workspace.muster("import atomic scenarios/atomics --out scenarios/made").output().expect("it runs");
    assert_eq!(output.status.code(), Some(3));
    let faults = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(faults.contains("T1000.yaml:"), "{faults}");
    assert!(workspace.path("scenarios/made/t1047-01-a-process-by-wmi.yaml").exists());
}

#[test]
fn recorded_events_are_read_back_by_a_query() {
    let workspace = Workspace::empty();
    workspace.copy_in(&repository("tests/events"), "events");
    workspace.write(
        "q.kql",
        "DeviceProcessEvents | where Timestamp > datetime(2026-03-04) | summarize n = count(), ids = sum(ProcessId)",
    );
    for name in ["rows/a.parquet", "rows/a.ndjson", "rows/a.csv"] {
        workspace.write("rows/keep", "");
        let import =
            format!("import events events/portal.csv events/lab.ndjson --table DeviceProcessEvents --out {name}");
        workspace.muster(&import).assert().success();
        let query = format!("query q.kql --data DeviceProcessEvents={name} --format csv");
        let output = workspace.muster(&query).output().expect("it runs");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(text.contains("4,8737"), "{name}: {text}{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn half_an_export_is_not_written() {
    let workspace = Workspace::empty();
    workspace.write("cut.json", r#"[{"FileName":"a","ProcessId":1,"SHA1":"x"},{"FileName""#);
    workspace.write("latin.csv", b"FileName\n\xe9\n");
    let before = workspace.tree();
    for name in ["cut.json", "latin.csv", "nothing.csv"] {
        let import = format!("import events {name} --table DeviceProcessEvents --out rows.ndjson");
        workspace.muster(&import).assert().code(3);
    }
    workspace.muster("import events cut.json --table DeviceProcessEvents --out rows.txt").assert().code(2);
    assert_eq!(workspace.tree(), before);
}
