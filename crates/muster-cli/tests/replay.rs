//! Replays to a real server that drops, delays, refuses and dies, by a client that is killed.

mod sink;
mod workspace;

use std::collections::BTreeMap;
use std::io::Read;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use rstest::rstest;
use serde_json::Value as Json;
use sink::{Mood, Receiver};
use workspace::Workspace;

const TOKEN: &str = "eyJhbGciOiJub25lIn0.c2VjcmV0LXBheWxvYWQ.c2lnbmF0dXJlLXBhcnQ";

/// A story with several hundred events on four devices.
const BUSY: &str = "title: Much to do
seed: 11
clock: 2026-03-04T18:00:00Z
span: 12h
fleet: {domain: contoso.com, workstations: 4}
noise: none
story:
  - id: tick
    verdict: benign
    at: -10h
    on: {each: workstations}
    run: agent.exe
    command: agent.exe /tick
    as: user
    every: 6m for 9h
";
const STORY: &str = "scenarios/demo/busy.yaml";

fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.write(STORY, BUSY);
    workspace
}

/// The events of the story as `generate` writes them.
fn events(workspace: &Workspace) -> Vec<Json> {
    let output = workspace.muster(&format!("generate {STORY}")).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn replay(workspace: &Workspace, args: &str) -> Output {
    workspace.muster(&format!("replay {STORY} {args}")).output().expect("it runs")
}

/// Starts a replay that can be killed.
fn start(workspace: &Workspace, args: &str) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.current_dir(workspace.path(".")).arg("replay").arg(STORY).args(args.split_whitespace());
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// What identifies an event.
fn id(event: &Json) -> String {
    format!("{}/{}/{}", event["DeviceId"], event["ReportId"], event["Timestamp"])
}

/// Every event once, and those of each device in the order of their times.
fn assert_once_and_in_order(taken: &[Json], expected: &[Json]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    taken.iter().for_each(|event| *counts.entry(id(event)).or_default() += 1);
    let twice: Vec<_> = counts.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "more than once: {twice:?}");
    assert_eq!(counts.len(), expected.len(), "events that arrived, and that were made");
    let by_device = |events: &[Json]| {
        let mut devices: BTreeMap<String, Vec<Json>> = BTreeMap::new();
        for event in events {
            devices.entry(event["DeviceId"].to_string()).or_default().push(event.clone());
        }
        devices
    };
    assert!(by_device(taken) == by_device(expected), "events of a device, in their order");
}

#[test]
fn every_event_arrives_once_at_a_server_that_fails_one_request_in_three_and_is_killed_once() {
    let workspace = workspace();
    let expected = events(&workspace);
    assert!(expected.len() > 300, "{}", expected.len());
    let mut receiver = Receiver::new(|number| match number {
        3 | 15 => Mood::Say(503, "", "{\"error\":{\"message\":\"try later\"}}".to_owned()),
        6 | 18 => Mood::Reset,
        9 | 21 => Mood::Say(429, "retry-after: 1\r\n", String::new()),
        12 | 24 => Mood::TakeAndHangUp,
        n if n % 3 == 0 => Mood::Say(500, "", "no".to_owned()),
        n if n % 7 == 0 => Mood::Late(Duration::from_millis(150)),
        _ => Mood::Take,
    });
    let args = format!("--to {}/in --speed max --batch-events 20 --journal j.ndjson", receiver.address());
    let mut child = start(&workspace, &args);
    receiver.wait_for(7);
    receiver.kill();
    std::thread::sleep(Duration::from_millis(700));
    receiver.restart();
    let status = child.wait().expect("it ends");
    let mut stderr = String::new();
    child.stderr.take().expect("it is piped").read_to_string(&mut stderr).expect("text");
    assert!(status.success(), "{stderr}");
    for text in ["503 Service Unavailable: try later", "429 Too Many Requests", "sent again in 1.0 s"] {
        assert!(stderr.contains(text), "no {text:?} in {stderr}");
    }
    let memory = receiver.memory();
    assert!(memory.twins >= 1, "a batch that was taken without an answer comes again under its id");
    assert_once_and_in_order(&memory.events(), &expected);
    let journal = std::fs::read_to_string(workspace.path("j.ndjson")).expect("it is there");
    assert_eq!(journal.matches("\"sent\":").count(), memory.taken.len());

    // Nothing is left, and nothing is sent.
    let requests = memory.requests.len();
    drop(memory);
    let output = replay(&workspace, &args);
    assert!(output.status.success() && said(&output).contains("nothing is left to send"), "{}", said(&output));
    assert_eq!(receiver.memory().requests.len(), requests);
}

#[rstest]
#[case::after_the_server_took_the_batch(Mood::TakeAndHang, 1)]
#[case::before_the_server_took_the_batch(Mood::Hang, 0)]
fn a_client_that_is_killed_goes_on_with_the_journal(#[case] mood: Mood, #[case] twins: usize) {
    let workspace = workspace();
    let expected = events(&workspace);
    let receiver = Receiver::new(move |number| if number == 5 { mood.clone() } else { Mood::Take });
    let args = format!("--to {}/in --speed max --batch-events 30 --journal j.ndjson", receiver.address());
    let mut child = start(&workspace, &args);
    receiver.wait_for(5);
    child.kill().expect("it is killed");
    child.wait().expect("it ends");
    let output = replay(&workspace, &args);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("after 120 before"), "{}", said(&output));
    let memory = receiver.memory();
    assert_eq!(memory.twins, twins);
    let ids: Vec<&String> = memory.requests.iter().filter_map(|r| r.headers.get("idempotency-key")).collect();
    assert_eq!(ids[4], ids[5], "the batch that was cut is sent again under its id");
    assert_eq!(memory.requests[4].body, memory.requests[5].body);
    assert_once_and_in_order(&memory.events(), &expected);
}

#[test]
fn a_file_is_cut_back_and_written_on_to_the_same_bytes() {
    let workspace = workspace();
    assert!(replay(&workspace, "--to whole.ndjson --speed max --batch-events 3").status.success());
    let whole = std::fs::read(workspace.path("whole.ndjson")).expect("it is there");
    // 540 minutes in 3 seconds.
    let args = "--to cut.ndjson --speed 10800 --batch-time 10ms --batch-events 3 --journal j.ndjson";
    let mut child = start(&workspace, args);
    let cut = workspace.path("cut.ndjson");
    let begun = Instant::now();
    while std::fs::metadata(&cut).map_or(0, |m| m.len()) < 20_000 {
        assert!(begun.elapsed() < Duration::from_mins(1), "nothing is written");
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().expect("it is killed");
    child.wait().expect("it ends");
    // As if the batch had been cut in the middle of writing.
    let torn = [std::fs::read(&cut).expect("it is there"), b"{\"DeviceId\":\"torn".to_vec()].concat();
    std::fs::write(&cut, &torn).expect("it can be written");
    assert!(torn.len() < whole.len(), "it was killed too late");
    let output = replay(&workspace, args);
    assert!(output.status.success(), "{}", said(&output));
    assert!(std::fs::read(&cut).expect("it is there") == whole);
}

#[test]
fn the_story_sets_the_pace() {
    let workspace = workspace();
    let receiver = Receiver::new(|_| Mood::Take);
    let begun = Instant::now();
    // 9 hours in 2 seconds.
    let args = format!("--to {}/in --speed 16200 --batch-time 200ms", receiver.address());
    let output = replay(&workspace, &args);
    assert!(output.status.success(), "{}", said(&output));
    let took = begun.elapsed();
    assert!(took > Duration::from_millis(1800), "{took:?}");
    assert!(receiver.memory().taken.len() >= 6, "{}", receiver.memory().taken.len());
}

#[test]
fn the_first_event_gets_the_time_that_is_asked_for_and_the_journal_keeps_it() {
    let workspace = workspace();
    let receiver = Receiver::new(|number| if number == 2 { Mood::Say(400, "", String::new()) } else { Mood::Take });
    let to = format!("--to {}/in --speed max --batch-events 100 --journal j.ndjson", receiver.address());
    assert_eq!(replay(&workspace, &format!("{to} --start now")).status.code(), Some(2));
    let output = replay(&workspace, &format!("{to} --start now"));
    assert!(output.status.success(), "{}", said(&output));
    let (taken, made) = (receiver.memory().events(), events(&workspace));
    let times = |events: &[Json]| -> Vec<f64> {
        let seconds = |e: &Json| {
            let text = e["Timestamp"].as_str().expect("a time");
            let (clock, day) = (&text[11..], &text[8..10]);
            let part =
                |i: usize| clock.split(':').nth(i).map(|p| p.trim_end_matches('Z')).expect("a part").parse::<f64>();
            let within =
                part(0).expect("hours") * 3600.0 + part(1).expect("minutes") * 60.0 + part(2).expect("seconds");
            within + day.parse::<f64>().expect("a day") * 86_400.0
        };
        let first = seconds(&events[0]);
        // A month may end on the way.
        events.iter().map(|e| (seconds(e) - first).rem_euclid(86_400.0)).collect()
    };
    assert_eq!(taken.len(), made.len());
    let gaps = times(&taken).into_iter().zip(times(&made)).map(|(a, b)| (a - b).abs());
    assert!(gaps.fold(0.0, f64::max) < 1e-3, "gaps stay");
    assert_ne!(taken[0]["Timestamp"], made[0]["Timestamp"]);
    let other = replay(&workspace, &format!("{to} --start 2026-01-01T00:00:00Z"));
    assert_eq!(other.status.code(), Some(2));
    assert!(said(&other).contains("is of another replay: its `times`"), "{}", said(&other));
}

#[test]
fn the_last_event_gets_the_time_that_is_asked_for() {
    let workspace = workspace();
    let output = replay(&workspace, "--to - --speed max --end 2027-01-01T00:00:00Z");
    let text = String::from_utf8(output.stdout).expect("text");
    let last: Json = serde_json::from_str(text.lines().last().expect("a line")).expect("JSON");
    assert_eq!(last["Timestamp"], "2027-01-01T00:00:00.0000000Z");
}

#[test]
fn a_dry_run_sends_nothing_and_writes_nothing() {
    let workspace = workspace();
    let receiver = Receiver::new(|_| Mood::Take);
    let before = workspace.tree();
    let args = format!("--to kusto:{}/Purple --speed 60 --journal j.ndjson --dry-run", receiver.address());
    let output =
        workspace.muster(&format!("replay {STORY} {args}")).env("MUSTER_KUSTO_TOKEN", TOKEN).output().expect("it runs");
    let text = said(&output);
    assert!(output.status.success(), "{text}");
    let address = format!("{}/v1/rest/ingest/Purple/DeviceProcessEvents?streamFormat=MultiJSON", receiver.address());
    for part in
        ["nothing is sent", "360 events in", &address, "at speed 60", "MUSTER_KUSTO_TOKEN, set", "{\"Timestamp\":"]
    {
        assert!(text.contains(part), "no {part:?} in {text}");
    }
    assert!(!text.contains(TOKEN));
    assert!(workspace.tree() == before);
    let output = replay(&workspace, &format!("{args} --format json"));
    let json: Json = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&json["tables"][0]["events"], &json["token"]["set"]), (&Json::from(360), &Json::from(false)));
    assert!(receiver.memory().requests.is_empty());
}

/// Whatever a server says, the token is in no output, in no journal, and in the one header alone.
#[rstest]
#[case::refused(401)]
#[case::busy(503)]
fn a_token_is_told_to_the_sink_alone(#[case] status: u16) {
    let workspace = workspace();
    let echo = format!("{{\"error\":{{\"message\":\"bad token {TOKEN}, signed c2lnbmF0dXJlLXBhcnQ\"}}}}");
    let receiver = Receiver::new(move |n| if n < 2 { Mood::Take } else { Mood::Say(status, "", echo.clone()) });
    let args = format!("--to {}/in --speed max --batch-events 100 --retries 1 --journal j.ndjson", receiver.address());
    let output = workspace
        .muster(&format!("replay {STORY} {args} --token-env MY_TOKEN"))
        .env("MY_TOKEN", TOKEN)
        .output()
        .expect("it runs");
    let text = said(&output);
    assert_eq!(output.status.code(), Some(if status == 401 { 2 } else { 1 }), "{text}");
    assert!(text.contains("bad token ***, signed ***"), "{text}");
    assert_eq!(text.contains("check the token in `MY_TOKEN`"), status == 401, "{text}");
    assert!(text.contains("stopped: 100 events sent"), "{text}");
    for part in TOKEN.split('.') {
        assert!(!text.contains(part), "{text}");
        for (path, content) in workspace.tree() {
            let found = content.is_some_and(|c| String::from_utf8_lossy(&c).contains(part));
            assert!(!found, "the token is in {}", path.display());
        }
    }
    let memory = receiver.memory();
    assert_eq!(memory.requests[0].headers["authorization"], format!("Bearer {TOKEN}"));
}

#[test]
fn each_sink_gets_its_addresses_headers_and_bodies() {
    let workspace = workspace();
    let receiver = Receiver::new(|_| Mood::Take);
    let address = receiver.address();
    let send = |args: &str| {
        let before = receiver.memory().requests.len();
        let output = workspace
            .muster(&format!("replay {STORY} --speed max {args}"))
            .envs(["HTTP", "KUSTO", "LOGS"].map(|kind| (format!("MUSTER_{kind}_TOKEN"), TOKEN.to_owned())))
            .env("MUSTER_EVENTHUB_TOKEN", "SharedAccessSignature sr=hub&sig=abc&se=1&skn=send")
            .output()
            .expect("it runs");
        assert!(output.status.success(), "{args}: {}", said(&output));
        receiver.memory().requests[before].clone()
    };
    let request = send(&format!("--to eventhub:{address}/hub"));
    assert_eq!(request.target, "/hub/messages?timeout=60&api-version=2014-01");
    assert_eq!(request.headers["authorization"], "SharedAccessSignature sr=hub&sig=abc&se=1&skn=send");
    let body: Json = serde_json::from_slice(&request.body).expect("JSON");
    assert_eq!(body["records"][0]["category"], "AdvancedHunting-DeviceProcessEvents");
    assert!(body["records"][0]["properties"]["Timestamp"].is_string());
    assert!(request.body.len() <= 1_000_000);

    let request = send(&format!("--to kusto:{address}/Purple --mapping events"));
    assert_eq!(request.target, "/v1/rest/ingest/Purple/DeviceProcessEvents?streamFormat=MultiJSON&mappingName=events");
    assert_eq!(request.headers["x-ms-client-request-id"], request.headers["idempotency-key"]);

    let stream = format!("--to logs:{address}/dataCollectionRules/dcr-1/streams/Custom-{{table}}");
    let request = send(&stream);
    assert_eq!(request.target, "/dataCollectionRules/dcr-1/streams/Custom-DeviceProcessEvents?api-version=2023-01-01");
    let body: Json = serde_json::from_slice(&request.body).expect("JSON");
    assert!(body[0]["TimeGenerated"].is_string(), "{}", body[0]);

    let zipped = send(&format!("{stream} --gzip"));
    assert_eq!(zipped.headers["content-encoding"], "gzip");
    let mut text = String::new();
    flate2::read::GzDecoder::new(&zipped.body[..]).read_to_string(&mut text).expect("it is gzip");
    assert!(text.as_bytes() == request.body, "compressed or not, the events are the same");
    assert_eq!(zipped.headers["idempotency-key"], request.headers["idempotency-key"]);

    let request = send(&format!("--to {address}/in/{{table}}?code=1 --body array --batch-events 1"));
    assert_eq!(request.target, "/in/DeviceProcessEvents?code=1");
    assert_eq!(request.headers["x-muster-table"], "DeviceProcessEvents");
    assert_eq!(serde_json::from_slice::<Json>(&request.body).expect("JSON").as_array().map(Vec::len), Some(1));
}

#[test]
fn stdout_takes_events_and_envelopes_and_says_nothing_else_there() {
    let workspace = workspace();
    let output = replay(&workspace, "--to - --speed max");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("text");
    let lines: Vec<Json> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(lines == events(&workspace));
    let output = replay(&workspace, "--to eventhub:- --speed max --batch-events 100");
    let text = String::from_utf8(output.stdout).expect("text");
    let sizes: Vec<usize> = text
        .lines()
        .map(|line| serde_json::from_str::<Json>(line).expect("JSON")["records"].as_array().map_or(0, Vec::len))
        .collect();
    assert_eq!(sizes, [100, 100, 100, 60]);
}

#[rstest]
#[case::a_bad_request(Mood::Say(400, "", "{\"error\":{\"@message\":\"no such column\"}}".to_owned()), 2, &["MU0704", "400 Bad Request: no such column"])]
#[case::a_table_that_is_not_there(Mood::Say(404, "", String::new()), 2, &["404 Not Found", "check the address"])]
#[case::a_body_that_is_too_large(Mood::Say(413, "", String::new()), 2, &["lower --batch-bytes"])]
#[case::a_redirect(Mood::Say(302, "location: http://127.0.0.1:9/elsewhere?sig=1\r\n", String::new()), 2, &["redirects are not followed", "127.0.0.1:9/elsewhere"])]
#[case::no_service(Mood::Say(503, "", String::new()), 1, &["MU0705", "was sent 2 times", "--journal"])]
#[case::a_wait_without_end(Mood::Say(429, "retry-after: 86400\r\n", String::new()), 1, &["asks to wait 86400 seconds"])]
#[case::silence(Mood::Hang, 1, &["was sent 2 times", "timeout"])]
fn what_a_sink_does_not_take_is_told(#[case] mood: Mood, #[case] exit: i32, #[case] says: &[&str]) {
    let workspace = workspace();
    let receiver = Receiver::new(move |_| mood.clone());
    let before = workspace.tree();
    let output = replay(&workspace, &format!("--to {}/in --speed max --retries 1 --timeout 2s", receiver.address()));
    let text = said(&output);
    assert_eq!(output.status.code(), Some(exit), "{text}");
    for part in says.iter().chain(&["help: "]) {
        assert!(text.contains(part), "no {part:?} in {text}");
    }
    assert!(!text.contains("sig=1"), "{text}");
    assert!(workspace.tree() == before);
}

#[test]
fn a_token_does_not_go_over_a_connection_that_is_no_tls() {
    let workspace = workspace();
    let receiver = Receiver::new(|_| Mood::Take);
    let address = receiver.address().replace("http:", "https:");
    let output = workspace
        .muster(&format!("replay {STORY} --to {address}/in --speed max --retries 0 --timeout 2s"))
        .env("MUSTER_HTTP_TOKEN", TOKEN)
        .output()
        .expect("it runs");
    assert!(matches!(output.status.code(), Some(1 | 2)), "{}", said(&output));
    assert!(receiver.memory().requests.iter().all(|r| r.headers.is_empty()));
}
