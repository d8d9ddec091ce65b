//! Which texts are sinks, and which address rows go to.

use rstest::rstest;

use super::*;

#[rstest]
#[case("https://host/in?code=s3cret", "https://host/in?code=s3cret", "https://host/in?…")]
#[case("https://host", "https://host/", "https://host/")]
#[case("http://127.0.0.1:8080/{table}", "http://127.0.0.1:8080/T", "http://127.0.0.1:8080/T")]
#[case("http://[::1]:80/x", "http://[::1]:80/x", "http://[::1]:80/x")]
#[case(
    "eventhub:https://n.servicebus.windows.net/hub",
    "https://n.servicebus.windows.net/hub/messages?timeout=60&api-version=2014-01",
    "https://n.servicebus.windows.net/hub/messages?timeout=60&api-version=2014-01"
)]
#[case(
    "eventhub:https://n.servicebus.windows.net/hub/partitions/3",
    "https://n.servicebus.windows.net/hub/partitions/3/messages?timeout=60&api-version=2014-01",
    "https://n.servicebus.windows.net/hub/partitions/3/messages?timeout=60&api-version=2014-01"
)]
#[case(
    "kusto:https://c.kusto.windows.net/Purple",
    "https://c.kusto.windows.net/v1/rest/ingest/Purple/T?streamFormat=MultiJSON",
    "https://c.kusto.windows.net/v1/rest/ingest/Purple/T?streamFormat=MultiJSON"
)]
#[case(
    "kusto:https://c.kusto.windows.net/Purple/Other",
    "https://c.kusto.windows.net/v1/rest/ingest/Purple/Other?streamFormat=MultiJSON",
    "https://c.kusto.windows.net/v1/rest/ingest/Purple/Other?streamFormat=MultiJSON"
)]
#[case(
    "logs:https://x.ingest.monitor.azure.com/dataCollectionRules/dcr-1/streams/Custom-{table}_CL",
    "https://x.ingest.monitor.azure.com/dataCollectionRules/dcr-1/streams/Custom-T_CL?api-version=2023-01-01",
    "https://x.ingest.monitor.azure.com/dataCollectionRules/dcr-1/streams/Custom-T_CL?api-version=2023-01-01"
)]
fn an_address_follows_from_the_sink(#[case] text: &str, #[case] address: &str, #[case] shown: &str) {
    let sink = Sink::parse(text, false).expect("a sink");
    assert_eq!(sink.address("T", None), address);
    assert_eq!(sink.shown_address("T"), shown);
    assert!(!sink.shown().contains("s3cret"));
}

#[rstest]
#[case("", "the sink is empty")]
#[case("kusto:", "the sink is empty")]
#[case("kusto:file.ndjson", "`kusto:` takes an address")]
#[case("logs:-", "`logs:` takes an address")]
#[case("kust:https://host/db", "`kust` is no kind of sink")]
#[case("ftp://host/db", "`ftp` is no kind of sink")]
#[case("kusto:https://host", "names no database")]
#[case("kusto:https://host/a/b/c", "names no database")]
#[case("logs:https://host/streams/x", "names no stream")]
#[case("eventhub:https://host/", "names no event hub")]
#[case("https://user:pass@host/", "has a user or a password in it")]
#[case("http://host/in", "is an address without TLS")]
#[case("kusto:http://10.0.0.1/db", "is an address without TLS")]
#[case("https://", "address of the sink")]
#[case("https://ho st/", "address of the sink")]
fn what_is_no_sink_is_told_with_a_remedy(#[case] text: &str, #[case] says: &str) {
    let fault = Sink::parse(text, false).expect_err("no sink");
    assert!(fault.message.contains(says), "{}", fault.message);
    assert!(!fault.message.contains("pass@"), "{}", fault.message);
    assert!(!fault.notes.is_empty(), "no help");
}

#[test]
fn without_tls_only_this_machine_is_spoken_to_unless_told() {
    for text in ["http://localhost:1/x", "http://127.9.9.9/x", "http://[::1]/x"] {
        assert!(Sink::parse(text, false).is_ok(), "{text}");
    }
    assert!(Sink::parse("http://host/in", true).is_ok());
    assert!(Sink::parse("http://localhost.example/in", false).is_err());
    assert!(Sink::parse("http://127.0.0.1.example/in", false).is_err());
}

#[test]
fn a_mapping_is_named_to_kusto() {
    let sink = Sink::parse("kusto:https://c/Db", false).expect("a sink");
    assert!(sink.address("T", Some("m")).ends_with("/Db/T?streamFormat=MultiJSON&mappingName=m"));
}

#[test]
fn files_and_stdout_take_envelopes_too() {
    assert_eq!(Sink::parse("eventhub:-", false).expect("a sink").shown(), "eventhub:-");
    let file = Sink::parse("eventhub:out/x.ndjson", false).expect("a sink");
    assert_eq!(file.file(), Some(std::path::Path::new("out/x.ndjson")));
    assert!(!file.is_web() && file.tells_tables_apart());
    assert!(!Sink::parse("x.ndjson", false).expect("a sink").tells_tables_apart());
}
