//! Exports of each product and in each form, and what is none.

use muster_source::Source;
use rstest::rstest;

use crate::model::EntityKind;
use crate::read;

const SENTINEL: &str = r#"[
  {
    "SystemAlertId": "a-1", "AlertName": "Remote management agent", "DisplayName": "Agent on ws-1",
    "AlertType": "11111111-2222-3333-4444-555555555555_0b0b0b0b-1111-2222-3333-444444444444",
    "StartTime": "2026-03-04T17:00:00Z", "EndTime": "2026-03-04T17:05:00Z", "TimeGenerated": "2026-03-04T17:20:00Z",
    "ExtendedProperties": "{\"Analytic Rule Ids\":\"[\\\"0b0b0b0b-1111-2222-3333-444444444444\\\"]\",\"Analytic Rule Name\":\"Remote management agent\"}",
    "Entities": "[{\"$id\":\"1\",\"HostName\":\"WS-1\",\"DnsDomain\":\"contoso.com\",\"Type\":\"host\"},{\"$id\":\"2\",\"Name\":\"jdoe\",\"UPNSuffix\":\"contoso.com\",\"Type\":\"account\"},{\"$id\":\"3\",\"Directory\":\"C:\\\\\",\"Name\":\"agent.exe\",\"Type\":\"file\"},{\"$id\":\"4\",\"ProcessId\":\"77\",\"CommandLine\":\"agent.exe /x\",\"ImageFile\":{\"$ref\":\"3\"},\"Type\":\"process\"}]"
  }
]"#;

const GRAPH: &str = r##"{"@odata.context": "x", "note": "\"value\": [", "value": [
  {"id": "g-1", "title": "Agent", "detectorId": "d", "alertPolicyId": "p", "createdDateTime": "2026-03-04T18:00:00Z",
   "firstActivityDateTime": "2026-03-04T17:00:00Z", "lastActivityDateTime": "2026-03-04T17:01:00Z",
   "evidence": [
    {"@odata.type": "#microsoft.graph.security.deviceEvidence", "deviceDnsName": "WS-1.contoso.com", "mdeDeviceId": "abc"},
    {"@odata.type": "#microsoft.graph.security.processEvidence", "processCommandLine": "agent.exe /x",
     "imageFile": {"fileName": "Agent.exe", "sha1": "00ff"}, "userAccount": {"accountName": "jdoe"}}]},
  {"id": "g-2", "title": "Other", "createdDateTime": "2026-03-04T18:00:00Z"}
], "@odata.nextLink": "y"}"##;

const HUNTING: &str = "\u{feff}AlertId,Timestamp [UTC],Title,DeviceName,AccountName,ProcessCommandLine,FileName\n\
    d-1,\"3/4/2026, 5:00:00.000 PM\",Agent,,,,\n\
    d-1,\"3/4/2026, 5:01:00.000 PM\",Agent,ws-1.contoso.com,jdoe,\"agent.exe \"\"a\nb\"\"\",agent.exe\n";

fn source(text: &str) -> Source {
    Source::new("export", text)
}

#[test]
fn an_alert_of_sentinel_has_its_rule_its_times_and_its_entities() {
    let (alerts, faults) = read(&[source(SENTINEL)]);
    assert!(faults.is_empty(), "{faults:?}");
    let alert = &alerts[0];
    assert_eq!((alert.id.as_str(), alert.title.as_str()), ("a-1", "Agent on ws-1"));
    assert!(alert.rules.iter().any(|r| r == "0b0b0b0b-1111-2222-3333-444444444444"), "{:?}", alert.rules);
    assert_eq!(alert.first.map(|t| t.to_string()).as_deref(), Some("2026-03-04T17:00:00.0000000Z"));
    assert_eq!(alert.last.map(|t| t.to_string()).as_deref(), Some("2026-03-04T17:05:00.0000000Z"));
    assert_eq!(alert.names(EntityKind::Device).collect::<Vec<_>>(), ["ws-1", "ws-1.contoso.com"]);
    assert_eq!(alert.names(EntityKind::Account).collect::<Vec<_>>(), ["jdoe", "jdoe@contoso.com"]);
    // The process points to its file.
    assert_eq!(alert.names(EntityKind::Program).collect::<Vec<_>>(), ["agent.exe", "agent.exe /x", "agent.exe"]);
    assert_eq!(alert.source.locate(alert.span).line, 2);
}

#[test]
fn alerts_of_graph_stand_in_the_list_of_an_answer() {
    let (alerts, faults) = read(&[source(GRAPH)]);
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(alerts.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), ["g-1", "g-2"]);
    assert_eq!(alerts[0].rules, ["Agent", "d", "p"]);
    assert_eq!(alerts[0].names(EntityKind::Device).collect::<Vec<_>>(), ["ws-1.contoso.com", "abc"]);
    assert_eq!(alerts[0].names(EntityKind::Program).collect::<Vec<_>>(), ["agent.exe", "00ff", "agent.exe /x"]);
    assert_eq!(alerts[1].source.locate(alerts[1].span).line, 8);
}

#[test]
fn rows_of_one_alert_are_gathered_from_several_files() {
    let info = r#"{"AlertId":"d-1","Timestamp":"2026-03-04T16:59:00Z","Title":"Agent","Severity":"Medium"}"#;
    let (alerts, faults) = read(&[source(info), source(HUNTING)]);
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(alerts.len(), 1);
    assert_eq!(alerts[0].first.map(|t| t.to_string()).as_deref(), Some("2026-03-04T16:59:00.0000000Z"));
    assert_eq!(alerts[0].last.map(|t| t.to_string()).as_deref(), Some("2026-03-04T17:01:00.0000000Z"));
    assert_eq!(alerts[0].names(EntityKind::Program).collect::<Vec<_>>(), ["agent.exe \"a\nb\"", "agent.exe"]);
}

#[test]
fn an_incident_counts_where_its_alerts_are_not_exported() {
    let incident = r#"[{"IncidentName":"i-1","IncidentNumber":7,"Title":"Agent","AlertIds":"[\"A-1\"]",
        "RelatedAnalyticRuleIds":["/subscriptions/x/alertRules/0b0b"],"FirstActivityTime":"2026-03-04T17:00:00Z"},
        {"IncidentName":"i-1","IncidentNumber":7,"Title":"Agent","AlertIds":["A-1"]}]"#;
    let (alerts, faults) = read(&[source(incident)]);
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(alerts.len(), 1, "an incident that changed has a row for each change");
    assert_eq!(alerts[0].rules, ["Agent", "0b0b"]);
    let (alerts, _) = read(&[source(incident), source(SENTINEL)]);
    assert_eq!(alerts.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), ["a-1"]);
}

#[test]
fn an_answer_of_log_analytics_is_a_table() {
    let answer = r#"{"tables":[{"name":"PrimaryResult","columns":[{"name":"SystemAlertId","type":"string"},{"name":"AlertName","type":"string"}],"rows":[["a-1","Agent"],["a-2","Agent"]]}]}"#;
    let (alerts, faults) = read(&[source(answer)]);
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(alerts.len(), 2);
}

#[rstest]
#[case("[]")]
#[case(" [ ] \n")]
#[case("{\"value\": []}")]
#[case("AlertId,Title\n")]
fn no_alert_at_all_is_no_fault(#[case] text: &str) {
    let (alerts, faults) = read(&[source(text)]);
    assert!(alerts.is_empty() && faults.is_empty(), "{faults:?}");
}

#[rstest]
#[case::nothing("", 1, 1, "empty")]
#[case::blanks("\n\n", 1, 1, "empty")]
#[case::a_list_without_an_end("[\n {\"AlertId\":\"1\"}\n", 3, 1, "no end")]
#[case::a_list_that_is_cut("[\n {\"AlertId\":\"1\",\n", 3, 1, "no JSON")]
#[case::a_missing_comma("[{\"AlertId\":\"1\"}\n {\"AlertId\":\"2\"}]", 2, 2, "`,` or `]`")]
#[case::two_lists("[]\n[]", 2, 1, "more text")]
#[case::a_list_of_texts("[\"x\"]", 1, 2, "no object")]
#[case::a_broken_line("{\"AlertId\":\"1\"}\n{\"AlertId\":}\n", 2, 12, "no JSON")]
#[case::another_object("[{\"AlertId\":\"1\"},\n{\"Foo\":1}]", 2, 1, "no alert of a known form")]
#[case::no_id("[{\"AlertId\":\"\"}]", 1, 2, "no `AlertId`")]
#[case::no_time("[{\"AlertId\":\"1\",\"Timestamp\":\"soon\"}]", 1, 2, "`soon`")]
#[case::another_table("User,Result\nada,0\n", 1, 1, "neither JSON nor CSV")]
#[case::a_short_row("AlertId,Title\na,b\nc\n", 3, 1, "another number of cells (1) than the header (2)")]
fn what_is_no_export_is_told_with_its_place(
    #[case] text: &str,
    #[case] line: usize,
    #[case] column: usize,
    #[case] says: &str,
) {
    let (_, faults) = read(&[source(text)]);
    assert_eq!(faults.len(), 1, "{faults:?}");
    let fault = &faults[0];
    assert!(fault.message.contains(says), "{}", fault.message);
    let at = fault.labels.first().map(|l| l.source.locate(l.span)).expect("a place");
    assert_eq!((at.line, at.column), (line, column), "{}", fault.message);
    assert!(!fault.notes.is_empty(), "no help");
}

#[test]
fn a_list_that_is_nested_without_end_is_told() {
    let deep = format!("[{{\"AlertId\":{}{}}}]", "[".repeat(100_000), "]".repeat(100_000));
    assert!(read(&[source(&deep)]).1[0].message.contains("recursion limit"));
}
