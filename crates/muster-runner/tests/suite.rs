//! Suites end to end: small workspaces in temporary folders, on the images that ship.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use muster_report::{Conclusion, Detail, Event, Format, RunRecord, Status, render};
use muster_rules::Workspace;
use muster_runner::golden::{accept, pending, prune};
use muster_runner::{Filter, Options, Stop, Writes, cases, load_suite, run_suite, selected};
use muster_source::Style;

const RULE: &str = "DeviceProcessEvents\n\
    | where FileName in~ ('msiexec.exe', 'cmd.exe')\n\
    | summarize Count = count(), First = min(Timestamp) by DeviceName\n";

const HEAD: &str = "seed: 7\nclock: 2026-03-04T18:00:00Z\nspan: 12h\n\
    fleet: {domain: contoso.com, workstations: 3}\n\
    cast: {victim: {workstation: 1}}\n";

const ATTACK: &str = "story:\n\
    \x20 - {id: lure, verdict: malicious, technique: T1218.007, at: -3h, on: victim, run: msiexec.exe,\n\
    \x20    command: 'msiexec.exe /i evil.msi', parent: explorer.exe, as: user}\n\
    \x20 - {id: patches, verdict: benign, at: -2h, on: victim, run: cmd.exe, command: 'cmd.exe /c patch', parent: explorer.exe, as: user}\n";

const WORK: &str = "story:\n\
    \x20 - {id: patches, verdict: benign, at: -2h, on: victim, run: cmd.exe, command: 'cmd.exe /c patch', parent: explorer.exe, as: user}\n";

const QUIET: &str = "story:\n\
    \x20 - {id: idle, verdict: benign, at: -2h, on: victim, run: whoami.exe, parent: explorer.exe, as: user}\n";

/// A workspace with one pack.
struct Work {
    folder: tempfile::TempDir,
}

impl Work {
    fn new() -> Self {
        let work = Self { folder: tempfile::tempdir().expect("a folder") };
        let images = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/images");
        for file in fs::read_dir(images).expect("the images are there") {
            let path = file.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            work.file(&format!("scenarios/images/{name}"), &fs::read_to_string(&path).expect("a file"));
        }
        work.file("rulepacks/demo/pack.yaml", "title: Demo\nfields: {process.line: ProcessCommandLine}\n");
        work.file("rulepacks/demo/rules/installs.kql", RULE);
        work
    }

    fn file(&self, path: &str, text: &str) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("can be created");
        fs::write(path, text).expect("can be written");
        self
    }

    fn scenario(&self, id: &str, story: &str, expect: &str) -> &Self {
        self.file(&format!("scenarios/demo/{id}.yaml"), &format!("title: {id}\n{HEAD}{story}{expect}"))
    }

    fn suppression(&self, id: &str, when: &str, more: &str) -> &Self {
        let path = self.path("rulepacks/demo/suppressions.yaml");
        let before = fs::read_to_string(path).unwrap_or_else(|_| "suppressions:\n".to_owned());
        let expires =
            if more.contains("expires: 2") && !more.contains("known_dead") { "" } else { "    expires: 2027-06-30\n" };
        self.file(
            "rulepacks/demo/suppressions.yaml",
            &format!("{before}  - id: {id}\n    when: {when}\n    owner: ops\n    reason: wanted\n{expires}{more}"),
        )
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn options() -> Options {
        Options { jobs: 2, ..Options::new(NaiveDate::from_ymd_opt(2026, 6, 1).expect("a date")) }
    }

    fn run(&self) -> RunRecord {
        self.run_with(Self::options())
    }

    fn run_with(&self, options: Options) -> RunRecord {
        let suite = load_suite(&Workspace::at(self.folder.path()), options);
        run_suite(&suite, &mut |_| {})
    }

    fn accept_all(&self) {
        let root = self.path("golden");
        for file in pending(&root).expect("can be read") {
            accept(&root, &file).expect("can be accepted");
        }
    }

    /// Runs, accepts everything, and runs again.
    fn settled(&self) -> RunRecord {
        let _ = self.run();
        self.accept_all();
        self.run()
    }
}

fn codes(record: &RunRecord) -> Vec<String> {
    let reasons = record.cases.iter().flat_map(|c| c.reasons.iter().map(|r| r.code.clone()));
    let findings = record.findings.iter().map(|f| f.diagnostic.code.clone());
    let diagnostics = record.diagnostics.iter().map(|d| d.code.clone());
    let mut all: Vec<String> = reasons.chain(findings).chain(diagnostics).collect();
    all.sort();
    all.dedup();
    all
}

fn shown(record: &RunRecord) -> String {
    format!("{:#?}\n{}", record.diagnostics, render(record, Format::Human, Style::Plain, Detail::Full))
}

#[test]
fn a_new_row_fails_until_it_is_accepted() {
    let work = Work::new();
    work.scenario("attack", ATTACK, "expect: {installs: {detect: [lure]}}\n").scenario("quiet", QUIET, "");
    let first = work.run();
    assert_eq!(codes(&first), ["MU0611"], "{}", shown(&first));
    assert_eq!(first.conclusion, Conclusion::Failed);
    assert_eq!((first.summary.passed, first.summary.failed, first.summary.pending), (1, 1, 1));
    work.accept_all();
    let golden = fs::read_to_string(work.path("golden/demo/installs/attack.jsonl")).expect("accepted");
    assert_eq!(golden.lines().count(), 1);
    assert!(golden.contains(r#""evidence":{"malicious":1,"benign":1,"noise":0},"by":[]}"#), "{golden}");
    let second = work.run();
    assert_eq!(second.conclusion, Conclusion::Passed, "{}", shown(&second));
    assert_eq!(second.rules[0].precision(), Some(1.0));
    assert_eq!(second.rules[0].recall(), Some(1.0));

    work.file("rulepacks/demo/rules/installs.kql", &RULE.replace("'cmd.exe'", "'calc.exe'"));
    let third = work.run_with(Options { writes: Writes::Nothing, ..Work::options() });
    assert_eq!(codes(&third), ["MU0610"]);
    assert!(pending(&work.path("golden")).expect("can be read").is_empty(), "nothing is written under CI");
    let _ = work.run();
    assert_eq!(pending(&work.path("golden")).expect("can be read").len(), 1);
    work.file("rulepacks/demo/rules/installs.kql", RULE);
    let last = work.run();
    assert_eq!(last.conclusion, Conclusion::Passed);
    assert!(pending(&work.path("golden")).expect("can be read").is_empty(), "a stale pending file is removed");
}

#[test]
fn accepting_a_golden_file_does_not_hide_a_missed_attack() {
    let work = Work::new();
    work.file("rulepacks/demo/rules/installs.kql", &RULE.replace("'msiexec.exe', ", ""));
    work.scenario("attack", ATTACK, "expect: {installs: {detect: [lure, patches]}}\n");
    let record = work.settled();
    assert_eq!(codes(&record), ["MU0620"], "{}", shown(&record));
    assert_eq!(record.conclusion, Conclusion::Failed);
    assert_eq!(record.cases[0].score.missed_steps, ["lure"]);
}

#[test]
fn a_suppression_narrows_a_row_and_suppresses_another() {
    let work = Work::new();
    work.suppression("patching", "process.line has \"patch\"", "");
    work.scenario("attack", ATTACK, "expect: {installs: {detect: [lure], narrow: {patches: patching}}}\n");
    work.scenario("work", WORK, "expect: {installs: {suppress: {patches: patching}}}\n");
    let record = work.settled();
    assert_eq!(record.conclusion, Conclusion::Passed, "{}", shown(&record));
    let rows: Vec<_> = record.cases.iter().map(|c| (c.rows.narrowed, c.rows.suppressed)).collect();
    assert_eq!(rows, [(1, 0), (0, 1)]);
    assert_eq!(record.cases[0].losses[0].by, ["patching"]);
    let golden = fs::read_to_string(work.path("golden/demo/installs/attack.jsonl")).expect("accepted");
    assert!(golden.starts_with(r#"{"outcome":"narrowed","row":{"DeviceName":""#), "{golden}");
    assert!(golden.contains(r#""Count":1,"First":"2026-03-04T15:0"#), "{golden}");
}

#[test]
fn a_predicate_on_the_result_takes_rows() {
    let work = Work::new();
    work.suppression("few", "Count < 2", "    stage: result\n");
    work.scenario("attack", ATTACK, "expect: {installs: {detect: [lure]}}\n");
    work.scenario("work", WORK, "expect: {installs: {suppress: {patches: few}}}\n");
    let record = work.settled();
    assert_eq!(record.conclusion, Conclusion::Passed, "{}", shown(&record));
    assert_eq!(record.cases[1].rows.suppressed, 1);
}

#[test]
fn two_suppressions_may_be_needed_together() {
    let work = Work::new();
    work.suppression("patching", "process.line has \"patch\"", "").suppression(
        "cleaning",
        "process.line has \"clean\"",
        "",
    );
    let second = WORK.replace("story:\n", "").replace("patches", "cleaning").replace("/c patch", "/c clean");
    work.scenario(
        "work",
        &format!("{WORK}{second}"),
        "expect: {installs: {suppress: {patches: patching, cleaning: cleaning}}}\n",
    );
    let record = work.settled();
    assert_eq!(record.conclusion, Conclusion::Passed, "{}", shown(&record));
    let losses: Vec<_> = record.cases[0].losses.iter().map(|l| (l.by.clone(), l.alone.clone())).collect();
    let one = |id: &str| (vec![id.to_owned()], vec![id.to_owned()]);
    assert_eq!(losses, [one("cleaning"), one("patching")]);
    let golden = fs::read_to_string(work.path("golden/demo/installs/work.jsonl")).expect("accepted");
    assert!(golden.contains(r#""by":["cleaning","patching"]"#), "{golden}");
}

#[test]
fn a_suppression_that_takes_an_attack_fails_the_case_and_is_found() {
    let work = Work::new();
    work.suppression("wide", "process.line has \"evil\"", "");
    work.scenario("attack", ATTACK, "expect: {installs: {detect: [patches]}}\n");
    let record = work.settled();
    assert_eq!(codes(&record), ["MU0618"], "{}", shown(&record));
    let known = "expect: {installs: {detect: [patches], known_gap: {suppressed: {lure: wide}, reason: ticket, expires: 2026-12-31}}}\n";
    work.scenario("attack", ATTACK, known);
    let record = work.settled();
    assert_eq!((record.conclusion, record.summary.known_gaps), (Conclusion::Passed, 1), "{}", shown(&record));
}

#[test]
fn a_rule_that_never_fires_is_found() {
    let work = Work::new();
    work.scenario("quiet", QUIET, "");
    let record = work.run();
    assert_eq!(
        (codes(&record), record.conclusion),
        (vec!["MU0607".to_owned()], Conclusion::Failed),
        "{}",
        shown(&record)
    );
    let filtered = Options { filter: Filter::parse("quiet").expect("a filter"), ..Work::options() };
    assert_eq!(work.run_with(filtered).conclusion, Conclusion::Passed, "only the whole suite can tell");
}

#[test]
fn a_dead_suppression_is_found_unless_that_is_known() {
    let work = Work::new();
    work.suppression("dead", "process.line has \"nagios\"", "");
    work.scenario("attack", ATTACK, "");
    assert_eq!(codes(&work.settled()), ["MU0617"]);
    let known = Work::new();
    known.suppression(
        "dead",
        "process.line has \"nagios\"",
        "    known_dead: {reason: never seen, expires: 2026-12-31}\n",
    );
    known.scenario("attack", ATTACK, "");
    let record = known.settled();
    assert_eq!(
        (codes(&record), record.conclusion),
        (vec!["MU0617".to_owned()], Conclusion::Passed),
        "{}",
        shown(&record)
    );
    let over = Work::new();
    over.suppression(
        "dead",
        "process.line has \"nagios\"",
        "    known_dead: {reason: never seen, expires: 2026-05-31}\n",
    );
    over.scenario("attack", ATTACK, "");
    assert_eq!(codes(&over.settled()), ["MU0608", "MU0617"]);
    let alive = Work::new();
    alive.suppression(
        "patching",
        "process.line has \"patch\"",
        "    known_dead: {reason: never seen, expires: 2026-12-31}\n",
    );
    alive.scenario("work", WORK, "");
    assert_eq!(codes(&alive.settled()), ["MU0619"]);
}

#[test]
fn an_expired_suppression_is_found_and_still_in_force() {
    let work = Work::new();
    work.suppression("patching", "process.line has \"patch\"", "    expires: 2026-05-31\n");
    work.scenario("work", WORK, "");
    let record = work.settled();
    assert_eq!(codes(&record), ["MU0616"], "{}", shown(&record));
    assert_eq!(record.cases[0].rows.suppressed, 1);
}

#[test]
fn expectations_of_what_is_not_there_are_errors() {
    let work = Work::new();
    work.scenario("attack", ATTACK, "expect: {instals: {detect: [lure]}}\n");
    let record = work.settled();
    assert_eq!((codes(&record), record.conclusion), (vec!["MU0604".to_owned()], Conclusion::Unloadable));
    work.suppression("patching", "process.line has \"patch\"", "    rules: [in*]\n");
    work.scenario("attack", ATTACK, "expect: {installs: {detect: [lure], narrow: {patches: patchin}}}\n");
    let record = work.settled();
    assert!(codes(&record).contains(&"MU0605".to_owned()), "{}", shown(&record));
    work.scenario("attack", ATTACK, "expect: {installs: {detect: [lur]}}\n");
    assert_eq!(work.run().conclusion, Conclusion::Unloadable);
}

#[test]
fn nothing_selected_is_no_success() {
    let work = Work::new();
    work.scenario("quiet", QUIET, "");
    let none = work.run_with(Options { filter: Filter::parse("absent").expect("a filter"), ..Work::options() });
    assert_eq!((codes(&none), none.conclusion), (vec!["MU0602".to_owned()], Conclusion::NothingSelected));
    let empty = Work::new();
    let record = empty.run();
    assert_eq!((codes(&record), record.conclusion), (vec!["MU0602".to_owned()], Conclusion::NothingSelected));
    fs::remove_file(empty.path("rulepacks/demo/rules/installs.kql")).expect("can be removed");
    assert!(codes(&empty.run()).contains(&"MU0601".to_owned()));
}

#[test]
fn a_scenario_without_events_is_no_success() {
    let work = Work::new();
    work.scenario("empty", &QUIET.replace("on: victim", "on: {each: workstations, share: 0%}"), "");
    let record = work.run();
    assert_eq!(record.conclusion, Conclusion::NothingSelected, "{}", shown(&record));
    assert_eq!(codes(&record), ["MU0603"]);
}

#[test]
fn orphans_are_found_and_pruned() {
    let work = Work::new();
    work.scenario("attack", ATTACK, "");
    let _ = work.settled();
    let golden = fs::read_to_string(work.path("golden/demo/installs/attack.jsonl")).expect("accepted");
    work.file("golden/demo/installs/gone.jsonl", &golden);
    assert_eq!(codes(&work.run()), ["MU0612"]);
    let suite = load_suite(&Workspace::at(work.folder.path()), Work::options());
    assert_eq!(prune(&suite.golden, &cases(&suite)).expect("can be pruned").len(), 1);
    assert_eq!(work.run().conclusion, Conclusion::Passed);
}

#[test]
fn a_skipped_case_does_not_run_and_its_date_counts() {
    let work = Work::new();
    work.scenario("attack", ATTACK, "expect: {installs: {skip: {reason: no data, expires: 2026-12-31}}}\n");
    let record = work.run();
    assert_eq!((record.summary.skipped, record.conclusion), (1, Conclusion::Passed), "{}", shown(&record));
    work.scenario("attack", ATTACK, "expect: {installs: {skip: {reason: no data, expires: 2026-05-31}}}\n");
    assert_eq!(codes(&work.run()), ["MU0608"]);
}

#[test]
fn a_rule_or_a_table_that_is_missing_is_an_error_and_the_others_run() {
    let work = Work::new();
    work.file("rulepacks/demo/rules/broken.kql", "DeviceProcessEvents | where Nme == 1");
    work.file("rulepacks/demo/rules/network.kql", "DeviceNetworkEvents | where RemotePort == 443");
    work.scenario("attack", ATTACK, "");
    let record = work.settled();
    assert_eq!(record.conclusion, Conclusion::Unloadable);
    let codes = codes(&record);
    assert!(codes.contains(&"KS142".to_owned()) && codes.contains(&"MU0632".to_owned()), "{}", shown(&record));
    assert_eq!((record.summary.errors, record.summary.passed), (2, 1));
}

#[test]
fn a_predicate_that_fits_no_table_points_at_the_word() {
    let work = Work::new();
    work.suppression("wrong", "process.line has \"x\" and Nope == 1", "");
    work.scenario("attack", ATTACK, "");
    let record = work.run();
    assert_eq!(record.conclusion, Conclusion::Unloadable, "{}", shown(&record));
    let place = record.diagnostics.iter().find(|d| d.code == "KS142").and_then(|d| d.place().cloned());
    let place = place.expect("an unknown name");
    assert!(place.file.ends_with("suppressions.yaml"));
    assert_eq!((place.line, place.column), (3, 36));
}

#[test]
fn the_record_is_the_same_with_any_number_of_threads() {
    let work = Work::new();
    for i in 0..12 {
        work.file(&format!("rulepacks/demo/rules/r{i}.kql"), &RULE.replace("'cmd.exe'", &format!("'cmd{i}.exe'")));
        work.scenario(&format!("s{i}"), if i % 2 == 0 { ATTACK } else { QUIET }, "");
    }
    let run = |jobs| {
        let mut order = Vec::new();
        let suite = load_suite(
            &Workspace::at(work.folder.path()),
            Options { jobs, writes: Writes::Nothing, ..Work::options() },
        );
        let record = run_suite(&suite, &mut |event| {
            if let Event::CaseFinished(case) = event {
                order.push(format!("{}/{}/{}", case.pack, case.rule, case.scenario));
            }
        });
        (render(&record, Format::Json, Style::Plain, Detail::Full), order)
    };
    let one = run(1);
    assert_eq!(one.1.len(), 13 * 12);
    assert_eq!(run(4), one);
}

#[test]
fn the_first_failure_ends_the_run_if_asked() {
    let work = Work::new();
    for i in 0..4 {
        work.scenario(&format!("s{i}"), if i == 1 { ATTACK } else { QUIET }, "");
    }
    let record = work.run_with(Options { stop: Stop::AtFirstFailure, ..Work::options() });
    let ended: Vec<_> = record.cases.iter().map(|c| (c.scenario.as_str(), c.status)).collect();
    assert_eq!(ended, [("s0", Status::Passed), ("s1", Status::Failed)]);
    assert_eq!(record.summary.not_run, 2);
}

#[test]
fn selected_cases_can_be_listed() {
    let work = Work::new();
    work.scenario("attack", ATTACK, "").scenario("quiet", QUIET, "");
    let filter = Filter::parse("technique:T1218").expect("a filter");
    let suite = load_suite(&Workspace::at(work.folder.path()), Options { filter, ..Work::options() });
    assert_eq!(selected(&suite).iter().map(ToString::to_string).collect::<Vec<_>>(), ["demo/installs/attack"]);
    assert_eq!(cases(&suite).len(), 2);
}
