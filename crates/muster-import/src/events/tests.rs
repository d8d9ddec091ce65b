//! Tests of recorded events.

use muster_catalog::{Catalog, Datetime, Value};
use muster_source::{Diagnostic, Source};
use muster_values::{to_text, value_at};
use rstest::rstest;

use super::{Imported, import, portal_time};

fn imported(text: &str, table: &str) -> (Imported, Vec<Diagnostic>) {
    let catalog = Catalog::builtin();
    let table = catalog.table(table).expect("a table");
    let (imported, diagnostics) = import(&[Source::new("export", text)], table);
    (imported.expect("rows"), diagnostics)
}

fn cell(imported: &Imported, row: usize, column: &str) -> String {
    let catalog = Catalog::builtin();
    let table = catalog.table("DeviceProcessEvents").expect("a table");
    let at = table.columns.iter().position(|c| c.name == column).expect(column);
    to_text(&value_at(imported.batch.column(at), table.columns[at].ty, row))
}

const ROW: &str = r#"{"Timestamp":"2026-03-04T17:00:00.1234567Z","DeviceName":"ws1","FileName":"cmd.exe","ProcessId":8,"AdditionalFields":"{\"a\": 1}","MachineGroup":null}"#;

#[rstest]
#[case::a_line(ROW.to_owned())]
#[case::a_list(format!("[{ROW}]"))]
#[case::the_api(format!(r#"{{"Schema":[],"Results":[{ROW}]}}"#))]
#[case::graph(format!(r#"{{"schema":[],"results":[{ROW}]}}"#))]
#[case::event_hubs(format!(r#"{{"records":[{{"time":"2026-03-04T17:05:00Z","category":"AdvancedHunting-DeviceProcessEvents","properties":{ROW}}}]}}"#))]
#[case::a_byte_order_mark(format!("\u{feff}{ROW}\n"))]
#[case::the_portal("Timestamp,DeviceName,FileName,ProcessId,AdditionalFields,Stray\r\n\"Mar 4, 2026 5:00:00.1234567 PM\",ws1,cmd.exe,8,\"{\"\"a\"\": 1}\",\r\n".to_owned())]
#[case::the_portal_of_sentinel("\"Timestamp [UTC]\",DeviceName,FileName,ProcessId,AdditionalFields\n\"3/4/2026, 5:00:00.1234567 PM\",ws1,cmd.exe,8,\"{\"\"a\"\":1}\"\n".to_owned())]
fn every_form_of_an_export_gives_the_same_row(#[case] text: String) {
    let (imported, diagnostics) = imported(&text, "DeviceProcessEvents");
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    assert_eq!(imported.batch.num_rows(), 1);
    for (column, value) in [
        ("Timestamp", "2026-03-04T17:00:00.1234567Z"),
        ("TimeGenerated", "2026-03-04T17:00:00.1234567Z"),
        ("DeviceName", "ws1"),
        ("ProcessId", "8"),
        ("AdditionalFields", r#"{"a":1}"#),
        ("MachineGroup", ""),
    ] {
        assert_eq!(cell(&imported, 0, column), value, "{column}");
    }
    assert!(imported.unused.is_empty(), "{:?}", imported.unused);
}

#[test]
fn sysmon_tells_the_columns_that_defender_has() {
    let text = r#"{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Hostname":"WS1.contoso.com","UtcTime":"2020-09-20 17:12:44.123","Image":"C:\\Program Files\\A b\\x.exe","CommandLine":"C:\\Program Files\\A b\\x.exe -k \"y\"","ProcessId":"4321","ParentImage":"C:\\Windows\\System32\\cmd.exe","ParentCommandLine":"\"C:\\Windows\\System32\\cmd.exe\" /c z","ParentProcessId":8,"User":"CONTOSO\\Ada","LogonId":"0x3e7","IntegrityLevel":"High","Hashes":"SHA1=AB,MD5=CD,SHA256=EF,IMPHASH=00","Company":"-","RuleName":"r"}
{"EventID":3,"Channel":"Microsoft-Windows-Sysmon/Operational"}"#;
    let (imported, diagnostics) = imported(text, "DeviceProcessEvents");
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    for (column, value) in [
        ("Timestamp", "2020-09-20T17:12:44.1230000Z"),
        ("ActionType", "ProcessCreated"),
        ("DeviceName", "ws1.contoso.com"),
        ("FileName", "x.exe"),
        ("FolderPath", r"C:\Program Files\A b\x.exe"),
        ("ProcessCommandLine", r#"x.exe -k "y""#),
        ("ProcessId", "4321"),
        ("InitiatingProcessCommandLine", r#""cmd.exe" /c z"#),
        ("InitiatingProcessId", "8"),
        ("AccountDomain", "contoso"),
        ("AccountName", "ada"),
        ("LogonId", "999"),
        ("MD5", "cd"),
        ("SHA256", "ef"),
        ("ProcessVersionInfoCompanyName", ""),
        ("DeviceId", ""),
    ] {
        assert_eq!(cell(&imported, 0, column), value, "{column}");
    }
    assert_eq!(imported.unused.keys().map(String::as_str).collect::<Vec<_>>(), ["Channel", "RuleName"]);
    assert_eq!(imported.others.values().sum::<usize>(), 1);
}

#[test]
fn the_security_log_tells_the_account_that_the_process_runs_as() {
    let text = r#"[{"EventID":"4688","Channel":"Security","Computer":"WS1","@timestamp":"2020-09-20T17:12:44Z","NewProcessName":"C:\\Windows\\System32\\whoami.exe","NewProcessId":"0x10","ProcessId":"0x8","ParentProcessName":"C:\\Windows\\explorer.exe","CommandLine":"whoami","SubjectUserName":"SVC","SubjectDomainName":"CONTOSO","SubjectUserSid":"S-1-5-18","SubjectLogonId":"0x3e7","TargetUserName":"Ada","TargetDomainName":"CONTOSO","TargetUserSid":"S-1-0-0","TargetLogonId":"0x1f","TokenElevationType":"%%1937","MandatoryLabel":"S-1-16-12288"},
        {"EventID":4688,"EventTime":"2020-09-20 13:12:44","NewProcessName":"C:\\x.exe","SubjectUserName":"SVC","TargetUserName":"-","SubjectLogonId":"0x5"}]"#;
    let (imported, _) = imported(text, "DeviceProcessEvents");
    for (row, column, value) in [
        (0, "AccountName", "ada"),
        (0, "LogonId", "31"),
        (0, "InitiatingProcessAccountName", "svc"),
        (0, "InitiatingProcessLogonId", "999"),
        (0, "ProcessId", "16"),
        (0, "InitiatingProcessId", "8"),
        (0, "ProcessTokenElevation", "TokenElevationTypeFull"),
        (0, "ProcessIntegrityLevel", "High"),
        (1, "AccountName", "svc"),
        (1, "LogonId", "5"),
        (1, "Timestamp", ""),
    ] {
        assert_eq!(cell(&imported, row, column), value, "{row} {column}");
    }
}

#[test]
fn the_report_says_what_each_column_is_from_and_what_is_none() {
    let (imported, diagnostics) = imported(
        "{\"TimeGenerated\":\"2026-03-04\",\"Timestamp\":\"yesterday\",\"FileName\":\"a.exe\",\"processid\":3}\n{\"FileName\":\"b.exe\",\"ProcessId\":4,\"DeviceName\":\"x\",\"Colour\":1}\n",
        "DeviceProcessEvents",
    );
    let of = |name: &str| imported.columns.iter().find(|(n, _)| n == name).map(|(_, f)| f).expect(name);
    assert_eq!((of("ProcessId").rows, of("ProcessId").from.len()), (2, 2));
    assert_eq!((of("Timestamp").rows, of("Timestamp").bad), (0, 1));
    assert_eq!(of("DeviceId").rows, 0);
    assert_eq!(imported.unused.get("Colour"), Some(&1));
    let place = diagnostics[0].labels[0].source.locate(diagnostics[0].labels[0].span);
    assert_eq!(
        (diagnostics[0].message.as_str(), place.line, place.column),
        ("`yesterday` in `Timestamp` is no datetime, which `Timestamp` is", 1, 31)
    );
}

#[rstest]
#[case::cut("{\"FileName\":\"a\",\"ProcessId\":1,\"SHA1\":\"x\"}\n{\"FileName\":", 2)]
#[case::no_json("{\"FileName\":\"a\",\"ProcessId\":1,\"SHA1\":\"x\"}\n{nope}\n", 2)]
#[case::cells("FileName,ProcessId,SHA1\na,1,x\nb\n", 3)]
fn a_fault_of_the_text_has_a_line(#[case] text: &str, #[case] line: usize) {
    let (imported, diagnostics) = imported(text, "DeviceProcessEvents");
    assert_eq!(imported.batch.num_rows(), 1);
    let fault = diagnostics.iter().find(|d| d.is_error()).expect("a fault");
    assert_eq!(fault.labels[0].source.locate(fault.labels[0].span).line, line, "{}", fault.message);
}

#[rstest]
#[case::nothing("")]
#[case::another_table(
    r#"{"records":[{"category":"AdvancedHunting-DeviceFileEvents","properties":{"FileName":"a","DeviceName":"b"}}]}"#
)]
#[case::another_event(r#"{"EventID":4624,"Computer":"x"}"#)]
#[case::other_columns("a,b\n1,2\n")]
fn a_file_without_an_event_is_told(#[case] text: &str) {
    let (imported, diagnostics) = imported(text, "DeviceProcessEvents");
    assert_eq!(imported.batch.num_rows(), 0);
    assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
}

#[test]
fn nesting_ends_with_a_fault_and_not_with_the_stack() {
    let (imported, diagnostics) = imported(&"[".repeat(100_000), "DeviceProcessEvents");
    assert_eq!(imported.batch.num_rows(), 0);
    assert!(diagnostics[0].is_error());
}

#[rstest]
#[case("Mar 4, 2026 12:05:00 AM", Some("2026-03-04T00:05:00Z"))]
#[case("3/4/2026, 12:05:00 PM", Some("2026-03-04T12:05:00Z"))]
#[case("Mar 4, 2026 13:05:00 PM", None)]
#[case("Mar 40, 2026 1:05:00 PM", None)]
#[case("4.3.2026 13:05", None)]
fn times_of_the_portals(#[case] text: &str, #[case] expected: Option<&str>) {
    let expected = expected.and_then(Datetime::parse).map(Value::Datetime);
    assert_eq!(portal_time::parse(text).map(Value::Datetime), expected, "{text}");
}
