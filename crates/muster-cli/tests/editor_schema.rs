//! The JSON Schemas for editors: what muster reads they accept, and what is wrong in shape they refuse.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use muster_simulator::{Flavor, Library, SCENARIO_SCHEMA, device_process_events, load, read};
use muster_source::{Source, has_errors};
use muster_yaml::Node;
use regex::Regex;
use rstest::rstest;
use serde_json::{Map, Value as Json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn library() -> Library {
    let (library, diagnostics) = load::library(&root().join("scenarios"));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    library
}

fn schema(text: &str) -> Json {
    serde_json::from_str(text).expect("the schema is JSON")
}

/// A document as a schema sees it.
fn json(node: &Node) -> Json {
    if let Some(items) = node.items() {
        return items.iter().map(json).collect();
    }
    if let Some(entries) = node.entries() {
        let entry = |(key, value): &(Node, Node)| (key.text().unwrap_or_default().to_owned(), json(value));
        return entries.iter().map(entry).collect::<Map<_, _>>().into();
    }
    match (node.boolean(), node.integer(), node.number()) {
        (Some(flag), ..) => flag.into(),
        (_, Some(number), _) => number.into(),
        (.., Some(number)) => number.into(),
        _ => node.text().map_or(Json::Null, Json::from),
    }
}

/// Why a schema refuses a value; nothing if it takes it. A word of JSON Schema that is not known here is a panic, so
/// that no part of a schema goes unseen.
fn fault(schema: &Json, value: &Json, root: &Json) -> Option<String> {
    let words = schema.as_object().expect("a schema is an object");
    words.iter().find_map(|(word, wanted)| fault_of(word, wanted, words, value, root))
}

fn fault_of(word: &str, wanted: &Json, words: &Map<String, Json>, value: &Json, root: &Json) -> Option<String> {
    let list = || wanted.as_array().expect("a list").as_slice();
    let passing = || list().iter().filter(|one| fault(one, value, root).is_none()).count();
    let number = || wanted.as_u64().expect("a number") as usize;
    let refuse = |refused: bool| refused.then(|| format!("{word} {wanted}: {value}"));
    match word {
        "$schema" | "title" | "description" | "definitions" => None,
        "$ref" => {
            let pointer = wanted.as_str().and_then(|r| r.strip_prefix('#')).expect("a reference into the schema");
            fault(root.pointer(pointer).unwrap_or_else(|| panic!("there is no {pointer}")), value, root)
        }
        "type" => {
            let is = |name: &Json| match name.as_str().expect("a name") {
                "object" => value.is_object(),
                "array" => value.is_array(),
                "string" => value.is_string(),
                "integer" => value.is_i64(),
                "number" => value.is_number(),
                "boolean" => value.is_boolean(),
                "null" => value.is_null(),
                other => panic!("unknown type {other}"),
            };
            refuse(!wanted.as_array().map_or_else(|| is(wanted), |names| names.iter().any(is)))
        }
        "const" => refuse(wanted != value),
        "enum" => refuse(!list().contains(value)),
        "pattern" => {
            let pattern = Regex::new(wanted.as_str().expect("a text")).expect("a pattern");
            refuse(value.as_str().is_some_and(|text| !pattern.is_match(text)))
        }
        "minimum" => refuse(value.as_f64().is_some_and(|n| n < wanted.as_f64().expect("a number"))),
        "maximum" => refuse(value.as_f64().is_some_and(|n| n > wanted.as_f64().expect("a number"))),
        "minItems" => refuse(value.as_array().is_some_and(|items| items.len() < number())),
        "minProperties" => refuse(value.as_object().is_some_and(|entries| entries.len() < number())),
        "required" => {
            let lacks = |entries: &Map<String, Json>| {
                list().iter().any(|key| !entries.contains_key(key.as_str().expect("a name")))
            };
            refuse(value.as_object().is_some_and(lacks))
        }
        "properties" => value.as_object()?.iter().find_map(|(key, value)| fault(wanted.get(key)?, value, root)),
        "additionalProperties" => {
            let known = words.get("properties").and_then(Json::as_object);
            let others = value.as_object()?.iter().filter(|(key, _)| known.is_none_or(|k| !k.contains_key(*key)));
            let mut others = others;
            others.find_map(|(key, value)| match wanted {
                Json::Bool(false) => Some(format!("unknown key {key}")),
                schema => fault(schema, value, root),
            })
        }
        "propertyNames" => value.as_object()?.keys().find_map(|key| fault(wanted, &key.as_str().into(), root)),
        "items" => value.as_array()?.iter().find_map(|item| fault(wanted, item, root)),
        "allOf" => list().iter().find_map(|one| fault(one, value, root)),
        "anyOf" => refuse(passing() == 0),
        "oneOf" => refuse(passing() != 1),
        "not" => refuse(fault(wanted, value, root).is_none()),
        other => panic!("unknown word {other}"),
    }
}

fn refused(schema: &Json, text: &str) -> Option<String> {
    let node = muster_yaml::read(&Source::new("t.yaml", text)).expect("valid YAML");
    fault(schema, &json(&node), schema)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "yaml") {
            found.push(path);
        }
    }
}

#[test]
fn every_scenario_of_the_repository_has_the_shape() {
    let schema = schema(SCENARIO_SCHEMA);
    let mut paths = Vec::new();
    files(&root().join("scenarios/pdq"), &mut paths);
    files(&root().join("tests/cli/demo.in/scenarios/demo"), &mut paths);
    assert!(paths.len() > 30);
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("it can be read");
        assert_eq!(refused(&schema, &text), None, "{}", path.display());
    }
    let page = std::fs::read_to_string(root().join("docs/scenario-language.md")).expect("the page is there");
    let examples = page.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
    assert!(examples.map(|text| assert_eq!(refused(&schema, text), None, "{text}")).count() >= 3);
}

#[test]
fn every_suppression_of_the_repository_has_the_shape() {
    let schema = schema(muster_rules::suppression::SCHEMA);
    for path in ["rulepacks/pdq/suppressions.yaml", "tests/cli/demo.in/rulepacks/demo/suppressions.yaml"] {
        let text = std::fs::read_to_string(root().join(path)).expect("it can be read");
        assert_eq!(refused(&schema, &text), None, "{path}");
    }
    for (from, to) in
        [("id: ", "name: "), ("expires: 2027-06-30", "expires: soon"), ("owner: ", "#"), ("rules: [", "stage: row #")]
    {
        let text = std::fs::read_to_string(root().join("rulepacks/pdq/suppressions.yaml")).expect("it can be read");
        let broken = text.replacen(from, to, 1);
        assert!(refused(&schema, &broken).is_some(), "{from} {to}");
        assert!(has_errors(&muster_rules::suppression::read(&Source::new("s.yaml", broken)).1), "{from} {to}");
    }
}

#[test]
fn the_command_prints_the_files_under_docs() {
    for kind in ["scenario", "suppressions"] {
        let output = assert_cmd::Command::cargo_bin("muster").expect("the command").args(["schema", kind]).output();
        let file = std::fs::read(root().join(format!("docs/schema/{kind}.schema.json"))).expect("it is there");
        assert!(output.expect("it runs").stdout == file, "{kind}");
    }
}

/// A scenario in which everything is said.
const WHOLE: &str = "
title: Everything
clock: 2026-03-04T18:00:00Z
span: 12h
seed: 3
verdict: malicious
fleet: {domain: contoso.com, workstations: 4, servers: {count: 2, roles: [dc]}, accounts: {svc: service}, utc_offset: '-05:00'}
noise: {profile: office, rate: 0.1}
cast: {pc: {workstation: any}, dc: {server: dc}}
story:
  - {id: first, at: -2h, on: pc, run: cmd.exe, parent: explorer.exe, as: user, every: 5m for 10m, life: 5s..1m, then: [{run: whoami.exe, within: 2s, repeat: 2}]}
  - {id: second, after: first +5m, run: {image: cmd.exe, path: 'C:\\x.exe'}, parent: explorer.exe, technique: T1059, set: {FileName: x.exe, FileSize: 3}}
  - {id: third, at: -1h, on: {each: workstations, share: 50%, waves: 2, gap: 1m}, use: persistence/scheduled-task, parent: services.exe, as: system, with: {name: x}}
expect:
  a: {detect: [first], suppress: {second: s}}
  '*': silent
";

#[test]
fn a_scenario_that_says_everything_has_the_shape() {
    assert_eq!(refused(&schema(SCENARIO_SCHEMA), WHOLE), None);
    let (scenario, diagnostics) = read(&Source::new("t.yaml", WHOLE), &library());
    assert!(scenario.is_some(), "{diagnostics:?}");
}

#[rstest]
#[case::no_title("title: Everything", "")]
#[case::unknown_key("seed: 3", "sead: 3")]
#[case::a_clock_without_zone("18:00:00Z", "18:00:00")]
#[case::a_span_without_unit("span: 12h", "span: 12")]
#[case::a_seed_below_zero("seed: 3", "seed: -3")]
#[case::another_verdict("verdict: malicious", "verdict: evil")]
#[case::too_many_hosts("workstations: 4", "workstations: 4000000")]
#[case::a_domain_of_one_word("domain: contoso.com", "domain: contoso")]
#[case::neither_person_nor_service("svc: service", "svc: robot")]
#[case::another_offset("'-05:00'", "'5'")]
#[case::a_rate_too_high("rate: 0.1", "rate: 1000")]
#[case::two_hosts_in_one("{workstation: any}", "{workstation: any, server: dc}")]
#[case::no_id("{id: first, at", "{at")]
#[case::an_id_with_a_blank("id: first", "id: first one")]
#[case::no_time("id: first, at: -2h, ", "id: first, ")]
#[case::two_times("at: -2h", "at: -2h, after: first +1s")]
#[case::nowhere("at: -2h, on: pc, ", "at: -2h, ")]
#[case::nothing_to_run("run: cmd.exe, parent", "parent")]
#[case::run_and_use("use: persistence/scheduled-task", "use: persistence/scheduled-task, run: cmd.exe")]
#[case::an_interval("every: 5m for 10m", "every: often")]
#[case::a_range("life: 5s..1m", "life: 5s-1m")]
#[case::a_key_of_the_top_below("within: 2s", "on: pc")]
#[case::repeated_never("repeat: 2", "repeat: 0")]
#[case::a_delay("first +5m", "first 5m")]
#[case::no_image("{image: cmd.exe, path", "{path")]
#[case::no_technique("technique: T1059", "technique: Execution")]
#[case::no_column("FileName: x.exe", "FileNames: x.exe")]
#[case::a_share("share: 50%", "share: 150%")]
#[case::a_wave("waves: 2", "waves: 0")]
#[case::a_list_as_parameter("with: {name: x}", "with: {name: [x]}")]
#[case::another_expectation("'*': silent", "'*': quiet")]
#[case::an_unknown_expectation("detect: [first]", "detects: [first]")]
fn what_is_wrong_in_shape_is_refused_by_both(#[case] from: &str, #[case] to: &str) {
    assert!(WHOLE.contains(from));
    let text = WHOLE.replacen(from, to, 1);
    assert!(refused(&schema(SCENARIO_SCHEMA), &text).is_some(), "the schema takes it");
    let (scenario, _) = read(&Source::new("t.yaml", text), &library());
    assert!(scenario.is_none(), "the reader takes it");
}

#[test]
fn a_step_may_set_the_columns_of_both_flavors() {
    let schema = schema(SCENARIO_SCHEMA);
    let names = &schema["definitions"]["step"]["properties"]["set"]["propertyNames"]["enum"];
    let known: BTreeSet<&str> = names.as_array().expect("a list").iter().filter_map(Json::as_str).collect();
    let tables = [Flavor::Defender, Flavor::Sentinel].map(device_process_events);
    let columns: BTreeSet<&str> = tables.iter().flat_map(|t| t.columns.iter().map(|c| c.name.as_str())).collect();
    // The time of a row is the story's to say.
    let times = BTreeSet::from(["Timestamp", "TimeGenerated"]);
    assert_eq!(known, columns.difference(&times).copied().collect());
    assert_eq!(
        &schema["definitions"]["child"]["properties"]["set"],
        &schema["definitions"]["step"]["properties"]["set"]
    );
}
