//! Commands that write, and what they promise.

mod workspace;

use rstest::rstest;
use workspace::Workspace;

fn run(workspace: &Workspace, args: &str) -> (i32, String, String) {
    let output = workspace.muster(args).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_lost_row_is_reviewed_and_accepted_and_the_missed_attack_still_fails() {
    let workspace = Workspace::new();
    assert_eq!(run(&workspace, "test").0, 0);
    workspace.replace("rulepacks/demo/rules/agent.kql", "FileName =~ \"agent.exe\"", "FileName =~ \"agent2.exe\"");
    let (exit, stdout, _) = run(&workspace, "test");
    assert_eq!(exit, 1, "{stdout}");
    let lost = "note: its event is lost by \
                `where FileName =~ \"agent2.exe\" or ProcessCommandLine has \"agent-installer\"` \
                (rulepacks/demo/rules/agent.kql:7:3)";
    for text in ["MU0610", "MU0620", lost, "lure.jsonl.new", "- {\"outcome\":\"detected\""] {
        assert!(stdout.contains(text), "no {text} in\n{stdout}");
    }
    assert!(stdout.find("MU0620") < stdout.find("MU0610"), "intent comes before what was recorded\n{stdout}");
    let (exit, stdout, _) = run(&workspace, "golden diff lure");
    assert_eq!(exit, 1, "what is pending waits for a review");
    assert!(stdout.contains("demo/agent/lure") && !stdout.contains("rollout"), "{stdout}");
    let (exit, stdout, _) = run(&workspace, "golden diff --format json");
    assert_eq!(exit, 1);
    assert!(stdout.contains("\"scenario\": \"rollout\""), "{stdout}");
    assert_eq!(run(&workspace, "golden accept nothing-of-the-kind").0, 4);
    assert_eq!(run(&workspace, "golden accept lure").0, 0);
    assert!(!workspace.path("golden/demo/agent/lure.jsonl").exists(), "silence has no golden file");
    assert_eq!(run(&workspace, "golden reject").0, 0);
    assert_eq!(run(&workspace, "golden diff").0, 0, "nothing is pending any more");
    assert!(workspace.path("golden/demo/agent/rollout.jsonl").exists(), "what is rejected leaves the golden file");
    let (exit, stdout, _) = run(&workspace, "test --filter lure");
    assert_eq!(exit, 1, "an accepted silence does not hide a missed attack\n{stdout}");
    assert!(stdout.contains("MU0620"), "{stdout}");
}

#[test]
fn what_loses_a_step_is_named_to_the_term() {
    let workspace = Workspace::new();
    let rule = "rulepacks/demo/rules/agent.kql";
    let traced = || {
        let (_, stdout, _) = run(&workspace, "test --filter lure");
        let notes: Vec<String> =
            stdout.lines().filter_map(|l| Some(l.trim().strip_prefix("note: ")?.to_owned())).collect();
        notes
    };
    workspace.write(rule, "DeviceProcessEvents\n| where FileName =~ 'agent.exe' and AccountName == 'nobody'\n| count\n| where Count > 0\n");
    assert_eq!(traced(), ["its event is lost by `AccountName == 'nobody'` (rulepacks/demo/rules/agent.kql:2:37)"]);
    workspace.write(rule, "datatable(DeviceName: string)['x']\n| where DeviceName == 'y'\n");
    assert_eq!(traced(), ["nothing that the rule reads has an event of it"]);
    workspace.write(
        rule,
        "DeviceProcessEvents\n| where FileName =~ 'agent.exe'\n| join kind=inner (datatable(AccountName: string)['x']) on AccountName\n",
    );
    assert_eq!(
        traced(),
        [
            "its event is lost by `join kind=inner (datatable(AccountName: string)['x']) on AccountName` (rulepacks/demo/rules/agent.kql:3:3)"
        ]
    );
}

#[test]
fn a_suppression_that_takes_an_attack_is_named() {
    let workspace = Workspace::new();
    workspace.replace("rulepacks/demo/suppressions.yaml", "contains \"/rollout\"", "contains \"agent\"");
    let (exit, stdout, _) = run(&workspace, "test");
    assert_eq!(exit, 1);
    assert!(stdout.contains("note: its event is taken by `rollout`"), "{stdout}");
    assert!(stdout.contains("--> scenarios/demo/lure.yaml:10:5"), "the step of MU0618 has a place\n{stdout}");
}

#[test]
fn known_gaps_are_counted_and_listed_on_demand() {
    let workspace = Workspace::new();
    workspace.replace(
        "scenarios/demo/lure.yaml",
        "{detect: [install]}",
        "{known_gap: {missed: [install], reason: a ticket, expires: 2099-01-01}}",
    );
    workspace.replace("rulepacks/demo/rules/agent.kql", "FileName =~ \"agent.exe\"", "FileName =~ \"agent2.exe\"");
    run(&workspace, "test");
    run(&workspace, "golden accept");
    let (_, brief, _) = run(&workspace, "test --filter lure");
    assert!(brief.contains("1 known gap; `--verbose` lists its reason\n") && !brief.contains("a ticket"), "{brief}");
    let (_, full, _) = run(&workspace, "test --filter lure --verbose");
    assert!(full.contains("a ticket") && !full.contains("--verbose"), "{full}");
}

#[test]
fn a_golden_file_of_no_case_is_found_and_pruned() {
    let workspace = Workspace::new();
    std::fs::copy(workspace.path("golden/demo/agent/lure.jsonl"), workspace.path("golden/demo/agent/gone.jsonl"))
        .expect("it can be copied");
    let (exit, stdout, _) = run(&workspace, "test");
    assert_eq!(exit, 1);
    assert!(stdout.contains("MU0612") && stdout.contains("gone.jsonl"), "{stdout}");
    let (exit, stdout, _) = run(&workspace, "golden prune");
    assert_eq!((exit, stdout.as_str()), (0, "removed golden/demo/agent/gone.jsonl\n"));
    assert_eq!(run(&workspace, "test").0, 0);
}

#[test]
fn nothing_is_pruned_while_a_scenario_cannot_be_loaded() {
    let workspace = Workspace::new();
    workspace.replace("scenarios/demo/lure.yaml", "on: victim", "on: victm");
    let before = workspace.tree();
    assert_eq!(run(&workspace, "golden prune").0, 3);
    assert!(workspace.tree() == before);
}

#[test]
fn under_ci_a_test_writes_nothing() {
    let workspace = Workspace::new();
    workspace.remove("golden");
    let before = workspace.tree();
    let output = workspace.muster("test").env("CI", "true").output().expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(workspace.tree() == before);
}

#[rstest]
#[case("test rulepacks/demo", 2)]
#[case("test rulepacks/demo/rules/agent.kql", 2)]
#[case("test scenarios/demo/lure.yaml", 1)]
#[case("test rulepacks scenarios/demo/rollout.yaml", 1)]
#[case("test . --filter scenario:lure", 1)]
#[case("test scenarios/demo --filter lure,rollout", 2)]
fn paths_and_filters_select_cases(#[case] args: &str, #[case] cases: usize) {
    let workspace = Workspace::new();
    let (exit, stdout, stderr) = run(&workspace, &format!("{args} --list"));
    assert_eq!((exit, stdout.lines().count()), (0, cases), "{stdout}{stderr}");
    let (exit, stdout, stderr) = run(&workspace, args);
    assert_eq!(exit, 0, "{stdout}{stderr}");
    assert!(stdout.ends_with(&format!("{cases} passed, 0 failed\n")), "{stdout}");
}

#[test]
fn complaints_about_other_packs_do_not_matter_to_a_path() {
    let workspace = Workspace::new();
    workspace.write("rulepacks/other/pack.yaml", "title: Other\n");
    workspace.write("rulepacks/other/rules/broken.kql", "DeviceProcessEvents | wher x\n");
    assert_eq!(run(&workspace, "test").0, 3);
    assert_eq!(run(&workspace, "test rulepacks/demo").0, 0);
    assert_eq!(run(&workspace, "check rulepacks/demo").0, 0);
    assert_eq!(run(&workspace, "check rulepacks/other").0, 3);
}

#[test]
fn a_report_goes_to_its_file_and_people_still_get_theirs() {
    let workspace = Workspace::new();
    let (exit, stdout, _) = run(&workspace, "test --format junit --output report.xml");
    assert_eq!(exit, 0);
    assert!(stdout.ends_with("2 passed, 0 failed\n"), "{stdout}");
    let report = std::fs::read_to_string(workspace.path("report.xml")).expect("it is there");
    assert!(report.contains("<testsuite name=\"demo/agent\" tests=\"2\""), "{report}");
    let (_, stdout, _) = run(&workspace, "test --format json");
    let record: serde_json::Value = serde_json::from_str(&stdout).expect("it is JSON");
    assert_eq!(record["summary"]["passed"], 2);
}

#[test]
fn complaints_can_be_json() {
    let workspace = Workspace::new();
    workspace.replace("rulepacks/demo/rules/agent.kql", "FileName", "FileNam");
    let (exit, stdout, stderr) = run(&workspace, "check --format json");
    assert_eq!((exit, stderr.as_str()), (3, ""));
    let all: serde_json::Value = serde_json::from_str(&stdout).expect("it is JSON");
    assert_eq!(all[0]["places"][0]["line"], 7);
    assert_eq!(all[0]["code"], "KS142");
}

#[rstest]
#[case("ndjson")]
#[case("csv")]
#[case("parquet")]
fn telemetry_has_the_same_bytes_with_any_number_of_threads(#[case] format: &str) {
    let workspace = Workspace::new();
    let args = format!("generate scenarios/demo/lure.yaml --scale 20 --format {format}");
    for jobs in [1, 2] {
        let (exit, _, stderr) = run(&workspace, &format!("{args} --jobs {jobs} --out made{jobs} --truth truth{jobs}"));
        assert_eq!(exit, 0, "{stderr}");
    }
    let bytes = |path: String| std::fs::read(workspace.path(&path)).expect("it is there");
    let table = |jobs: u8| bytes(format!("made{jobs}/DeviceProcessEvents.{format}"));
    assert!(table(1) == table(2) && !table(1).is_empty());
    assert_eq!(bytes("truth1".to_owned()), bytes("truth2".to_owned()));
    let (exit, stdout, stderr) = run(&workspace, "query count.kql --format csv --data made1");
    assert_eq!(exit, 3, "the query is not there yet\n{stdout}{stderr}");
    workspace.write("count.kql", "DeviceProcessEvents | where FileName == 'agent.exe' | summarize n = count()");
    let (exit, stdout, stderr) = run(&workspace, "query count.kql --format csv --data made1");
    assert_eq!((exit, stdout.as_str()), (0, "n\n1\n"), "{stderr}");
}

#[test]
fn the_truth_tells_of_every_row() {
    let workspace = Workspace::new();
    let (exit, stdout, _) = run(&workspace, "generate scenarios/demo/lure.yaml --truth truth.ndjson");
    assert_eq!(exit, 0);
    let truth = std::fs::read_to_string(workspace.path("truth.ndjson")).expect("it is there");
    assert_eq!(truth.lines().count(), stdout.lines().count());
    let row: serde_json::Value = truth
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .find(|row| row["verdict"] == "malicious")
        .expect("the attack is there");
    assert_eq!((&row["step"], &row["technique"]), (&"install".into(), &"T1219".into()));
    let number = usize::try_from(row["row"].as_u64().expect("a number")).expect("it fits");
    let event: serde_json::Value = serde_json::from_str(stdout.lines().nth(number).expect("the row")).expect("JSON");
    assert_eq!((&event["FileName"], &event["DeviceName"]), (&"agent.exe".into(), &row["device"]));
    assert_eq!(event["Timestamp"], row["time"]);
}

#[test]
fn a_seed_and_a_flavor_change_what_is_made() {
    let workspace = Workspace::new();
    let made = |args: &str| run(&workspace, &format!("generate scenarios/demo/lure.yaml {args}")).1;
    assert_eq!(made(""), made("--seed 7"));
    assert_ne!(made(""), made("--seed 8"));
    assert!(made("--flavor sentinel").contains("\"TimeGenerated\""));
}

#[rstest]
#[case(
    "DeviceProcessEvents | where FileName in~ ('dropper.exe', 'x.exe') and ProcessCommandLine has_all ('alpha', 'beta')"
)]
#[case("let names = dynamic(['dropper.exe']);\nDeviceProcessEvents | where tolower(FileName) in (names)")]
#[case("DeviceProcessEvents | where InitiatingProcessFileName endswith '.scr' and not(AccountName has 'svc')")]
#[case(
    "DeviceProcessEvents | where ProcessCommandLine startswith '-w' | summarize n = count() by DeviceId | where n > 5"
)]
#[case("DeviceProcessEvents | where Timestamp > ago(1h) | where FileName =~ 'it''s {odd}.exe' or FileSize > 5")]
fn a_first_scenario_is_made_from_the_rule_and_fires(#[case] query: &str) {
    let workspace = Workspace::new();
    // Quotes in KQL are escaped by a backslash.
    workspace.write("rulepacks/demo/rules/fresh.kql", query.replace("''", "\\'"));
    let (exit, stdout, stderr) = run(&workspace, "new scenario fresh");
    assert_eq!(exit, 0, "{stdout}{stderr}");
    assert_eq!(stdout, "created scenarios/demo/fresh-first.yaml\n");
    let (exit, stdout, stderr) = run(&workspace, "test --filter rule:fresh --filter scenario:fresh-first");
    assert_eq!(exit, 2, "a filter is given once\n{stdout}{stderr}");
    run(&workspace, "test");
    run(&workspace, "golden accept");
    let args =
        workspace.muster("test").args(["--filter", "rule:fresh scenario:fresh-first"]).output().expect("it runs");
    let stdout = String::from_utf8_lossy(&args.stdout).into_owned();
    assert!(stdout.contains("  passed     fresh-first  "), "{stdout}");
}

#[test]
fn a_rule_that_cannot_be_satisfied_gets_no_scenario() {
    let workspace = Workspace::new();
    workspace
        .write("rulepacks/demo/rules/never.kql", "DeviceProcessEvents | where FileName == 'a' and FileName == 'b'\n");
    let before = workspace.tree();
    let (exit, _, stderr) = run(&workspace, "new scenario never");
    assert_eq!(exit, 1);
    assert!(stderr.contains("no row on which `never` fires"), "{stderr}");
    assert!(workspace.tree() == before);
}

#[test]
fn a_workspace_begins_with_a_pack_and_a_rule() {
    let workspace = Workspace::new();
    for folder in ["rulepacks", "scenarios/demo", "golden", "muster.yaml"] {
        workspace.remove(folder);
    }
    for args in ["new pack mine", "new rule mine encoded-command", "new scenario encoded-command"] {
        let (exit, stdout, stderr) = run(&workspace, args);
        assert_eq!(exit, 0, "muster {args}\n{stdout}{stderr}");
    }
    assert_eq!(run(&workspace, "check").0, 0);
    assert_eq!(run(&workspace, "test").0, 1, "a row that nobody accepted yet");
    assert_eq!(run(&workspace, "golden accept").0, 0);
    assert_eq!(run(&workspace, "test").0, 0);
}

#[test]
fn a_file_outside_of_a_workspace_is_checked_by_itself() {
    let workspace = Workspace::new();
    workspace.remove("muster.yaml");
    assert_eq!(run(&workspace, "check typo.kql").0, 3);
    assert_eq!(run(&workspace, "check scenarios/demo/lure.yaml").0, 0);
    assert_eq!(run(&workspace, "check rulepacks/demo").0, 0);
}

#[rstest]
#[case("tables", "DeviceProcessEvents\n")]
#[case("tables DeviceProcessEvents", "  Timestamp")]
#[case("functions", "substring")]
#[case("functions substring", "Examples\n  substring(")]
#[case("functions make_set", "| summarize make_set(")]
#[case("functions has", "has (")]
#[case("completions bash", "muster")]
#[case("completions powershell", "muster")]
#[case("--version", "muster 0.")]
fn what_can_be_looked_up_is_shown(#[case] args: &str, #[case] text: &str) {
    let (exit, stdout, stderr) = run(&Workspace::new(), args);
    assert_eq!((exit, stderr.as_str()), (0, ""));
    assert!(stdout.contains(text), "{stdout}");
}

#[test]
fn what_can_be_looked_up_can_be_json() {
    for args in ["tables", "tables DeviceInfo", "functions", "functions substring", "test --list"] {
        let (exit, stdout, _) = run(&Workspace::new(), &format!("{args} --format json"));
        assert_eq!(exit, 0);
        serde_json::from_str::<serde_json::Value>(&stdout).unwrap_or_else(|e| panic!("muster {args}: {e}\n{stdout}"));
    }
}
