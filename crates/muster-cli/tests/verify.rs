//! Alerts in the forms of each product, paired with the story.

mod workspace;

use std::process::Output;

use rstest::rstest;
use serde_json::{Value as Json, json};
use workspace::Workspace;

const LURE: &str = "scenarios/demo/lure.yaml";

fn verify(workspace: &Workspace, alerts: &Json, args: &str) -> Output {
    workspace.write("alerts.json", alerts.to_string());
    workspace.muster(&format!("verify alerts.json {args}")).output().expect("it runs")
}

fn told(output: &Output) -> Json {
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)))
}

/// The one event of the story.
fn event(workspace: &Workspace) -> Json {
    let output = workspace.muster(&format!("generate {LURE}")).output().expect("it runs");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// An alert of each product about the event.
fn alerts(event: &Json) -> Vec<(&'static str, Json)> {
    let (time, device, account) =
        (&event["Timestamp"], event["DeviceName"].as_str().expect("a name"), &event["AccountName"]);
    let (host, domain) = device.split_once('.').expect("a domain");
    let entities = json!([
        {"$id": "1", "Type": "host", "HostName": host.to_uppercase(), "DnsDomain": domain},
        {"$id": "2", "Type": "account", "Name": account},
        {"$id": "3", "Type": "file", "Name": "agent.exe"},
        {"$id": "4", "Type": "process", "CommandLine": event["ProcessCommandLine"], "ImageFile": {"$ref": "3"}},
    ]);
    vec![
        (
            "sentinel",
            json!([{"SystemAlertId": "s-1", "AlertName": "Remote management agent", "StartTime": time, "EndTime": time,
                "Entities": entities.to_string()}]),
        ),
        (
            "an incident",
            json!([{"IncidentName": "i-1", "IncidentNumber": 1, "Title": "Remote management agent",
                "AlertIds": ["x"], "FirstActivityTime": time, "LastActivityTime": time}]),
        ),
        (
            "hunting",
            json!([{"AlertId": "h-1", "Title": "remote management agent", "Timestamp": time},
                {"AlertId": "h-1", "Timestamp": time, "EntityType": "Machine", "DeviceName": device},
                {"AlertId": "h-1", "Timestamp": time, "EntityType": "Process", "DeviceName": device, "FileName": "agent.exe",
                 "AccountName": account, "ProcessCommandLine": event["ProcessCommandLine"]}]),
        ),
        (
            "graph",
            json!({"value": [{"id": "g-1", "title": "Remote management agent", "createdDateTime": time,
                "firstActivityDateTime": time, "lastActivityDateTime": time, "evidence": [
                    {"@odata.type": "#microsoft.graph.security.deviceEvidence", "deviceDnsName": device},
                    {"@odata.type": "#microsoft.graph.security.processEvidence", "mdeDeviceId": event["DeviceId"],
                     "imageFile": {"sha1": event["SHA1"]}, "userAccount": {"userSid": event["AccountSid"]}}]}]}),
        ),
    ]
}

#[test]
fn an_alert_of_each_product_is_seen() {
    let workspace = Workspace::new();
    for (product, alerts) in alerts(&event(&workspace)) {
        let output = verify(&workspace, &alerts, &format!("--scenario {LURE} --format json"));
        let told = told(&output);
        assert_eq!(output.status.code(), Some(0), "{product}: {told:#}");
        assert_eq!(told["rules"][0]["expected"][0]["seen"].as_array().map(Vec::len), Some(1), "{product}: {told:#}");
        assert_eq!(told["rules"][0]["expected"][0]["steps"], json!(["install"]), "{product}");
        assert_eq!(told["rules"][0]["unexpected"], json!([]), "{product}");
    }
}

/// Each of these makes an alert about something else: the step is missed, and the alert unexpected.
#[rstest]
#[case::of_another_device(
    "\"DeviceName\":\"ws-0002.contoso.com\"",
    "\"DeviceName\":\"ws-0001.contoso.com\"",
    "no such alert"
)]
#[case::of_another_account("\"AccountName\":\"macie.schiller\"", "\"AccountName\":\"somebody.else\"", "no such alert")]
#[case::of_another_day("2026-03-04T17:00:00", "2026-03-02T17:00:00", "at another time")]
#[case::much_later("2026-03-04T17:00:00", "2026-03-06T17:00:00", "at another time")]
fn an_alert_about_something_else_is_unexpected(#[case] old: &str, #[case] new: &str, #[case] reason: &str) {
    let workspace = Workspace::new();
    let (_, alerts) = alerts(&event(&workspace)).into_iter().find(|(p, _)| *p == "hunting").expect("it is there");
    let text = alerts.to_string();
    assert!(text.contains(old), "{text}");
    let other: Json = serde_json::from_str(&text.replace(old, new)).expect("JSON");
    let output = verify(&workspace, &other, &format!("--scenario {LURE} --format json"));
    let told = told(&output);
    assert_eq!(output.status.code(), Some(1), "{told:#}");
    assert_eq!(told["rules"][0]["expected"][0]["seen"], json!([]), "{told:#}");
    let said = told["rules"][0]["unexpected"][0]["reason"].as_str().expect("a reason");
    assert!(said.contains(reason), "{said}");
}

#[test]
fn no_alert_at_all_is_a_miss() {
    let workspace = Workspace::new();
    let output = verify(&workspace, &json!([]), &format!("--scenario {LURE}"));
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).ends_with("0 seen, 1 missed, 0 unexpected\n"));
    // And where nothing is expected either, nothing is compared.
    let output = verify(&workspace, &json!([]), "--scenario scenarios/demo/rollout.yaml");
    assert_eq!(output.status.code(), Some(4));
}

#[test]
fn what_is_suppressed_here_must_not_come_back() {
    let workspace = Workspace::new();
    let text = std::fs::read_to_string(workspace.path("scenarios/demo/rollout.yaml")).expect("it is there");
    assert!(text.contains("rollout"));
    let output = workspace.muster("generate scenarios/demo/rollout.yaml").output().expect("it runs");
    let event: Json = serde_json::from_slice(&output.stdout).expect("JSON");
    let alert = json!([{"AlertId": "a", "Title": "Remote management agent", "Timestamp": event["Timestamp"],
        "DeviceName": event["DeviceName"]}]);
    let output = verify(&workspace, &alert, "--scenario scenarios/demo/rollout.yaml --format json");
    let told = told(&output);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(told["rules"][0]["unexpected"][0]["reason"], "install is suppressed by `rollout` here");
}

#[test]
fn a_step_that_only_the_intent_expects_is_expected() {
    let workspace = Workspace::new();
    workspace.replace("rulepacks/demo/rules/agent.kql", "=~ \"agent.exe\"", "=~ \"other.exe\"");
    let (_, alerts) = alerts(&event(&workspace)).remove(0);
    let output = verify(&workspace, &alerts, &format!("--scenario {LURE} --format json"));
    let told = told(&output);
    assert_eq!(output.status.code(), Some(0), "{told:#}");
    assert_eq!(told["rules"][0]["expected"][0]["by_intent_alone"], true);
}

#[test]
fn times_and_seed_come_from_the_journal_of_the_replay() {
    let workspace = Workspace::new();
    let args =
        format!("replay {LURE} --to out.ndjson --speed max --start 2027-05-01T10:00:00Z --seed 99 --journal j.ndjson");
    assert!(workspace.muster(&args).output().expect("it runs").status.success());
    let sent = std::fs::read(workspace.path("out.ndjson")).expect("it is there");
    let event: Json = serde_json::from_slice(&sent).expect("JSON");
    assert_eq!(event["Timestamp"], "2027-05-01T10:00:00.0000000Z");
    for (product, alerts) in alerts(&event) {
        let output = verify(&workspace, &alerts, &format!("--scenario {LURE} --journal j.ndjson --format json"));
        assert_eq!(output.status.code(), Some(0), "{product}: {:#}", told(&output));
        assert_eq!(told(&output)["rules"][0]["expected"][0]["first"], "2027-05-01T10:00:00.0000000Z");
        let by_hand = format!("--scenario {LURE} --seed 99 --start 2027-05-01T10:00:00Z");
        assert_eq!(verify(&workspace, &alerts, &by_hand).status.code(), Some(0), "{product}");
        assert_eq!(
            verify(&workspace, &alerts, &format!("--scenario {LURE} --seed 99")).status.code(),
            Some(1),
            "{product}"
        );
    }
}

#[test]
fn alerts_of_rules_that_are_not_asked_for_do_not_count() {
    let workspace = Workspace::new();
    workspace.write(
        "rulepacks/demo/rules/other.kql",
        "// name: Other\nDeviceProcessEvents\n| where FileName == 'none.exe'\n",
    );
    let event = event(&workspace);
    let mut both = alerts(&event).remove(2).1;
    let more =
        json!({"AlertId": "o-1", "Title": "Other", "Timestamp": event["Timestamp"], "DeviceName": event["DeviceName"]});
    both.as_array_mut().expect("a list").push(more);
    let output = verify(&workspace, &both, &format!("--scenario {LURE}"));
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
    let output = verify(&workspace, &both, &format!("--scenario {LURE} --rule agent"));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("1 seen, 0 missed, 0 unexpected; 1 alert is about other things"), "{text}");
}
