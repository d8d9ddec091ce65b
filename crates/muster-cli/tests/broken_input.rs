//! Broken input of many kinds: the right exit code; file, line, column and a hint on stderr; nothing written.

mod workspace;

use rstest::rstest;
use workspace::Workspace;

const RULE: &str = "rulepacks/demo/rules/agent.kql";
const SUPPRESSIONS: &str = "rulepacks/demo/suppressions.yaml";
const LURE: &str = "scenarios/demo/lure.yaml";
const GOLDEN: &str = "golden/demo/agent/lure.jsonl";

/// Breaks the workspace, runs the command, and compares.
fn refused(breaking: impl FnOnce(&Workspace), args: &str, exit: i32, says: &[&str]) {
    let workspace = Workspace::new();
    breaking(&workspace);
    let before = workspace.tree();
    let output = workspace.muster(args).output().expect("it runs");
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(exit), "muster {args}\n{stderr}");
    for text in says {
        assert!(stderr.contains(text), "muster {args} does not say {text:?}\n{stderr}");
    }
    assert!(stderr.contains("help: "), "muster {args} gives no hint\n{stderr}");
    assert!(!stderr.contains('\u{1b}'), "muster {args} has colors where nobody sees them\n{stderr}");
    assert!(workspace.tree() == before, "muster {args} changed files");
}

/// What cannot be loaded or bound: the same for `check` and `test`.
#[rstest]
#[case::a_tab_as_indentation(SUPPRESSIONS, "    title:", "\ttitle:", &["suppressions.yaml:3:1", "tab"])]
#[case::an_unknown_key_in_a_suppression(SUPPRESSIONS, "owner:", "ownr:", &["suppressions.yaml:5:5", "`owner`"])]
#[case::a_suppression_nobody_answers_for(SUPPRESSIONS, "    owner: endpoint-operations\n", "", &["suppressions.yaml:2:5", "has no `owner`"])]
#[case::an_id_twice(
    SUPPRESSIONS,
    "suppressions:\n",
    "suppressions:\n  - {id: rollout, when: 'true', owner: o, reason: r, expires: 2099-01-01}\n",
    &["suppressions.yaml:3:9", "two suppressions are called `rollout`"]
)]
#[case::a_date_that_is_none(SUPPRESSIONS, "2099-12-31", "soon", &["suppressions.yaml:7:14", "`soon` is not a date"])]
#[case::a_suppression_of_no_rule(
    SUPPRESSIONS,
    "    when:",
    "    rules: [agnt]\n    when:",
    &["suppressions.yaml:4:13", "`agent`"]
)]
#[case::an_unknown_column_in_a_predicate(SUPPRESSIONS, "process.command_line contains", "ProcessComandLine contains", &["suppressions.yaml:4:11", "ProcessCommandLine"])]
#[case::an_unknown_field_in_a_predicate(SUPPRESSIONS, "process.command_line", "process.comand_line", &["suppressions.yaml:4:11", "`process.command_line`"])]
#[case::a_missing_parenthesis(RULE, "ago(1d)", "ago(1d", &["agent.kql:6:", "`)`"])]
#[case::an_unknown_column(RULE, "FileName", "FileNam", &["agent.kql:7:9", "`FileName`"])]
#[case::an_unknown_table(RULE, "DeviceProcessEvents", "DeviceProcesEvents", &["agent.kql:5:1", "`DeviceProcessEvents`"])]
#[case::an_unknown_function(RULE, "count()", "cuont()", &["agent.kql:8:21", "`count`"])]
#[case::an_unsupported_operator(RULE, "| summarize", "| sample 1\n| summarize", &["agent.kql:8:3", "not supported"])]
#[case::not_utf8(RULE, "Remote", "\u{fffd}", &["agent.kql:1:10", "not UTF-8", "0xFF"])]
#[case::an_empty_file(RULE, "*", "", &["agent.kql:1:1", "the file is empty"])]
#[case::an_unknown_key_in_a_scenario(LURE, "technique:", "technic:", &["lure.yaml:12:5", "`technique`"])]
#[case::an_unknown_host(LURE, "on: victim", "on: victm", &["lure.yaml:14:9", "`victim`"])]
#[case::an_unknown_program(LURE, "run: agent.exe", "run: agnt.exe", &["lure.yaml:15:10", "`agent.exe`"])]
#[case::a_time_outside_the_span(LURE, "at: -1h", "at: -13h", &["lure.yaml:13:9", "outside of the span"])]
#[case::an_expectation_of_an_unknown_rule(LURE, "  agent: {detect", "  agnt: {detect", &["lure.yaml:19:3", "`agent`"])]
#[case::an_expectation_of_an_unknown_step(LURE, "[install]", "[instal]", &["lure.yaml:19:20", "`install`"])]
#[case::yaml_that_is_none(LURE, "fleet: {", "fleet: {{", &["lure.yaml:"])]
#[case::a_rule_without_a_query(RULE, "DeviceProcessEvents\n| where Timestamp > ago(1d)\n| where FileName =~ \"agent.exe\" or ProcessCommandLine has \"agent-installer\"\n| summarize Count = count() by DeviceName\n", "", &["agent.kql:4:21", "no query"])]
#[case::a_key_twice(LURE, "seed: 7", "seed: 7\nseed: 8", &["lure.yaml:3:1", "seed"])]
#[case::a_step_id_twice(LURE, "expect:", "  - {id: install, at: -2h, on: victim, run: agent.exe, verdict: benign}\nexpect:", &["lure.yaml:18:", "`install`"])]
#[case::a_step_without_a_verdict(LURE, "    verdict: malicious\n", "", &["lure.yaml:1", "verdict"])]
#[case::a_clock_that_is_no_time(LURE, "clock: 2026-03-04T18:00:00Z", "clock: yesterday", &["lure.yaml:3:8", "`yesterday`"])]
#[case::an_unknown_behavior(LURE, "run: agent.exe\n    command: agent.exe --server evil.example", "use: demo/agnt", &["lure.yaml:15:10", "`demo/agnt`"])]
#[case::a_suppression_that_nobody_has(LURE, "[install]", "[], suppress: {install: rolout}", &["lure.yaml:19:43", "`rollout`"])]
#[case::a_known_gap_without_a_date(LURE, "[install]", "[], known_gap: {missed: [install], reason: later}", &["lure.yaml:19:", "expires"])]
#[case::a_text_with_a_comma(SUPPRESSIONS, "suppressions:\n", "suppressions:\n  - {id: other, title: one, two, when: 'true', owner: o, reason: r, expires: 2099-01-01}\n", &["suppressions.yaml:2:29", "unknown key `two`", "quote the text"])]
#[case::types_that_do_not_compare(RULE, "=~ \"agent.exe\"", "> 5", &["agent.kql:7:"])]
fn what_cannot_be_loaded_is_told_with_its_place(
    #[case] file: &str,
    #[case] old: &str,
    #[case] new: &str,
    #[case] says: &[&str],
    #[values("check", "test")] command: &str,
) {
    let breaking = |workspace: &Workspace| match (old, new) {
        ("*", _) => workspace.write(file, new),
        // No text of Rust can hold the byte.
        (_, "\u{fffd}") => {
            let text = std::fs::read_to_string(workspace.path(file)).expect("it is there");
            let bytes: Vec<u8> = text.replacen(old, "\u{fffd}", 1).into_bytes();
            let at = bytes.windows(3).position(|w| w == [0xEF, 0xBF, 0xBD]).expect("the mark is there");
            workspace.write(file, [&bytes[..at], &[0xFF], &bytes[at + 3..]].concat());
        }
        _ => workspace.replace(file, old, new),
    };
    refused(breaking, command, 3, says);
}

#[rstest]
#[case::two_rules_of_one_id("check", 3, &["agent.yaml", "two rules are called `agent`"])]
#[case::two_rules_of_one_id("test", 3, &["agent.yaml", "two rules are called `agent`"])]
fn two_files_of_one_rule_are_told(#[case] args: &str, #[case] exit: i32, #[case] says: &[&str]) {
    let rule = "id: 0b0b0b0b-1111-2222-3333-444444444444\nname: Agent\nquery: |\n  DeviceProcessEvents\n  | take 1\n";
    refused(|w| w.write("rulepacks/demo/rules/agent.yaml", rule), args, exit, says);
}

#[rstest]
#[case("check")]
#[case("test")]
fn a_pack_without_rules_is_told(#[case] args: &str) {
    refused(|w| w.remove(RULE), args, 3, &["pack.yaml:1:1", "the pack `demo` has no rule"]);
}

#[rstest]
#[case("check")]
#[case("test")]
#[case("golden diff")]
#[case("new scenario agent")]
fn a_folder_without_a_workspace_is_told(#[case] args: &str) {
    refused(|w| w.remove("muster.yaml"), args, 2, &["there is no `muster.yaml`"]);
}

#[rstest]
#[case("check")]
#[case("test")]
#[case("golden diff")]
fn an_unknown_key_in_the_workspace_is_told(#[case] args: &str) {
    refused(|w| w.replace("muster.yaml", "golden:", "goldn:"), args, 2, &["muster.yaml:3:1", "`golden`"]);
}

#[rstest]
#[case("check")]
#[case("test")]
fn a_folder_in_the_place_of_a_file_is_told(#[case] args: &str) {
    let breaking = |w: &Workspace| {
        w.remove(SUPPRESSIONS);
        w.write(&format!("{SUPPRESSIONS}/x"), "");
    };
    refused(breaking, args, 3, &["suppressions.yaml", "it is a folder"]);
}

#[rstest]
#[case("check")]
#[case("test")]
fn a_folder_of_packs_that_is_not_there_is_told(#[case] args: &str) {
    refused(|w| w.replace("muster.yaml", "rulepacks: rulepacks", "rulepacks: packs"), args, 3, &["packs"]);
}

#[rstest]
#[case::cut_short(b"{\"outcome\":\"detected\",\"row\":{\"DeviceName\"\n", &["lure.jsonl:1:", "MU0613"])]
#[case::an_unknown_outcome(b"{\"outcome\":\"found\",\"row\":{},\"evidence\":{\"malicious\":1,\"benign\":0,\"noise\":0},\"by\":[]}\n", &["lure.jsonl:1:", "MU0613"])]
#[case::not_utf8(b"{\"outcome\":\"\xff\"}\n", &["lure.jsonl", "MU0613", "not UTF-8"])]
fn a_golden_file_with_a_broken_line_is_told(#[case] broken: &[u8], #[case] says: &[&str]) {
    refused(|w| w.write(GOLDEN, broken), "test", 3, says);
}

#[rstest]
#[case("check")]
#[case("test")]
fn behaviors_that_use_each_other_are_told(#[case] args: &str) {
    let breaking = |w: &Workspace| {
        w.write("scenarios/behaviors/demo/a.yaml", "title: A\nsteps:\n  - {id: a, use: demo/b}\n");
        w.write("scenarios/behaviors/demo/b.yaml", "title: B\nsteps:\n  - {id: b, use: demo/a}\n");
        w.replace(LURE, "run: agent.exe\n    command: agent.exe --server evil.example", "use: demo/a");
    };
    refused(breaking, args, 3, &["nested deeper", "lure.yaml:15:10", "does it use itself?"]);
}

#[rstest]
#[case("check")]
#[case("test")]
fn two_scenarios_of_one_name_are_told(#[case] args: &str) {
    let breaking = |w: &Workspace| {
        let text = std::fs::read(w.path(LURE)).expect("it is there");
        w.write("scenarios/demo/more/lure.yaml", text);
    };
    refused(breaking, args, 3, &["more/lure.yaml:1:1", "two scenarios of the pack `demo` are called `lure`"]);
}

#[rstest]
#[case("check")]
#[case("test")]
fn a_scenario_of_no_pack_is_told(#[case] args: &str) {
    let breaking = |w: &Workspace| {
        let text = std::fs::read(w.path(LURE)).expect("it is there");
        w.write("scenarios/dmo/lure.yaml", text);
    };
    refused(breaking, args, 3, &["dmo/lure.yaml:1:1", "`dmo`", "`demo`"]);
}

#[rstest]
#[case("check")]
#[case("test")]
fn yaml_that_is_nested_without_end_is_told(#[case] args: &str) {
    let deep = format!("title: {}{}\n", "[".repeat(100_000), "]".repeat(100_000));
    refused(|w| w.write(LURE, &deep), args, 3, &["lure.yaml:1:"]);
}

#[rstest]
#[case("check")]
#[case("test")]
fn a_query_that_is_nested_without_end_is_told(#[case] args: &str) {
    let deep = format!("DeviceProcessEvents\n| where {}true{}\n", "(".repeat(100_000), ")".repeat(100_000));
    refused(|w| w.write(RULE, &deep), args, 3, &["agent.kql:2:"]);
}

/// What only follows from a file that cannot be loaded is not told, and the report says that something is missing.
#[rstest]
#[case::a_scenario("scenarios/demo/lure.yaml", "on: victim", "on: victm", "1 scenario", "1 passed, 0 failed")]
#[case::a_rule_that_cannot_be_bound(RULE, "FileName", "FileNam", "1 rule", "0 passed, 0 failed, 2 errors")]
#[case::a_rule_that_cannot_be_read(RULE, "Remote", "\0", "1 rule", "0 passed, 0 failed")]
#[case::suppressions(SUPPRESSIONS, "    owner: endpoint-operations\n", "", "1 other file", "1 passed, 1 failed")]
fn what_follows_from_an_error_is_not_told(
    #[case] file: &str,
    #[case] old: &str,
    #[case] new: &str,
    #[case] missing: &str,
    #[case] summary: &str,
) {
    let workspace = Workspace::new();
    if new == "\0" {
        workspace.write(file, "");
    } else {
        workspace.replace(file, old, new);
    }
    let before = workspace.tree();
    let output = workspace.muster("test").output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(3), "{stdout}{stderr}");
    assert_eq!(stderr.matches("error[").count(), 1, "{stderr}");
    assert!(!stdout.contains("error["), "{stdout}");
    let last = format!("{summary}\nleft out for errors in files: {missing}\n");
    assert!(stdout.ends_with(&last), "{stdout}");
    assert!(workspace.tree() == before);
}

#[test]
fn an_expired_suppression_is_a_finding() {
    let expired = |w: &Workspace| w.replace(SUPPRESSIONS, "2099-12-31", "2020-01-01");
    refused(expired, "check", 1, &["suppressions.yaml:7:14", "MU0616", "expired on 2020-01-01"]);
    let workspace = Workspace::new();
    expired(&workspace);
    let before = workspace.tree();
    let output = workspace.muster("test").output().expect("it runs");
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{stdout}");
    assert!(stdout.contains("suppressions.yaml:7:14") && stdout.contains("MU0616"), "{stdout}");
    assert!(workspace.tree() == before);
}

#[rstest]
#[case::a_filter_of_an_unknown_key("test --filter rul:agent", 2, &["has no key `rul`", "`rule`"])]
#[case::a_filter_that_is_no_pattern("test --filter agent[", 2, &["not a pattern"])]
#[case::a_filter_that_selects_nothing("test --filter nothing", 4, &["no case is selected"])]
#[case::a_list_of_nothing("test --filter nothing --list", 4, &["no case is selected"])]
#[case::a_path_that_is_not_there("test no/such/folder", 2, &["`no/such/folder`"])]
#[case::a_report_that_cannot_be_written("test --output no/such/folder/report.xml", 2, &["no/such/folder/report.xml"])]
#[case::a_clock_that_is_no_time("query failed.kql --data data --clock yesterday", 2, &["`yesterday` is not a time"])]
#[case::a_query_that_reads_the_clock("query rulepacks/demo/rules/agent.kql", 2, &["--clock"])]
#[case::a_query_without_its_data("query failed.kql", 3, &["failed.kql:1:1"])]
#[case::a_query_that_is_not_there("query no.kql", 3, &["`no.kql`"])]
#[case::data_that_are_not_there("query failed.kql --data nowhere", 2, &["`nowhere`"])]
#[case::a_table_twice("query failed.kql --data data --data Signins=data/Signins.csv", 2, &["table `Signins` is given twice"])]
#[case::a_scenario_that_is_not_there("generate no.yaml", 3, &["`no.yaml`"])]
#[case::a_table_that_a_scenario_does_not_make("generate scenarios/demo/lure.yaml --table Signins", 2, &["DeviceProcessEvents"])]
#[case::a_sink_that_is_none("replay scenarios/demo/lure.yaml --to kust:https://host/db", 2, &["`kust` is no kind of sink", "`kusto:`"])]
#[case::a_sink_without_tls("replay scenarios/demo/lure.yaml --to http://host/in", 2, &["without TLS", "--insecure"])]
#[case::a_sink_with_a_password("replay scenarios/demo/lure.yaml --to https://user:pass@host/in", 2, &["a user or a password", "--token-env"])]
#[case::a_sink_without_its_token("replay scenarios/demo/lure.yaml --to kusto:https://host/db", 2, &["`MUSTER_KUSTO_TOKEN` is not set"])]
#[case::a_token_that_is_not_there("replay scenarios/demo/lure.yaml --to https://host/in --token-env NOT_SET_HERE", 2, &["`NOT_SET_HERE` is not set"])]
#[case::a_speed_that_is_none("replay scenarios/demo/lure.yaml --to - --speed fast", 2, &["`fast` is no speed"])]
#[case::a_speed_below_nothing("replay scenarios/demo/lure.yaml --to - --speed=-1", 2, &["`-1` is no speed"])]
#[case::a_start_that_is_no_time("replay scenarios/demo/lure.yaml --to - --start soon", 2, &["`soon` is not a time"])]
#[case::a_start_before_all_times("replay scenarios/demo/lure.yaml --to - --speed max --start 0001-01-02", 2, &["no event can have"])]
#[case::a_time_without_a_unit("replay scenarios/demo/lure.yaml --to - --batch-time 5", 2, &["`5` is no length of time"])]
#[case::a_batch_that_the_sink_does_not_take("replay scenarios/demo/lure.yaml --to logs:https://h/dataCollectionRules/d/streams/s --batch-bytes 2000000", 2, &["1000000 bytes at once"])]
#[case::an_event_that_fits_no_batch("replay scenarios/demo/lure.yaml --to - --speed max --batch-bytes 100", 2, &["MU0706", "raise --batch-bytes"])]
#[case::an_option_that_does_nothing("replay scenarios/demo/lure.yaml --to - --gzip", 2, &["--gzip means nothing to `-`"])]
#[case::a_table_that_is_not_replayed("replay scenarios/demo/lure.yaml --to - --table Signins", 2, &["DeviceProcessEvents"])]
#[case::a_sink_that_is_the_scenario("replay scenarios/demo/lure.yaml --to ./scenarios/demo/lure.yaml", 2, &["would be written over"])]
#[case::a_journal_that_is_the_scenario("replay scenarios/demo/lure.yaml --to - --journal scenarios/demo/lure.yaml", 2, &["would be written over"])]
#[case::a_journal_that_is_the_sink("replay scenarios/demo/lure.yaml --to x --journal x", 2, &["in one file"])]
#[case::a_mapping_that_is_none("replay scenarios/demo/lure.yaml --to kusto:https://h/d --mapping a&b=c", 2, &["no mapping has"])]
#[case::a_replay_of_nothing("replay no.yaml --to -", 3, &["`no.yaml`"])]
#[case::alerts_that_are_not_there("verify no.json --scenario scenarios/demo/lure.yaml", 3, &["`no.json`"])]
#[case::alerts_of_no_scenario("verify data/Signins.csv --scenario scenarios/demo", 2, &["is not the file of one scenario"])]
#[case::alerts_of_an_unknown_rule("verify data/Signins.csv --scenario scenarios/demo/lure.yaml --rule agnt", 2, &["no rule `agnt`", "`agent`"])]
#[case::alerts_that_are_none("verify data/Signins.csv --scenario scenarios/demo/lure.yaml", 3, &["Signins.csv:1:1", "MU0801"])]
#[case::alerts_of_no_replay("verify data/Signins.csv --scenario scenarios/demo/lure.yaml --journal no.ndjson", 2, &["there is no journal in `no.ndjson`"])]
#[case::a_table_that_nobody_knows("tables DeviceProcesEvents", 2, &["`DeviceProcessEvents`"])]
#[case::a_function_that_nobody_knows("functions substrng", 2, &["`substring`"])]
#[case::a_rule_that_nobody_knows("new scenario agnt", 2, &["`agent`"])]
#[case::a_pack_that_nobody_knows("new rule dmo x", 2, &["`demo`"])]
#[case::a_name_that_is_no_id("new pack My_Pack", 2, &["`my-pack`"])]
#[case::a_pack_that_is_there("new pack demo", 2, &["pack.yaml"])]
fn what_is_asked_for_wrongly_is_told(#[case] args: &str, #[case] exit: i32, #[case] says: &[&str]) {
    refused(|_| {}, args, exit, says);
}

#[rstest]
#[case::a_cell_that_is_no_number("data/DeviceProcessEvents.csv", b"ProcessId\n12\ntwelve\n", &["DeviceProcessEvents.csv:3:1", "`twelve` is no long"])]
#[case::a_column_that_the_table_has_not("data/DeviceProcessEvents.ndjson", b"{\"FileNam\":\"x\"}\n", &["DeviceProcessEvents.ndjson:1:1", "`FileName`"])]
#[case::a_row_that_is_no_json("data/Signins.ndjson", b"{\"User\":\"ada\"}\n{\"User\":\n", &["Signins.ndjson:2:8", "no JSON"])]
#[case::bytes_that_are_no_text("data/Signins.csv", b"User,Result\n\xff,ok\n", &["Signins.csv:2:1", "not UTF-8"])]
#[case::parquet_that_is_none("data/Signins.parquet", b"PAR1", &["Signins.parquet"])]
fn data_that_are_broken_are_told(#[case] file: &str, #[case] content: &[u8], #[case] says: &[&str]) {
    let args = format!("query failed.kql --data {file}");
    refused(|w| w.write(file, content), &args, 3, says);
}

#[rstest]
#[case::another_file("{\"Timestamp\":\"x\"}\n", &["j.ndjson:1:1", "MU0708", "no journal of a replay"])]
#[case::a_line_that_is_no_json("{\"muster-replay\":1}\n{\"sent\":\n", &["j.ndjson:2:8", "MU0708"])]
#[case::a_gap("{\"muster-replay\":1}\n{\"sent\":4,\"id\":\"x\"}\n", &["j.ndjson:2:1", "batch 4"])]
fn a_journal_that_is_none_is_told(#[case] text: &str, #[case] says: &[&str]) {
    let replay = "replay scenarios/demo/lure.yaml --to out.ndjson --speed max --journal j.ndjson";
    refused(|w| w.write("j.ndjson", text), replay, 3, says);
    let verify = "verify alerts.json --scenario scenarios/demo/lure.yaml --journal j.ndjson";
    refused(|w| w.write("j.ndjson", text), verify, 3, says);
}

#[test]
fn the_journal_of_another_seed_is_told() {
    let replay = "replay scenarios/demo/lure.yaml --to out.ndjson --speed max --journal j.ndjson";
    let before = |workspace: &Workspace| assert!(workspace.muster(replay).output().expect("it runs").status.success());
    refused(before, &format!("{replay} --seed 8"), 2, &["MU0709", "its `seed` is `7`, and here it is `8`"]);
    let changed = |workspace: &Workspace| {
        before(workspace);
        workspace.replace(LURE, "at: -1h", "at: -2h");
    };
    refused(changed, replay, 2, &["MU0709", "is of other telemetry"]);
}

#[rstest]
#[case::that_is_cut("[{\"AlertId\":\"1\"},", &["alerts.json:1:", "MU0801"])]
#[case::with_a_row_that_is_none("[{\"AlertId\":\"1\"},\n {\"Foo\":1}]", &["alerts.json:2:2", "MU0802"])]
#[case::with_a_time_that_is_none("{\"AlertId\":\"1\",\"Timestamp\":\"soon\"}", &["alerts.json:1:1", "MU0803", "`soon`"])]
#[case::without_anything("", &["alerts.json", "empty"])]
fn an_export_is_told(#[case] text: &str, #[case] says: &[&str]) {
    refused(|w| w.write("alerts.json", text), "verify alerts.json --scenario scenarios/demo/lure.yaml", 3, says);
}

#[test]
fn parquet_that_ends_early_is_told() {
    let cut = |workspace: &Workspace| {
        let made = workspace.muster("generate scenarios/demo/lure.yaml --format parquet --out data").ok();
        assert!(made.is_ok(), "{made:?}");
        let path = workspace.path("data/DeviceProcessEvents.parquet");
        let bytes = std::fs::read(&path).expect("it is there");
        std::fs::write(&path, &bytes[..bytes.len() / 2]).expect("it can be written");
    };
    refused(cut, "query failed.kql --data data", 3, &["data/DeviceProcessEvents.parquet"]);
}

#[test]
fn options_that_clap_refuses_are_usage() {
    for args in ["", "tst", "test --jobs none", "test --jobs 0", "test --format xml", "generate", "completions dos"] {
        let output = Workspace::new().muster(args).output().expect("it runs");
        assert_eq!(output.status.code(), Some(2), "muster {args}");
    }
}
