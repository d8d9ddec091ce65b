//! Mistakes in scenarios: each is reported with its code, its place and a hint.

use std::path::Path;
use std::sync::LazyLock;

use muster_simulator::{Library, Options, load, read, simulate};
use muster_source::{Diagnostic, Note, Source};
use rstest::rstest;

static LIBRARY: LazyLock<Library> =
    LazyLock::new(|| load::library(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios")).0);

const GOOD: &str = "\
title: Good
seed: 1
clock: 2026-03-04T18:00:00Z
span: 12h
verdict: malicious
fleet: {domain: contoso.com, workstations: 4, servers: {roles: [pdq]}, groups: {ITAdminsGroup: [svc_pdq]}}
noise: none
cast: {victim: {workstation: any}}
story:
  - id: lure
    at: -3h
    on: victim
    run: cmd.exe
    command: 'cmd.exe /c {user}'
    parent: explorer.exe
    as: user
    technique: T1059
  - id: task
    after: lure +1m
    use: persistence/run-key
    with: {name: Updater}
    parent: lure
expect:
  pdq-create-process: {detect: [lure]}
";

fn problems(text: &str) -> Vec<Diagnostic> {
    let (scenario, diagnostics) = read(&Source::new("test.yaml", text), &LIBRARY);
    match scenario {
        Some(scenario) => simulate(&scenario, &LIBRARY, &Options::default()).diagnostics,
        None => diagnostics,
    }
}

/// Code, line, column and hint of the first problem.
fn first(text: &str) -> (String, usize, usize, String, String) {
    let diagnostics = problems(text);
    let d = diagnostics.first().unwrap_or_else(|| panic!("no problem in\n{text}"));
    let label = d.labels.first().expect("a place");
    let place = label.source.locate(label.span);
    let hint = d.notes.iter().map(|n| match n {
        Note::Help(text) | Note::Note(text) => text.as_str(),
    });
    (d.code.to_string(), place.line, place.column, d.message.clone(), hint.collect::<Vec<_>>().join("; "))
}

#[rstest]
#[case::unknown_key("seed: 1", "sed: 1", "MU0021", 2, 1, "a similar key is `seed`")]
#[case::wrong_type("seed: 1", "seed: one", "MU0020", 2, 7, "whole number")]
#[case::negative_seed("seed: 1", "seed: -1", "MU0507", 2, 7, "from 0")]
#[case::bad_clock(
    "clock: 2026-03-04T18:00:00Z",
    "clock: 2026-03-04 18:00",
    "MU0505",
    3,
    8,
    "such as `2026-03-04T18:00:00Z`"
)]
#[case::absurd_clock("2026-03-04T18:00:00Z", "1026-03-04T18:00:00Z", "MU0505", 3, 8, "from 2000")]
#[case::bad_span("span: 12h", "span: 12 hours", "MU0506", 4, 7, "such as `90s`")]
#[case::absurd_span("span: 12h", "span: 9000d", "MU0507", 4, 7, "`400d`")]
#[case::bad_domain("contoso.com", "con toso", "MU0504", 6, 17, "such as `contoso.com`")]
#[case::absurd_fleet("workstations: 4", "workstations: 10000000", "MU0507", 6, 44, "from 0 to 100000")]
#[case::unknown_noise("noise: none", "noise: ofice", "MU0513", 7, 8, "a similar name is `office`")]
#[case::cast_without_host("{workstation: any}", "{laptop: any}", "MU0504", 8, 16, "{workstation: any}")]
#[case::cast_beyond_fleet("{workstation: any}", "{workstation: 5}", "MU0516", 8, 30, "from 1 to 4")]
#[case::cast_unknown_role("{workstation: any}", "{server: pqd}", "MU0516", 8, 25, "a similar role is `pdq`")]
#[case::unknown_cast("on: victim", "on: victm", "MU0516", 12, 9, "a similar member is `victim`")]
#[case::unknown_image("run: cmd.exe", "run: cmmd.exe", "MU0510", 13, 10, "a similar image is `cmd.exe`")]
#[case::unknown_placeholder("{user}", "{usr}", "MU0514", 14, 26, "a similar placeholder is `{user}`")]
#[case::open_placeholder("{user}", "{user", "MU0514", 14, 26, "`{{`")]
#[case::no_such_parent("parent: explorer.exe", "parent: winword.exe -x", "MU0521", 15, 13, "there are")]
#[case::parent_not_running("parent: explorer.exe", "parent: mshta.exe", "MU0521", 10, 5, "nest this step")]
#[case::unknown_parent_step("parent: explorer.exe", "parent: luer", "MU0517", 15, 13, "the id of a step above")]
#[case::unknown_account("as: user", "as: sistem", "MU0515", 16, 9, "a similar account is `system`")]
#[case::bad_technique("technique: T1059", "technique: 1059", "MU0524", 17, 16, "such as `T1059`")]
#[case::before_the_span("at: -3h", "at: -13h", "MU0518", 11, 9, "make `span` longer")]
#[case::after_the_clock("at: -3h", "at: +3h", "MU0518", 11, 9, "before the clock")]
#[case::instant_outside("at: -3h", "at: 2026-03-05T00:00:00Z", "MU0518", 11, 9, "the telemetry covers")]
#[case::bad_time("at: -3h", "at: -3 hrs", "MU0506", 11, 9, "such as `-3h`")]
#[case::no_time("    at: -3h\n", "", "MU0504", 10, 5, "add `at: -3h`")]
#[case::no_host("    on: victim\n", "", "MU0504", 10, 5, "add `on:`")]
#[case::leaves_the_span("after: lure +1m", "after: lure +4h", "MU0518", 20, 10, "telemetry ends at the clock")]
#[case::unknown_step_after(
    "after: lure +1m",
    "after: luer +1m",
    "MU0517",
    19,
    12,
    "a similar step above this one is `lure`"
)]
#[case::delay_without_plus("after: lure +1m", "after: lure 1m", "MU0506", 19, 12, "such as `lure +45s`")]
#[case::duplicate_step(
    "id: task\n    after: lure +1m",
    "id: lure\n    at: -2h\n    on: victim",
    "MU0503",
    18,
    9,
    "another `id`"
)]
#[case::bad_id("id: lure", "id: the lure", "MU0504", 10, 9, "letters, digits")]
#[case::unknown_behavior(
    "use: persistence/run-key",
    "use: persistence/runkey",
    "MU0511",
    20,
    10,
    "a similar behavior is `persistence/run-key`"
)]
#[case::unknown_parameter(
    "with: {name: Updater}",
    "with: {nam: Updater}",
    "MU0512",
    21,
    12,
    "a similar parameter is `name`"
)]
#[case::unknown_step_in_expect("detect: [lure]", "detect: [luer]", "MU0517", 24, 33, "a similar step is `lure`")]
#[case::unknown_expectation("{detect: [lure]}", "quiet", "MU0523", 24, 23, "`silent`")]
#[case::empty_expectation("{detect: [lure]}", "{detect: []}", "MU0523", 24, 23, "name a step")]
#[case::gap_without_reason(
    "{detect: [lure]}",
    "{known_gap: {missed: [lure], expires: 2027-01-01}}",
    "MU0022",
    24,
    36,
    "`reason:`"
)]
#[case::gap_with_bad_date(
    "{detect: [lure]}",
    "{known_gap: {missed: [lure], reason: x, expires: 2027-13-01}}",
    "MU0523",
    24,
    72,
    "such as `2027-06-30`"
)]
#[case::gap_of_nothing(
    "{detect: [lure]}",
    "{known_gap: {reason: x, expires: 2027-01-01}}",
    "MU0523",
    24,
    35,
    "missed: [step]"
)]
#[case::skip_and_more(
    "{detect: [lure]}",
    "{detect: [lure], skip: {reason: x, expires: 2027-01-01}}",
    "MU0523",
    24,
    46,
    "remove one"
)]
#[case::zero_repeat("as: user", "repeat: 0", "MU0507", 16, 13, "from 1 to 100000")]
#[case::absurd_repeat("as: user", "repeat: 1000000000", "MU0507", 16, 13, "from 1 to 100000")]
#[case::absurd_every("as: user", "every: 1ms for 12h", "MU0507", 16, 12, "at most 100000")]
#[case::no_interval("as: user", "every: often", "MU0506", 16, 12, "`5m for 2h`")]
#[case::unknown_column("as: user", "set: {FileNam: x.exe}", "MU0519", 16, 11, "a similar column is `FileName`")]
#[case::wrong_column_type("as: user", "set: {ProcessId: many}", "MU0520", 16, 22, "whole number")]
#[case::time_is_not_set("as: user", "set: {Timestamp: 2026-03-04T18:00:00Z}", "MU0520", 16, 11, "`at:`")]
#[case::no_verdict("verdict: malicious\n", "note: none\n", "MU0504", 10, 5, "verdict: malicious")]
#[case::not_yaml("title: Good", "title: [", "MU0010", 3, 6, "quotes")]
fn a_mistake_has_a_code_a_place_and_a_hint(
    #[case] right: &str,
    #[case] wrong: &str,
    #[case] code: &str,
    #[case] line: usize,
    #[case] column: usize,
    #[case] hint: &str,
) {
    assert!(GOOD.contains(right), "{right}");
    let found = first(&GOOD.replacen(right, wrong, 1));
    assert_eq!((found.0.as_str(), found.1, found.2), (code, line, column), "{found:?}");
    assert!(found.4.contains(hint), "{found:?}");
    assert!(!found.3.ends_with('.') && !found.3.starts_with(char::is_uppercase), "{}", found.3);
}

#[test]
fn the_scenario_without_a_mistake_has_none() {
    let found: Vec<String> = problems(GOOD).into_iter().map(|d| d.message).collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn all_mistakes_are_reported_at_once() {
    let text = GOOD.replace("run: cmd.exe", "run: cmmd.exe").replace("as: user", "as: usr").replace("seed:", "sed:");
    assert_eq!(problems(&text).len(), 3);
}

#[test]
fn a_behavior_that_uses_itself_ends_in_a_diagnostic() {
    let behavior = Source::new("behaviors/loop.yaml", "title: Loop\nsteps:\n  - {id: again, use: loop}\n");
    let (_, diagnostics) = Library::read(&[behavior]);
    assert!(diagnostics.iter().any(|d| d.code.0 == "MU0522"), "{diagnostics:?}");
}

#[test]
fn deep_nesting_ends_in_a_diagnostic() {
    let mut steps = "{run: cmd.exe}".to_owned();
    for _ in 0..24 {
        steps = format!("{{run: cmd.exe, then: [{steps}]}}");
    }
    let text = GOOD.replace("    as: user\n", &format!("    then: [{steps}]\n"));
    assert!(problems(&text).iter().any(|d| d.code.0 == "MU0522"));
}

#[test]
fn a_scenario_that_is_not_a_mapping_is_refused() {
    for text in ["", "- a\n", "text", "null", "\u{0}"] {
        assert!(!problems(text).is_empty(), "{text:?}");
    }
}

#[test]
fn too_much_story_is_refused() {
    let text = GOOD
        .replace("workstations: 4", "workstations: 1000")
        .replace("on: victim", "on: {each: workstations}")
        .replace("as: user", "repeat: 100000");
    assert!(problems(&text).iter().any(|d| d.code.0 == "MU0507"));
}
