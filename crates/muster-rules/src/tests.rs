//! Packs, suppressions, field names and workspaces.

use std::fs;
use std::path::Path;

use muster_source::{Diagnostic, Note, Source, Span, Style, has_errors, render};
use proptest::prelude::*;
use rstest::rstest;
use tempfile::TempDir;

use crate::{Aliases, Pack, Stage, Workspace, load_pack, load_source, load_workspace, suppression, workspace};

fn help(d: &Diagnostic) -> &str {
    d.notes.iter().find_map(|n| if let Note::Help(t) = n { Some(t.as_str()) } else { None }).unwrap_or("")
}

fn place(d: &Diagnostic) -> (usize, usize) {
    let label = d.labels.first().expect("a place");
    let place = label.source.locate(label.span);
    (place.line, place.column)
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::Builder::new().prefix("pack").tempdir().expect("a folder");
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, content).expect("a file");
    }
    folder
}

const RULE: &[u8] = b"id: 262e8802-7dd0-4825-830f-3f0a034cc8b4\nname: N\nquery: T\n";

fn pdq() -> Pack {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulepacks/pdq");
    let (pack, diagnostics) = load_pack(&root);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    pack.expect("the pack")
}

#[test]
fn the_rule_of_the_pdq_pack_is_the_customers_to_the_letter() {
    let pack = pdq();
    assert_eq!((pack.id.as_str(), pack.title.as_str()), ("pdq", "PDQ"));
    let rule = pack.rule("pdq-create-process").expect("the rule");
    assert_eq!(rule.guid.as_deref(), Some("262e8802-7dd0-4825-830f-3f0a034cc8b4"));
    assert_eq!(rule.name, "Remote Management and Monitoring tool - PDQ - Create Process");
    assert_eq!((rule.tactics.join(","), rule.techniques.join(",")), ("CommandAndControl".into(), "T1219".into()));
    assert_eq!(rule.connectors[0].id, "MicrosoftThreatProtection");
    assert_eq!(rule.connectors[0].tables, ["DeviceProcessEvents"]);
    let query = "\
let Time_start = now(-5d);
let Time_end = now();
//
DeviceProcessEvents
| where Timestamp between (Time_start..Time_end)
| where ProcessVersionInfoProductName has 'PDQConnectAgent'
or FileName =~ 'pdq-connect-agent.exe'
| summarize FirstSeen=min(Timestamp), LastSeen=max(Timestamp),
Report=make_set(ReportId), Count=count() by DeviceId, DeviceName
";
    assert_eq!(rule.query.text(), query);
}

#[rstest]
#[case(
    "scheduled-job",
    r#"process.parent_process_name == "Task Scheduler" or process.command_line contains "schtasks.exe""#,
    r#"(InitiatingProcessFileName) == "Task Scheduler" or (ProcessCommandLine) contains "schtasks.exe""#
)]
#[case(
    "patch-management",
    r#"process.command_line contains "PatchManagement" or process.user contains "ITAdminsGroup""#,
    r#"(ProcessCommandLine) contains "PatchManagement" or (strcat(AccountDomain, "\\", AccountName)) contains "ITAdminsGroup""#
)]
#[case(
    "remote-monitoring",
    r#"process.process_name contains "nagios.exe" or process.process_name contains "solarwinds.exe""#,
    r#"(FileName) contains "nagios.exe" or (FileName) contains "solarwinds.exe""#
)]
#[case(
    "software-deployment",
    r#"process.command_line contains "DeployApp.exe" or process.user contains "SoftwareDeploymentGroup""#,
    r#"(ProcessCommandLine) contains "DeployApp.exe" or (strcat(AccountDomain, "\\", AccountName)) contains "SoftwareDeploymentGroup""#
)]
#[case(
    "configuration-management",
    r#"process.command_line contains "ConfigUpdate.exe" or process.user contains "ConfigAdminsGroup""#,
    r#"(ProcessCommandLine) contains "ConfigUpdate.exe" or (strcat(AccountDomain, "\\", AccountName)) contains "ConfigAdminsGroup""#
)]
fn an_exclusion_is_the_customers_to_the_letter(#[case] id: &str, #[case] when: &str, #[case] kql: &str) {
    let pack = pdq();
    assert_eq!(pack.suppressions.len(), 5);
    let suppression = pack.suppressions_of("pdq-create-process").find(|s| s.id == id).expect("the suppression");
    assert_eq!((suppression.when.text(), suppression.stage), (when, Stage::Event));
    assert_eq!(suppression.expires.to_string(), "2027-06-30");
    let (rewritten, diagnostics) = pack.fields.rewrite(&suppression.when);
    assert!(diagnostics.is_empty());
    assert_eq!(rewritten.text(), kql);
}

#[test]
fn a_pack_has_all_that_its_folders_hold() {
    let pack = folder(&[
        ("pack.yaml", b"title: T\nscenarios: ['pdq/*']\nfields: {a.b: C}\n"),
        ("rules/deep/B_rule.yaml", RULE),
        ("rules/a.kql", b"T\n"),
        ("rules/README.md", b"about"),
        ("rules/.hidden.yaml", b"["),
        ("functions/F.kql", b"T | take 1\n"),
        ("schemas/T.kql", b".create table T (a: long)\n"),
        ("watchlists/vip.csv", b"a\n"),
        ("external/x.ndjson", b"{}\n"),
        ("external/x.md", b"no"),
        ("profiles/p.csv", b"a\n"),
    ]);
    let (pack, diagnostics) = load_pack(pack.path());
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let pack = pack.expect("a pack");
    assert_eq!(pack.rules.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(), ["a", "b-rule"]);
    assert_eq!(pack.functions.iter().map(|(n, s)| (n.as_str(), s.text())).collect::<Vec<_>>(), [("F", "T | take 1\n")]);
    assert_eq!((pack.schemas.len(), pack.external.len(), pack.profiles.len()), (1, 1, 1));
    assert_eq!(pack.watchlists[0].0, "vip");
    assert_eq!(pack.scenarios, ["pdq/*"]);
}

#[rstest]
#[case::no_pack(&[("rules/a.yaml", RULE)], "MU0422", None, "write a `pack.yaml`")]
#[case::no_rules(&[("pack.yaml", b"title: T\n".as_slice())], "MU0421", Some((1, 1)), "into its folder `rules`")]
#[case::duplicate(&[("pack.yaml", b"title: T\n".as_slice()), ("rules/a_b.yaml", RULE), ("rules/x/a-b.yaml", RULE)], "MU0420", Some((2, 1)), "rename one of the files")]
#[case::not_utf8(&[("pack.yaml", b"title: T\n".as_slice()), ("rules/a.yaml", RULE), ("rules/b.yaml", b"id: 1\nname: \xE9t\xE9\n".as_slice())], "MU0402", Some((2, 7)), "save the file as UTF-8")]
#[case::empty(&[("pack.yaml", b"title: T\n".as_slice()), ("rules/a.yaml", RULE), ("rules/b.yaml", b"".as_slice())], "MU0403", Some((1, 1)), "fill the file, or remove it")]
#[case::bom(&[("pack.yaml", b"\xEF\xBB\xBFtitle: T\n".as_slice()), ("rules/a.yaml", RULE)], "MU0405", Some((1, 1)), "without a mark")]
#[case::other_file(&[("pack.yaml", b"title: T\n".as_slice()), ("rules/a.yaml", RULE), ("rules/b.txt", RULE)], "MU0404", None, "`.kql` files")]
#[case::unknown_key(&[("pack.yaml", b"titel: T\n".as_slice()), ("rules/a.yaml", RULE)], "MU0021", Some((1, 1)), "a similar key is `title`")]
#[case::alias_name(&[("pack.yaml", b"fields: {a-b: C}\n".as_slice()), ("rules/a.yaml", RULE)], "MU0440", Some((1, 10)), "such as `process.command_line`")]
#[case::empty_alias(&[("pack.yaml", b"fields:\n  a.b:\n".as_slice()), ("rules/a.yaml", RULE)], "MU0441", Some((2, 3)), "a KQL expression over columns")]
#[case::no_such_rule(&[("pack.yaml", b"title: T\n".as_slice()), ("rules/pdq.yaml", RULE), ("suppressions.yaml", b"suppressions:\n  - {id: a, rules: [pqd], when: x, owner: o, reason: r, expires: 2027-01-01}\n".as_slice())], "MU0432", Some((2, 21)), "a similar rule is `pdq`")]
fn a_fault_of_a_pack_is_reported(
    #[case] files: &[(&str, &[u8])],
    #[case] code: &str,
    #[case] at: Option<(usize, usize)>,
    #[case] remedy: &str,
) {
    let folder = folder(files);
    let (_, diagnostics) = load_pack(folder.path());
    let d = diagnostics.iter().find(|d| d.code.0 == code).unwrap_or_else(|| panic!("{code} in {diagnostics:?}"));
    assert_eq!(d.labels.first().map(|_| place(d)), at, "{d:?}");
    assert!(help(d).contains(remedy), "{d:?}");
}

#[test]
fn that_there_is_no_rule_is_not_told_where_rules_cannot_be_loaded() {
    let suppression = b"suppressions:\n  - {id: x, rules: [a], when: x, owner: o, reason: r, expires: 2027-01-01}\n";
    let folder = folder(&[("pack.yaml", b"title: T\n"), ("rules/a.yaml", b"a: ["), ("suppressions.yaml", suppression)]);
    let (_, diagnostics) = load_pack(folder.path());
    let files: Vec<&str> = diagnostics.iter().map(|d| d.labels[0].source.name()).collect();
    assert!(files.len() == 1 && files[0].ends_with("a.yaml"), "{diagnostics:?}");
}

#[test]
fn both_files_of_a_duplicate_rule_are_shown() {
    let folder = folder(&[("pack.yaml", b"title: T\n"), ("rules/a_b.yaml", RULE), ("rules/a-b.yaml", RULE)]);
    let (_, diagnostics) = load_pack(folder.path());
    let text = render(&diagnostics[0], Style::Plain);
    assert!(text.contains("a_b.yaml") && text.contains("a-b.yaml"), "{text}");
}

#[rstest]
#[case::missing("missing.yaml", "check the path")]
#[case::folder("", "name a file")]
fn what_is_no_file_is_reported(#[case] name: &str, #[case] remedy: &str) {
    let folder = folder(&[]);
    let (source, diagnostics) = load_source(&folder.path().join(name));
    assert!(source.is_none() && diagnostics[0].code.0 == "MU0401" && help(&diagnostics[0]).contains(remedy));
}

fn one(fields: &str) -> String {
    format!("suppressions:\n  - {{{fields}}}\n")
}

#[rstest]
#[case::owner(one("id: a, when: x, reason: r, expires: 2027-01-01"), "MU0431", (2, 6), "add `owner:` with who answers for it, such as `endpoint-ops`")]
#[case::reason(one("id: a, when: x, owner: o, reason: '', expires: 2027-01-01"), "MU0431", (2, 32), "add `reason:` with why it is there")]
#[case::expires(one("id: a, when: x, owner: o, reason: r"), "MU0431", (2, 6), "add `expires:` with the last day on which it is in force, such as `2027-06-30`")]
#[case::date(one("id: a, when: x, owner: o, reason: r, expires: 2027-02-30"), "MU0434", (2, 52), "write year-month-day, such as `2027-06-30`")]
#[case::short_date(one("id: a, when: x, owner: o, reason: r, expires: 2027-2-3"), "MU0434", (2, 52), "write year-month-day, such as `2027-06-30`")]
#[case::no_id(one("when: x, owner: o, reason: r, expires: 2027-01-01"), "MU0022", (2, 6), "add `id:` to this mapping")]
#[case::id(one("id: A_b, when: x, owner: o, reason: r, expires: 2027-01-01"), "MU0436", (2, 10), "write `a-b`")]
#[case::no_when(one("id: a, owner: o, reason: r, expires: 2027-01-01"), "MU0022", (2, 6), "add `when:` to this mapping")]
#[case::empty_when(one("id: a, when: '// x', owner: o, reason: r, expires: 2027-01-01"), "MU0435", (2, 19), "write a KQL predicate such as `FileName =~ \"nagios.exe\"`; in quotes, or as a block after `|`, if it begins with a bracket")]
#[case::stage(one("id: a, when: x, stage: evnt, owner: o, reason: r, expires: 2027-01-01"), "MU0023", (2, 29), "a similar word is `event`; there are `event`, `result`")]
#[case::glob(one("id: a, rules: ['[a'], when: x, owner: o, reason: r, expires: 2027-01-01"), "MU0433", (2, 21), "write an id, or a pattern such as `pdq-*`")]
#[case::no_rules(one("id: a, rules: [], when: x, owner: o, reason: r, expires: 2027-01-01"), "MU0432", (2, 20), "leave `rules` out to mean all rules of the pack")]
#[case::unknown(one("id: a, whn: y, when: x, owner: o, reason: r, expires: 2027-01-01"), "MU0021", (2, 13), "a similar key is `when`")]
#[case::top("supressions: []\n".to_owned(), "MU0022", (1, 1), "write `suppressions` instead of `supressions`")]
#[case::tab("suppressions:\n\t- id: a\n".to_owned(), "MU0011", (2, 1), "indent with spaces")]
fn a_fault_of_a_suppression_is_reported(
    #[case] text: String,
    #[case] code: &str,
    #[case] at: (usize, usize),
    #[case] remedy: &str,
) {
    let (suppressions, diagnostics) = suppression::read(&Source::new("suppressions.yaml", text));
    assert!(suppressions.is_empty());
    let d = &diagnostics[0];
    assert_eq!((d.code.0, place(d), help(d)), (code, at, remedy));
    assert!(has_errors(&diagnostics));
}

#[test]
fn both_places_of_a_duplicate_suppression_are_shown() {
    let item = "  - {id: a, when: x, owner: o, reason: r, expires: 2027-01-01}\n";
    let (suppressions, diagnostics) = suppression::read(&Source::new("s.yaml", format!("suppressions:\n{item}{item}")));
    assert_eq!((suppressions.len(), diagnostics.len()), (1, 1));
    assert_eq!((diagnostics[0].code.0, place(&diagnostics[0])), ("MU0430", (3, 10)));
    assert_eq!(diagnostics[0].labels[1].span, Span::new(23, 24));
}

#[rstest]
#[case("", "anything", true)]
#[case("rules: [pdq-create-process],", "pdq-create-process", true)]
#[case("rules: [pdq-create-process],", "pdq-create", false)]
#[case("rules: ['pdq-*', other],", "pdq-x", true)]
#[case("rules: ['pdq-*', other],", "other", true)]
#[case("rules: ['{a,b}-?'],", "b-1", true)]
#[case("rules: ['{a,b}-?'],", "b-12", false)]
fn patterns_choose_rules(#[case] rules: &str, #[case] id: &str, #[case] applies: bool) {
    let text = one(&format!("id: a, {rules} when: x, owner: o, reason: r, expires: 2027-01-01"));
    let (suppressions, _) = suppression::read(&Source::new("s.yaml", text));
    assert_eq!(suppressions[0].applies_to(id), applies);
}

fn aliases() -> Aliases {
    let text = "process.command_line: ProcessCommandLine\nprocess.user: 'strcat(A, \"\\\\\", B)'\nhost: DeviceName\nnoted: 'A // B'\n";
    let source = Source::new("pack.yaml", text);
    let node = muster_yaml::read(&source).expect("valid");
    let mut diagnostics = Vec::new();
    let aliases = Aliases::read(node.entries().expect("a mapping"), &source, &mut diagnostics);
    assert!(diagnostics.is_empty());
    aliases
}

#[rstest]
#[case::column("FileName == 'x'", "FileName == 'x'")]
#[case::field("process.user has 'x'", r#"(strcat(A, "\\", B)) has 'x'"#)]
#[case::twice("host==host", "(DeviceName)==(DeviceName)")]
#[case::string(r#"host == "process.user""#, r#"(DeviceName) == "process.user""#)]
#[case::escaped_quote(r#"host == "\"host" and host"#, r#"(DeviceName) == "\"host" and (DeviceName)"#)]
#[case::verbatim(r#"host == @"\" and host"#, r#"(DeviceName) == @"\" and (DeviceName)"#)]
#[case::verbatim_doubled(r#"@"a""host" host"#, r#"@"a""host" (DeviceName)"#)]
#[case::obfuscated("h'host' host h\"host\" h@'host'", "h'host' (DeviceName) h\"host\" h@'host'")]
#[case::multi_line("```host\nhost``` host", "```host\nhost``` (DeviceName)")]
#[case::comment("host // host\nhost", "(DeviceName) // host\n(DeviceName)")]
#[case::quoted_name("['host'] == host", "['host'] == (DeviceName)")]
#[case::member("x.host and x['a'].host", "x.host and x['a'].host")]
#[case::range("Time between (a..host)", "Time between (a..(DeviceName))")]
#[case::behind_a_field("host.part", "(DeviceName).part")]
#[case::longer_name("hostname and my_host", "hostname and my_host")]
#[case::call("host(1) and host (1)", "host(1) and host (1)")]
#[case::number("5host and 1d", "5host and 1d")]
#[case::comment_in_expression("noted == 1", "(A // B\n) == 1")]
#[case::open_string("'host", "'host")]
#[case::multi_byte("'é' == host", "'é' == (DeviceName)")]
fn field_names_are_replaced_outside_of_strings(#[case] when: &str, #[case] kql: &str) {
    let (rewritten, diagnostics) = aliases().rewrite(&Source::new("w", when));
    assert_eq!(rewritten.text(), kql);
    assert!(diagnostics.is_empty());
}

#[test]
fn a_rewritten_predicate_points_into_the_file() {
    let text = "suppressions:\n  - id: a\n    owner: o\n    reason: r\n    expires: 2027-01-01\n    when: |\n      process.user has 'é'\n      and host contians 'x'\n";
    let source = Source::new("suppressions.yaml", text);
    let (suppressions, _) = suppression::read(&source);
    let (kql, _) = aliases().rewrite(&suppressions[0].when);
    let shown = |word: &str| {
        let at = kql.text().find(word).expect("the word");
        let span = Span::new(at, at + word.len());
        let (outer, there) = kql.resolve(span);
        let place = kql.locate(span);
        (outer.slice(there).to_owned(), place.line, place.column)
    };
    assert_eq!(shown("contians"), ("contians".to_owned(), 8, 16));
    assert_eq!(shown("(strcat(A, \"\\\\\", B))"), ("process.user".to_owned(), 7, 7));
    assert_eq!(shown("(DeviceName)"), ("host".to_owned(), 8, 11));
    // A place inside of an expression is shown at the field's name.
    assert_eq!(shown("DeviceName"), ("h".to_owned(), 8, 11));
}

#[test]
fn a_dotted_name_that_is_no_field_is_reported() {
    let (_, diagnostics) =
        aliases().rewrite(&Source::new("w", "process.comand_line has 'x' and other.thing and process.zzzzzzzzzz"));
    let shown: Vec<_> = diagnostics.iter().map(|d| (d.code.0, place(d), help(d))).collect();
    assert_eq!(
        shown,
        [
            ("MU0442", (1, 1), "a similar field is `process.command_line`"),
            (
                "MU0442",
                (1, 49),
                "the fields in `pack.yaml` are `host`, `noted`, `process.command_line`, `process.user`"
            ),
        ]
    );
}

proptest! {
    #[test]
    fn a_rewrite_never_panics_and_keeps_the_order_of_places(text in "(host|process\\.user|'|\"|@|h|```|//|\n|\\.|\\(|\\\\| |\\PC){0,30}") {
        let when = Source::new("w", text);
        let (kql, _) = aliases().rewrite(&when);
        let mut last = 0;
        for (i, c) in kql.text().char_indices() {
            let (_, span) = kql.resolve(Span::new(i, i + c.len_utf8()));
            prop_assert!(span.start >= last);
            last = span.start;
        }
    }

    #[test]
    fn what_has_no_field_name_is_not_changed(text in "[ab'\"@h`/\n.(\\\\ é0-9_]{0,30}") {
        let when = Source::new("w", text.clone());
        let (kql, _) = aliases().rewrite(&when);
        prop_assert_eq!(kql.text(), text);
    }
}

#[test]
fn a_workspace_is_found_from_below() {
    let folder = folder(&[("muster.yaml", b"rulepacks: packs\ndefaults: {jobs: 2}\n"), ("packs/a/b/x", b"")]);
    let (found, diagnostics) = load_workspace(&folder.path().join("packs/a/b"));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let root = folder.path().canonicalize().expect("a path");
    let expected = Workspace { rulepacks: root.join("packs"), jobs: Some(2), ..Workspace::at(&root) };
    assert_eq!(found, Some(expected));
}

#[rstest]
#[case("rulepack: x\n", "MU0021", (1, 1), "a similar key is `rulepacks`")]
#[case("golden: [x]\n", "MU0020", (1, 9), "write a word or a text in quotes")]
#[case("defaults: {jobs: 0}\n", "MU0023", (1, 18), "write a number from 1 to 1024")]
#[case("defaults: {jbs: 1}\n", "MU0021", (1, 12), "a similar key is `jobs`")]
fn a_fault_of_a_workspace_is_reported(
    #[case] text: &str,
    #[case] code: &str,
    #[case] at: (usize, usize),
    #[case] remedy: &str,
) {
    let (_, diagnostics) = workspace::read(&Source::new("muster.yaml", text), Path::new("."));
    let d = &diagnostics[0];
    assert_eq!((d.code.0, place(d), help(d)), (code, at, remedy));
}

#[test]
fn no_workspace_is_reported() {
    let folder = folder(&[]);
    let (found, diagnostics) = load_workspace(folder.path());
    assert!(found.is_none());
    assert_eq!(diagnostics[0].code.0, "MU0450");
}
