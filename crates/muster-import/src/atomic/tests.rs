//! Tests of reading tests.

use std::collections::BTreeSet;

use muster_source::Source;

use super::{Atomics, Executor, Story, Verdict, file_stem, read, scenario};

const FILES: [&str; 3] = [
    include_str!("../../../../tests/atomic/T1053.005/T1053.005.yaml"),
    include_str!("../../../../tests/atomic/T1047/T1047.yaml"),
    include_str!("../../../../tests/atomic/T1059.003/T1059.003.yaml"),
];

fn atomics(text: &str) -> Atomics {
    let (atomics, diagnostics) = read(&Source::new("T.yaml", text));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    atomics.expect("tests")
}

fn verdict(atomics: &Atomics, at: usize) -> Verdict {
    let images: BTreeSet<String> = ["cmd.exe", "schtasks.exe", "whoami.exe"].map(str::to_owned).into();
    scenario(atomics, &atomics.tests[at], &images, "T/T.yaml")
}

fn made(atomics: &Atomics, at: usize) -> Story {
    match verdict(atomics, at) {
        Verdict::Made(story) => story,
        other => panic!("{other:?}"),
    }
}

#[test]
fn inputs_are_filled_also_where_a_default_names_another() {
    let tasks = atomics(FILES[0]);
    let command = tasks.tests[0].command.as_deref().expect("a command");
    assert!(command.contains(r#"/tn "muster_noon" /tr "%windir%\system32\calc.exe""#), "{command}");
    let shell = atomics(FILES[2]);
    let command = shell.tests[4].command.as_deref().expect("a command");
    assert!(command.starts_with("netstat -ano | find \"4444\" \n"), "{command:?}");
    assert!(
        shell.tests[2].command.as_deref().is_ok_and(|c| c.starts_with(r#""C:\AtomicRedTeam\atomics\T1059.003\src"#))
    );
}

#[test]
fn a_scenario_says_where_it_comes_from() {
    let tasks = atomics(FILES[0]);
    let story = made(&tasks, 0);
    let origin = "origin: {source: Atomic Red Team, file: 'T/T.yaml', test: 1, id: '11111111-aaaa-4bbb-8ccc-000000000001', technique: 'T1053.005'}";
    for text in [
        origin,
        "technique: T1053.005",
        "as: elevated",
        "run: 'schtasks.exe'",
        r"run: 'C:\Windows\System32\findstr.exe'",
    ] {
        assert!(story.text.contains(text), "no {text} in\n{}", story.text);
    }
    assert_eq!(story.processes, 4);
    assert_eq!(file_stem(&tasks, &tasks.tests[0]), "t1053-005-01-a-task-at-noon");
}

#[test]
fn braces_and_quotes_reach_the_command_line_as_they_are() {
    let story = made(&atomics(FILES[2]), 0);
    let line = r#"command: '"cmd.exe" /c echo {{braces}} ''quotes'' "and" a: b # c> %TEMP%\muster.txt & type"#;
    assert!(story.text.contains(line), "{}", story.text);
    assert_eq!(story.processes, 1, "commands of the shell start nothing");
}

#[test]
fn a_copy_runs_with_the_file_it_is_a_copy_of() {
    let story = made(&atomics(FILES[2]), 1);
    let run = r"run: {image: 'cmd.exe', path: 'C:\Users\{user}\AppData\Local\Temp\svch0st.exe'}";
    assert!(story.text.contains(run), "{}", story.text);
}

#[test]
fn what_is_not_made_has_a_reason() {
    let tasks = atomics(FILES[0]);
    assert_eq!(verdict(&tasks, 2), Verdict::Elsewhere);
    assert_eq!(verdict(&tasks, 3), Verdict::Refused("it is done by hand".to_owned()));
    let wmi = atomics(FILES[1]);
    assert_eq!(verdict(&wmi, 1), Verdict::Refused("its input `name` is not described".to_owned()));
    assert!(matches!(verdict(&atomics(FILES[2]), 3), Verdict::Refused(why) if why.contains("label")));
    assert_eq!(made(&atomics(FILES[2]), 2).gaps, ["what the lines of `run.bat` start"]);
}

#[test]
fn a_test_with_a_fault_leaves_the_others() {
    let text = "attack_technique: T1\natomic_tests:\n- name: a\n  supported_platforms: windows\n- name: b\n  supported_platforms: [windows]\n  executor: {name: bash, command: ls}\n";
    let (atomics, diagnostics) = read(&Source::new("T1.yaml", text));
    let tests = atomics.expect("tests").tests;
    assert_eq!(tests.len(), 1);
    assert_eq!(tests[0].executor, Executor::Other("bash".to_owned()));
    let faults: Vec<&str> = diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(faults, ["`supported_platforms` takes a list, not text", "`executor` is missing"]);
}

#[test]
fn a_file_without_tests_is_told() {
    for text in [
        "",
        "title: x\n",
        "attack_technique: T1\natomic_tests: 3\n",
        "attack_technique: [T1]\natomic_tests: []\n",
        "a: [\n",
    ] {
        let (atomics, diagnostics) = read(&Source::new("T1.yaml", text));
        assert!(atomics.is_none() && diagnostics.iter().any(muster_source::Diagnostic::is_error), "{text:?}");
    }
}
