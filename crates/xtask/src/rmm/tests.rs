//! The table, its files, and what came of them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::fact::{Field, Miss};
use super::{files, generated, render, table, tools};
use crate::root;

fn read(tools: &str) -> Result<Vec<table::Tool>, String> {
    table::read("tools.yaml", &format!("tools:\n  - {{name: Tool, source: LOLRMM, {tools}}}\n"))
}

#[test]
fn the_pack_is_what_its_table_makes() {
    let files = files(&tools(&root()).expect("the table can be read"));
    let there: Vec<String> =
        generated(&root()).expect("the pack can be read").into_iter().map(|(name, _)| name).collect();
    assert_eq!(there, files.keys().cloned().collect::<Vec<_>>(), "the generated files");
    for (name, text) in files {
        let there = std::fs::read_to_string(root().join(&name)).unwrap_or_default();
        assert!(there == text, "{name} is stale: run `cargo run --release -p xtask -- gen`");
    }
}

/// The golden files are what happens (`muster test` sees to that); here they are held to the table.
#[test]
fn a_tool_is_seen_by_its_own_rule_and_by_those_that_share_its_names_and_by_no_other() {
    let tools = tools(&root()).expect("the table can be read");
    let devices: BTreeMap<String, &str> =
        tools.iter().enumerate().map(|(i, tool)| (format!("ws-{:04}.contoso.com", i + 1), tool.id.as_str())).collect();
    for (rule, expected) in table::seen(&tools) {
        let path = root().join("golden/rmm").join(rule).join("tools-run.jsonl");
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let seen: BTreeSet<&str> = text
            .lines()
            .map(|line| {
                let line: Value = serde_json::from_str(line).expect("a golden file has JSON");
                let device = line["row"]["DeviceName"].as_str().expect("a row has a device").to_owned();
                devices.get(&device).copied().unwrap_or_else(|| panic!("{rule}: no tool is on {device}"))
            })
            .collect();
        assert_eq!(seen, expected, "the tools that the rule `{rule}` sees: left what it does, right what `also` says");
    }
}

#[test]
fn only_the_run_of_the_tools_makes_a_golden_file() {
    let folder = root().join("golden/rmm");
    for rule in std::fs::read_dir(folder).expect("the pack has golden files").filter_map(Result::ok) {
        let files = std::fs::read_dir(rule.path()).expect("a folder a rule").filter_map(Result::ok);
        let names: Vec<_> = files.map(|f| f.file_name()).filter(|n| n.to_string_lossy().ends_with(".jsonl")).collect();
        assert_eq!(names, ["tools-run.jsonl"], "{}: near misses and noise are silent", rule.path().display());
    }
}

#[test]
fn ids_are_unique_and_stay_as_they_are() {
    let tools = tools(&root()).expect("the table can be read");
    let ids: BTreeSet<String> = tools.iter().map(|t| render::uuid(&t.name)).collect();
    assert_eq!(ids.len(), tools.len());
    // SHA-1 of the sixteen bytes of the namespace and the name, with the bits of version 5 and of the variant.
    assert_eq!(render::uuid("TeamViewer"), "608d943d-8104-5ec8-b32c-a04aa67a98da");
}

#[test]
fn predicates_keep_their_grouping() {
    let tools =
        read("where: {all: [{company: [A]}, {any: [{product: [B]}, {file_like: [c*.exe]}]}]}").expect("a table");
    assert_eq!(
        tools[0].fact.kql(),
        "ProcessVersionInfoCompanyName has 'A'\n      and (ProcessVersionInfoProductName has 'B'\n        \
         or (FileName startswith 'c' and FileName endswith '.exe'))"
    );
    let tools = read(r"where: {any: [{all: [{empty: [company, product]}, {folder: ['\a\']}]}, {file: [I'm.exe]}]}");
    assert_eq!(
        tools.expect("a table")[0].fact.kql(),
        "((isempty(ProcessVersionInfoCompanyName)\n          and isempty(ProcessVersionInfoProductName))\n        \
         and FolderPath has '\\\\a\\\\')\n      or FileName =~ 'I\\'m.exe'"
    );
}

#[test]
fn each_text_of_a_predicate_is_in_a_process() {
    let tools =
        read("where: {all: [{company: [A, B, C]}, {any: [{product: [P]}, {original: [O]}]}]}, company: [B Inc.]")
            .expect("a table");
    let runs = render::runs(&tools[0]);
    let texts = |field: Field| runs.iter().filter_map(|r| r.get(&field)).map(String::as_str).collect::<Vec<_>>();
    assert_eq!(texts(Field::Company), ["A", "B Inc.", "C"]);
    assert_eq!((texts(Field::Product), texts(Field::Original)), (vec!["P", "P"], vec!["O"]));
    let tools = read("where: {all: [{file_word: [jump]}, {file_word: [agent, remote]}]}").expect("a table");
    let files: Vec<String> = render::runs(&tools[0]).iter().map(|r| r[&Field::File].clone()).collect();
    assert_eq!(files, ["jump-agent.exe", "jump-remote.exe"]);
}

#[test]
fn a_near_miss_differs_in_one_thing() {
    let misses = |fact: &str| {
        let tools = read(&format!("where: {fact}")).expect("a table");
        tools[0]
            .fact
            .misses()
            .into_iter()
            .map(|(miss, image)| (miss, image.into_values().collect()))
            .collect::<Vec<_>>()
    };
    let texts = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        misses("{all: [{company: [A, B]}, {product: [P]}]}"),
        [(Miss::Longer(Field::Company), texts(&["xAx", "P"])), (Miss::Longer(Field::Product), texts(&["A", "xPx"])),]
    );
    // The file of the tool would be found by its name.
    assert_eq!(
        misses("{any: [{product: [P]}, {file: [a.exe, b.exe]}, {file_like: [c*.exe]}]}"),
        [
            (Miss::Longer(Field::Product), texts(&["viewer.exe", "xPx"])),
            (Miss::Longer(Field::File), texts(&["not-a.exe"])),
            (Miss::Longer(Field::File), texts(&["not-c64.exe"])),
            (Miss::OtherEnd, texts(&["c64.com"])),
        ]
    );
    assert_eq!(
        misses(r"{all: [{file_word: [a]}, {file_word: [b]}, {folder: ['\p\']}, {empty: [company]}]}"),
        [
            (Miss::Longer(Field::File), texts(&["xa-bx.exe", r"\p\", ""])),
            (Miss::OtherFolder, texts(&["a-b.exe", r"\Program Files\Viewer\", ""])),
            (Miss::Given(Field::Company), texts(&["a-b.exe", r"\p\", "Fabrikam"])),
        ]
    );
}

#[test]
fn mistakes_in_the_table_are_told() {
    for (tool, told) in [
        ("image: a.exe", "where"),
        ("where: {compny: [A]}", "`compny` is no field"),
        ("where: {company: []}", "a fact has a list"),
        ("where: {company: [A], product: [B]}", "a fact has one key"),
        ("where: {file_like: ['*a*']}", "a pattern has one `*`"),
        ("where: {company: [A]}, also: [b]", "names the rule `b`"),
        ("where: {company: [A]}, imge: a.exe", "imge"),
    ] {
        let message = read(tool).expect_err(tool);
        assert!(message.contains(told), "{tool}: {message}");
    }
    let twice = "tools:\n  - {name: A b, source: LOLRMM, where: {file: [a]}}\n  - {name: a-b, source: LOLRMM, where: {file: [b]}}\n";
    assert!(table::read("t", twice).expect_err("one id").contains("`a-b`"));
}
