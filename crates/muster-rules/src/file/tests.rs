//! Rules in every format, with the blemishes and faults of real files.

use std::path::Path;
use std::time::Duration;

use muster_source::{Diagnostic, Note, Severity, Source, Span, Style, render};
use proptest::prelude::*;
use rstest::rstest;

use super::read;
use crate::rule::{AlertSeverity, Grouping, Rule, RuleKind, TriggerOperator};

fn load(path: &str, text: &str) -> (Option<Rule>, Vec<Diagnostic>) {
    read(&Source::new(path, text), Path::new(path))
}

/// The rule of a text without any blemish.
fn clean(path: &str, text: &str) -> Rule {
    let (rule, diagnostics) = load(path, text);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    rule.expect("a rule")
}

fn shown(d: &Diagnostic) -> (&str, Severity, usize, usize, &str) {
    let label = d.labels.first().expect("a place");
    let place = label.source.locate(label.span);
    let help = d.notes.iter().find_map(|n| if let Note::Help(t) = n { Some(t.as_str()) } else { None }).unwrap_or("");
    (d.code.0, d.severity, place.line, place.column, help)
}

const HUNT: &str = "id: 262e8802-7dd0-4825-830f-3f0a034cc8b4\nname: N\n";

#[test]
fn a_hunting_query_is_read() {
    let rule = clean(
        "rules/Odd_Logons.yaml",
        &format!(
            "{HUNT}description: |\n  Two\n  lines\nrequiredDataConnectors:\n  - connectorId: C\n    dataTypes:\n      - T (X)\n\
             tactics:\n  - Execution\nrelevantTechniques:\n  - T1059.001\ntags:\n  - a\n  - SchemaVersion: 0.2\nquery: |\n  T\n  | take 1\n"
        ),
    );
    assert_eq!((rule.id.as_str(), rule.kind, rule.severity), ("odd-logons", RuleKind::Hunting, None));
    assert_eq!(rule.description, "Two\nlines");
    assert_eq!((rule.tactics.join(","), rule.techniques.join(",")), ("Execution".to_owned(), "T1059.001".to_owned()));
    assert_eq!(rule.tags, ["a", "SchemaVersion: 0.2"]);
    assert_eq!(rule.connectors[0].tables, ["T (X)"]);
    assert_eq!(rule.query.text(), "T\n| take 1\n");
    let at = rule.query.locate(Span::new(4, 8));
    assert_eq!((at.file.as_str(), at.line, at.column), ("rules/Odd_Logons.yaml", 19, 5));
}

#[test]
fn an_analytics_rule_is_read() {
    let rule = clean(
        "r.yml",
        &format!(
            "{HUNT}description-detailed: D\nkind: Scheduled\nseverity: Medium\nstatus: Available\nqueryFrequency: 1h\nqueryPeriod: P14D\n\
             triggerOperator: gt\ntriggerThreshold: 3\nsuppressionEnabled: true\nsuppressionDuration: PT5H\nquery: T\n\
             eventGroupingSettings:\n  aggregationKind: AlertPerResult\nentityMappings:\n  - entityType: Host\n    fieldMappings:\n\
             \x20     - identifier: FullName\n        columnName: DeviceName\ncustomDetails:\n  Count: n\n\
             alertDetailsOverride:\n  alertDisplayNameFormat: x\nversion: 1.0.10\nmetadata:\n  source: {{kind: Community}}\n"
        ),
    );
    assert_eq!((rule.kind, rule.severity), (RuleKind::Scheduled, Some(AlertSeverity::Medium)));
    assert_eq!(
        (rule.description.as_str(), rule.version.as_deref(), rule.status.as_deref()),
        ("D", Some("1.0.10"), Some("Available"))
    );
    let schedule = &rule.schedule;
    let frequency = schedule.frequency.as_ref().expect("a frequency");
    assert_eq!((frequency.value, frequency.text.as_str()), (Duration::from_hours(1), "1h"));
    assert_eq!(rule.source.slice(frequency.span), "1h");
    assert_eq!(schedule.period.as_ref().map(|p| p.value.as_secs()), Some(14 * 86_400));
    let trigger = schedule.trigger.expect("a trigger");
    assert_eq!((trigger.operator, trigger.threshold), (TriggerOperator::GreaterThan, 3));
    assert_eq!(schedule.quiet.as_ref().map(|q| q.value.as_secs()), Some(5 * 3600));
    assert_eq!(schedule.grouping, Some(Grouping::AlertPerResult));
    assert_eq!(rule.entities[0].fields, [("FullName".to_owned(), "DeviceName".to_owned())]);
    assert_eq!(rule.details, [("Count".to_owned(), "n".to_owned())]);
    assert_eq!(rule.overrides.len(), 1);
}

#[test]
fn a_switched_off_suppression_keeps_nothing_quiet() {
    let text = format!("{HUNT}kind: NRT\nsuppressionEnabled: false\nsuppressionDuration: 5h\nquery: T\n");
    let rule = clean("r.yaml", &text);
    assert!(rule.schedule.quiet.is_none());
    assert_eq!(rule.kind, RuleKind::NearRealTime);
}

#[test]
fn a_custom_detection_of_the_graph_api_is_read() {
    let rule = clean(
        "rules/lure.json",
        r##"{
    "@odata.type": "#microsoft.graph.security.detectionRule",
    "id": "7506", "detectorId": "81fb771a-c57e-41b8-9905-63dbf267c13f",
    "displayName": "Some rule", "isEnabled": true,
    "queryCondition": { "queryText": "DeviceProcessEvents\n| take 1", "lastModifiedDateTime": null },
    "schedule": { "period": "12H", "nextRunDateTime": "2026-01-01T00:00:00Z" },
    "detectionAction": {
        "alertTemplate": { "title": "Some title", "description": "Some text", "severity": "medium", "category": "Execution",
            "recommendedActions": null, "mitreTechniques": ["T1059.001"], "impactedAssets": [] },
        "organizationalScope": null, "responseActions": [] }
}"##,
    );
    assert_eq!((rule.id.as_str(), rule.kind), ("lure", RuleKind::CustomDetection));
    assert_eq!(rule.guid.as_deref(), Some("81fb771a-c57e-41b8-9905-63dbf267c13f"));
    assert_eq!((rule.name.as_str(), rule.description.as_str()), ("Some rule", "Some text"));
    assert_eq!(
        (rule.severity, rule.tactics.join(","), rule.techniques.join(",")),
        (Some(AlertSeverity::Medium), "Execution".into(), "T1059.001".into())
    );
    assert_eq!(rule.schedule.frequency.as_ref().map(|f| f.value.as_secs()), Some(12 * 3600));
    assert_eq!(rule.query.text(), "DeviceProcessEvents\n| take 1");
    let at = rule.query.locate(Span::new(22, 26));
    assert_eq!((at.line, at.column), (5, 62));
}

#[test]
fn a_custom_detection_in_flat_yaml_is_read() {
    let text = "guid: 81fb771a-c57e-41b8-9905-63dbf267c13f\nruleName: R\nisEnabled: true\nalertTitle: A\nfrequency: 0\n\
                alertSeverity: High\nalertDescription: D\nalertCategory: DefenseEvasion\nqueryText: T | take 1\n";
    let rule = clean("r.yaml", text);
    assert_eq!(
        (rule.name.as_str(), rule.severity, rule.kind),
        ("R", Some(AlertSeverity::High), RuleKind::CustomDetection)
    );
    assert_eq!(rule.schedule.frequency.as_ref().map(|f| f.value), Some(Duration::ZERO));
}

#[test]
fn a_query_file_has_its_header_in_comments() {
    let text = "// id: abc\n// name: Odd: really\n//tactics: Execution, Persistence\n// Techniques: [T1059, \"T1105\"]\n\
                // severity: low\n// https://example.org: a remark\n\n// queryFrequency: 1d\nT\n| take 1\n// id: no\n";
    let rule = clean("odd.kql", text);
    assert_eq!(
        (rule.guid.as_deref(), rule.name.as_str(), rule.kind),
        (Some("abc"), "Odd: really", RuleKind::Scheduled)
    );
    assert_eq!(
        (rule.tactics.join(","), rule.techniques.join(",")),
        ("Execution,Persistence".into(), "T1059,T1105".into())
    );
    assert_eq!((rule.severity, rule.query.text()), (Some(AlertSeverity::Low), text));
    assert_eq!(rule.source.slice(rule.span), "Odd: really");
    assert_eq!(clean("plain-query.kql", "T\n").name, "plain-query");
}

const W: Severity = Severity::Warning;

#[rstest]
#[case::scalar_tactics(format!("{HUNT}tactics: Execution\nquery: T\n"), ("MU0406", W, 3, 10, "write `tactics: [Execution]`"))]
#[case::scalar_techniques(format!("{HUNT}relevantTechniques: T1059, T1105\nquery: T\n"), ("MU0406", W, 3, 21, "write `relevantTechniques: [T1059, T1105]`"))]
#[case::no_kind(format!("{HUNT}queryFrequency: 1h\nquery: T\n"), ("MU0407", W, 3, 1, "add `kind: Scheduled`"))]
#[case::tabs(format!("{HUNT}tactics:\n\t- Execution\nquery: |\n\tT\n\t| take 1\n"), ("MU0408", W, 4, 1, "indent with spaces"))]
#[case::crlf(format!("{HUNT}query: |\n  T\n").replace('\n', "\r\n"), ("MU0409", W, 1, 41, "save the file with LF line ends"))]
#[case::fence(format!("{HUNT}query: |\n  ```kusto\n  T\n  ```\n"), ("MU0410", W, 4, 3, "leave the lines of backquotes out"))]
#[case::quoted_fence(format!("{HUNT}query: \"```kusto\\nT\\n```\"\n"), ("MU0410", W, 3, 9, "leave the lines of backquotes out"))]
#[case::tactic(format!("{HUNT}tactics: [Command and Control]\nquery: T\n"), ("MU0413", W, 3, 11, "a similar tactic is `CommandAndControl`"))]
#[case::technique(format!("{HUNT}relevantTechniques: [T1059.1]\nquery: T\n"), ("MU0413", W, 3, 22, "write a technique as `T1059` or `T1059.001`"))]
#[case::guid("id: abc\nname: N\nquery: T\n".to_owned(), ("MU0414", W, 1, 5, "upstream accepts only GUIDs such as `262e8802-7dd0-4825-830f-3f0a034cc8b4`"))]
#[case::unknown_key(format!("{HUNT}tactcs: [Execution]\nquery: T\n"), ("MU0021", W, 3, 1, "a similar key is `tactics`"))]
#[case::unknown_key_inside(format!("{HUNT}requiredDataConnectors:\n  - connectorId: C\n    datatypes: [T]\nquery: T\n"), ("MU0021", W, 5, 5, "a similar key is `dataTypes`"))]
fn a_blemish_is_reported_and_the_rule_is_read(
    #[case] text: String,
    #[case] expected: (&str, Severity, usize, usize, &str),
) {
    let (rule, diagnostics) = load("r.yaml", &text);
    assert_eq!(diagnostics.iter().map(shown).collect::<Vec<_>>(), [expected]);
    assert!(rule.expect("a rule").query.text().starts_with('T'));
}

#[test]
fn the_fence_is_not_part_of_the_query() {
    let (rule, _) = load("r.yaml", &format!("{HUNT}query: \"```kusto\\nT\\n| wher x\\n```\"\n"));
    let query = rule.expect("a rule").query;
    assert_eq!(query.text(), "T\n| wher x\n");
    let at = query.locate(Span::new(4, 8));
    assert_eq!((at.line, at.column), (3, 24));
}

#[test]
fn a_plain_file_may_be_fenced_too() {
    let (rule, diagnostics) = load("r.kql", "```kql\nT\n| wher x\n```\n");
    let shown: Vec<_> = diagnostics.iter().map(shown).collect();
    assert_eq!(shown, [("MU0410", W, 1, 1, "leave the lines of backquotes out")]);
    let query = rule.expect("a rule").query;
    let at = query.locate(Span::new(4, 8));
    assert_eq!((query.text(), at.line, at.column), ("T\n| wher x\n", 3, 3));
}

#[test]
fn tabs_keep_the_places_of_the_file() {
    let (rule, _) = load("r.yaml", &format!("{HUNT}query: |\n\tT\n\t| wher x\n"));
    let query = rule.expect("a rule").query;
    let at = query.locate(Span::new(4, 8));
    assert_eq!((query.text(), at.line, at.column), ("T\n| wher x\n", 5, 4));
}

const E: Severity = Severity::Error;

#[rstest]
#[case::empty("r.yaml", "\n \n".to_owned(), ("MU0403", E, 1, 1, "write a rule, or remove the file"))]
#[case::no_id("r.yaml", "name: N\nquery: T\n".to_owned(), ("MU0022", E, 1, 1, "add `id:` to this mapping"))]
#[case::no_name("r.yaml", "id: 262e8802-7dd0-4825-830f-3f0a034cc8b4\nquery: T\n".to_owned(), ("MU0022", E, 1, 1, "add `name:` to this mapping"))]
#[case::no_query("r.yaml", format!("{HUNT}quer: T\n"), ("MU0022", E, 1, 1, "write `query` instead of `quer`"))]
#[case::null_query("r.yaml", format!("{HUNT}query:\n"), ("MU0022", E, 3, 1, "write a value behind `query:`"))]
#[case::empty_query("r.yaml", format!("{HUNT}query: |\n  // nothing\n\n"), ("MU0411", E, 3, 1, "write the query as a block after `|`"))]
#[case::list_query("r.yaml", format!("{HUNT}query: [T]\n"), ("MU0411", E, 3, 8, "write the query as a block after `|`"))]
#[case::empty_kql("r.kql", "// name: N\n".to_owned(), ("MU0411", E, 1, 11, "write the query below the comments"))]
#[case::duration("r.yaml", format!("{HUNT}kind: Scheduled\nqueryPeriod: P1M\nquery: T\n"), ("MU0412", E, 4, 14, "write `5m`, `1h`, `14d` or ISO 8601 such as `PT5M`"))]
#[case::kql_duration("r.kql", "// queryPeriod: soon\nT\n".to_owned(), ("MU0412", E, 1, 17, "write `5m`, `1h`, `14d` or ISO 8601 such as `PT5M`"))]
#[case::severity("r.yaml", format!("{HUNT}severity: Hgh\nquery: T\n"), ("MU0023", E, 3, 11, "a similar word is `High`; there are `Informational`, `Low`, `Medium` and `High`"))]
#[case::kind("r.yaml", format!("{HUNT}kind: Sheduled\nquery: T\n"), ("MU0023", E, 3, 7, "a similar word is `Scheduled`; there are `Scheduled`, `NRT`"))]
#[case::root("r.yaml", "just words\n".to_owned(), ("MU0020", E, 1, 1, "write `key: value`, each key on a line of its own"))]
#[case::threshold("r.yaml", format!("{HUNT}kind: NRT\ntriggerThreshold: '3'\nquery: T\n"), ("MU0020", E, 4, 19, "write `3` without quotes"))]
#[case::duplicate_key("r.yaml", format!("{HUNT}name: M\nquery: T\n"), ("MU0013", E, 3, 1, "remove or rename one of the two"))]
#[case::detection_without_query("r.json", r#"{"displayName": "N", "queryCondition": {}}"#.to_owned(), ("MU0022", E, 1, 40, "add `queryText:` to this mapping"))]
#[case::detection_without_name("r.json", r#"{"queryText": "T"}"#.to_owned(), ("MU0022", E, 1, 2, "add `displayName:` to this mapping"))]
fn a_fault_is_reported_with_its_place_and_remedy(
    #[case] path: &str,
    #[case] text: String,
    #[case] expected: (&str, Severity, usize, usize, &str),
) {
    let (rule, diagnostics) = load(path, &text);
    let errors: Vec<_> = diagnostics.iter().filter(|d| d.is_error()).map(shown).collect();
    assert_eq!(errors, [expected]);
    assert!(rule.is_none());
}

#[test]
fn a_wrong_header_key_of_a_query_file_is_suggested() {
    let (rule, diagnostics) = load("r.kql", "// tactcs: Execution\n// note: fine\nT\n");
    assert_eq!(diagnostics.iter().map(shown).collect::<Vec<_>>(), [("MU0021", W, 1, 4, "a similar key is `tactics`")]);
    assert!(rule.is_some());
}

/// The upstream file of the PDQ rule is not valid YAML: `dataTypes` stands under the dash of the list item.
#[test]
fn the_upstream_indentation_is_refused_with_the_remedy() {
    let text = "id: 262e8802-7dd0-4825-830f-3f0a034cc8b4
name: Remote Management and Monitoring tool - PDQ - Create Process
requiredDataConnectors:
    - connectorId: MicrosoftThreatProtection
    dataTypes:
        - DeviceProcessEvents
tactics: CommandAndControl
relevantTechniques: T1219
query: |
  DeviceProcessEvents
";
    let (rule, diagnostics) = load("rules/rmm_PDQ_createproc.yaml", text);
    assert!(rule.is_none());
    let rendered: Vec<_> = diagnostics.iter().map(|d| render(d, Style::Plain)).collect();
    assert_eq!(
        rendered,
        ["\
error[MU0012]: `dataTypes` stands at the indentation of the list dash above it
 --> rules/rmm_PDQ_createproc.yaml:5:5
  |
4 |     - connectorId: MicrosoftThreatProtection
  |     - the list item begins here
5 |     dataTypes:
  |     ^^^^^^^^^ neither a new item nor part of the one above
  |
  = help: indent `dataTypes` below `connectorId`: 6 spaces instead of 4"]
    );
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(
        text in "(id|name|query|kind|tactics|schedule|queryText|queryCondition|: |\n|  |- |\\||\t|\"|```|//|\\PC){0,40}",
        path in prop::sample::select(vec!["r.yaml", "r.json", "r.kql"]),
    ) {
        let (rule, diagnostics) = load(path, &text);
        prop_assert!(rule.is_some() || diagnostics.iter().any(Diagnostic::is_error));
        for d in &diagnostics {
            prop_assert!(!d.notes.is_empty() && !render(d, Style::Plain).is_empty());
        }
    }
}
