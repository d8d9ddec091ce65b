//! A query gives the same on Parquet, which is read part by part and filtered where it is read, as on NDJSON, which is
//! read whole.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use rstest::rstest;

fn muster(folder: &Path, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_muster")).args(args).current_dir(folder).output().expect("it runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "muster {args:?}\n{stderr}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A folder with the same office in both formats.
fn office() -> &'static Path {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let scenario = "scenarios/pdq/fleet/busy-day.yaml";
        for format in ["parquet", "ndjson"] {
            let out = folder.path().join(format);
            let out = out.to_str().expect("its name is text");
            muster(&root, &["generate", scenario, "--format", format, "--out", out]);
        }
        folder
    });
    folder.path()
}

#[rstest]
#[case::nothing_but_a_count("| count")]
#[case::terms_in_texts(
    "| where ProcessCommandLine has 'install' | summarize count() by FileName | order by FileName asc"
)]
#[case::one_text_or_another(
    "| where ProcessVersionInfoProductName has 'PDQConnectAgent' or FileName =~ 'pdq-connect-agent.exe' | summarize \
     min(Timestamp), make_set(ReportId), count() by DeviceId, DeviceName | order by DeviceId asc"
)]
#[case::a_missing_text_is_empty("| where ProcessVersionInfoProductName == '' | count")]
#[case::a_missing_text_lacks_every_term("| where ProcessVersionInfoProductName !has 'windows' | count")]
#[case::times("| where Timestamp between (datetime(2026-03-04T02:00:00Z) .. 3h) | count")]
#[case::nothing_at_such_a_time("| where Timestamp > datetime(2027-01-01) | count")]
#[case::a_choice_in_a_predicate("| where iff(ProcessId % 2 == 0, FileName, ProcessCommandLine) contains 'e' | count")]
#[case::a_list("| where FileName in~ ('CMD.EXE', 'msiexec.exe') and ProcessIntegrityLevel != 'High' | count")]
#[case::one_where_after_another(
    "| where FileName endswith '.exe' | where ProcessId > 1000 | where AccountName startswith 's' | extend n = \
     strlen(ProcessCommandLine) | where n > 20 | summarize sum(n), dcount(DeviceId)"
)]
#[case::a_function_of_a_text("| where strlen(FileName) > 12 | distinct FileName | order by FileName asc")]
#[case::the_first_rows("| where ProcessId > 100 | project Timestamp, DeviceName, ProcessId | take 5")]
#[case::joined_with_itself(
    "| where FileName =~ 'msiexec.exe' | join kind=inner (DeviceProcessEvents | where FileName =~ 'cmd.exe' | project \
     DeviceId, Other = ProcessId) on DeviceId | count"
)]
fn parquet_gives_what_ndjson_gives(#[case] query: &str) {
    let folder = office();
    std::fs::create_dir_all(folder.join("queries")).expect("a folder");
    let name: String = query.chars().filter(char::is_ascii_alphanumeric).collect();
    let path = folder.join("queries").join(format!("{name:.60}.kql"));
    std::fs::write(&path, format!("DeviceProcessEvents {query}")).expect("it can be written");
    let path = path.to_str().expect("its name is text");
    let answer = |data: &str| muster(folder, &["query", path, "--data", data, "--format", "json"]);
    let (parquet, ndjson) = (answer("parquet"), answer("ndjson"));
    assert_eq!(parquet, ndjson, "{query}");
    assert!(parquet.contains("\"rows\":[["), "{query} finds something\n{parquet}");
}
