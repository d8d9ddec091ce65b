//! One record in each format.

use muster_report::{
    CaseReport, Conclusion, Delay, Detail, DiagnosticReport, Event, EvidenceCounts, Finding, Format, GoldenDifference,
    Guard, LeftOut, Level, Loss, Mark, Place, Reason, Remark, RowCounts, RuleReport, RunRecord, Score, Status, render,
};
use muster_source::{Code, Diagnostic, Source, Span, Style};
use rstest::rstest;

fn place(file: &str, line: usize) -> Place {
    Place { file: file.to_owned(), line, column: 3 }
}

fn case(rule: &str, scenario: &str, status: Status) -> CaseReport {
    CaseReport {
        pack: "pdq".to_owned(),
        rule: rule.to_owned(),
        scenario: scenario.to_owned(),
        status,
        reasons: Vec::new(),
        rule_place: Some(place(&format!("rulepacks/pdq/rules/{rule}.yaml"), 2)),
        scenario_place: Some(place(&format!("scenarios/pdq/{scenario}.yaml"), 1)),
        rows: RowCounts::default(),
        evidence: EvidenceCounts::default(),
        score: Score::default(),
        losses: Vec::new(),
        golden: None,
    }
}

fn reason(code: &str, guard: Guard, message: &str) -> Reason {
    Reason { code: code.to_owned(), guard, message: message.to_owned(), help: None, place: None, notes: Vec::new() }
}

fn record() -> RunRecord {
    let failed = CaseReport {
        reasons: vec![
            Reason {
                help: Some("review it with `muster golden diff`".to_owned()),
                ..reason("MU0610", Guard::Golden, "the outcome differs from the golden file")
            },
            Reason {
                place: Some(place("scenarios/pdq/lure.yaml", 40)),
                notes: vec![Remark {
                    text: "its event is lost by `where FileName =~ \"agent.exe\"`".to_owned(),
                    place: Some(place("rulepacks/pdq/rules/create.yaml", 12)),
                }],
                ..reason("MU0620", Guard::Intent, "step `agent` is not detected")
            },
        ],
        rows: RowCounts { raised: 2, detected: 0, narrowed: 1, suppressed: 1 },
        evidence: EvidenceCounts { malicious: 1, benign: 0, noise: 2 },
        score: Score {
            true_positives: 1,
            false_positives: 0,
            expected_steps: vec!["agent".to_owned(), "lure".to_owned()],
            missed_steps: vec!["agent".to_owned()],
            delays: vec![Delay { step: "lure".to_owned(), ticks: 450_000_000 }],
        },
        losses: vec![Loss {
            step: Some("agent".to_owned()),
            verdict: "malicious".to_owned(),
            events: 1,
            by: vec!["scheduled-job".to_owned()],
            alone: vec!["scheduled-job".to_owned()],
            with_row: false,
        }],
        golden: Some(GoldenDifference {
            file: "golden/pdq/create/lure.jsonl".to_owned(),
            pending: Some("golden/pdq/create/lure.jsonl.new".to_owned()),
            expected: vec![
                r#"{"outcome":"detected","row":{"DeviceName":"ws-07","Count":2},"evidence":{"malicious":2,"benign":0,"noise":0},"by":[]}"#.to_owned(),
                r#"{"outcome":"detected","row":{"DeviceName":"ws-09","Count":1},"evidence":{"malicious":1,"benign":0,"noise":0},"by":[]}"#.to_owned(),
            ],
            actual: vec![
                r#"{"outcome":"narrowed","row":{"DeviceName":"ws-07","Count":1},"evidence":{"malicious":1,"benign":0,"noise":0},"by":["scheduled-job"]}"#.to_owned(),
                r#"{"outcome":"detected","row":{"DeviceName":"ws-09","Count":1},"evidence":{"malicious":1,"benign":0,"noise":0},"by":[]}"#.to_owned(),
            ],
        }),
        ..case("create", "lure", Status::Failed)
    };
    let gap = CaseReport {
        reasons: vec![reason(
            "MU0630",
            Guard::Intent,
            "step `beacon` is missed until 2027-01-31: no network table yet",
        )],
        ..case("create", "beacon", Status::KnownGap)
    };
    let skipped = CaseReport {
        reasons: vec![reason("MU0631", Guard::Intent, "skipped until 2027-01-31: needs a watchlist")],
        ..case("create", "watch", Status::Skipped)
    };
    let not_run = |scenario| CaseReport {
        reasons: vec![reason("MU0603", Guard::Run, "table `DeviceNetworkEvents` was not provided")],
        ..case("network", scenario, Status::Error)
    };
    let source = Source::new("rulepacks/pdq/rules/network.yaml", "query: |\n  DeviceNetworkEvents | wher x\n");
    let diagnostic = Diagnostic::warning(Code("MU0408"), "tabs, in the indentation: 100%", &source, Span::new(9, 12))
        .help("indent with spaces");
    let finding = Finding {
        pack: "pdq".to_owned(),
        subject: "old-exclusion".to_owned(),
        diagnostic: DiagnosticReport {
            code: "MU0641".to_owned(),
            level: Level::Error,
            message: "suppression `old-exclusion` matched no event in the whole suite".to_owned(),
            places: vec![Mark {
                start: place("rulepacks/pdq/suppressions.yaml", 4),
                end_line: 4,
                end_column: 16,
                label: String::new(),
            }],
            notes: Vec::new(),
            help: vec!["remove it, or add a scenario that it is for".to_owned()],
            fix: None,
        },
    };
    let rules = vec![RuleReport {
        pack: "pdq".to_owned(),
        rule: "create".to_owned(),
        cases: 5,
        fired: 1,
        true_positives: 1,
        false_positives: 2,
        expected_steps: 2,
        missed_steps: 1,
    }];
    let broken = Source::new("rulepacks/pdq/rules/broken.yaml", "query: [\n");
    let error = Diagnostic::error(Code("MU0020"), "a list is not closed", &broken, Span::new(7, 8)).help("add a `]`");
    let mut record = RunRecord::default();
    record.fold(&Event::Diagnostic(diagnostic));
    record.fold(&Event::Diagnostic(error));
    record.fold(&Event::LeftOut(LeftOut { rules: 1, scenarios: 0, files: 2 }));
    record.fold(&Event::RunStarted { rules: 2, scenarios: 5, cases: 8 });
    for case in [
        failed,
        case("create", "office", Status::Passed),
        case("create", "patches", Status::Passed),
        gap,
        skipped,
        not_run("lure"),
        not_run("office"),
    ] {
        record.fold(&Event::CaseFinished(Box::new(case)));
    }
    record.fold(&Event::Finding(finding));
    record.fold(&Event::RunFinished { conclusion: Conclusion::Failed, rules });
    record
}

#[rstest]
#[case::human(Format::Human, Style::Plain, Detail::Brief, "human")]
#[case::verbose(Format::Human, Style::Plain, Detail::Full, "verbose")]
#[case::colored(Format::Human, Style::Colored, Detail::Brief, "colored")]
#[case::json(Format::Json, Style::Plain, Detail::Brief, "json")]
#[case::junit(Format::Junit, Style::Plain, Detail::Brief, "junit")]
#[case::github(Format::Github, Style::Plain, Detail::Brief, "github")]
fn a_record_has_these_bytes(#[case] format: Format, #[case] style: Style, #[case] detail: Detail, #[case] name: &str) {
    insta::assert_snapshot!(name, render(&record(), format, style, detail));
}

#[test]
fn a_stored_record_renders_as_the_run_did() {
    let record = record();
    let stored = render(&record, Format::Json, Style::Plain, Detail::Brief);
    let read: RunRecord = serde_json::from_str(&stored).expect("what is written can be read");
    assert_eq!(read, record);
}

#[test]
fn rules_of_a_large_pack_that_passed_are_one_line() {
    let mut record = RunRecord::default();
    let rules: Vec<String> = (0..30).map(|number| format!("tool-{number:02}")).collect();
    for rule in &rules {
        for scenario in ["office", "tools-run"] {
            record.fold(&Event::CaseFinished(Box::new(case(rule, scenario, Status::Passed))));
        }
    }
    let failed = CaseReport {
        reasons: vec![reason("MU0610", Guard::Golden, "the outcome differs from the golden file")],
        ..case("tool-00", "near-misses", Status::Failed)
    };
    record.fold(&Event::CaseFinished(Box::new(failed)));
    let brief = render(&record, Format::Human, Style::Plain, Detail::Brief);
    assert!(brief.contains("pdq\n  passed     29 rules"), "{brief}");
    assert!(brief.contains("58 cases") && brief.contains("pdq / tool-00") && !brief.contains("tool-01"), "{brief}");
    let full = render(&record, Format::Human, Style::Plain, Detail::Full);
    assert!(rules.iter().all(|rule| full.contains(rule)), "{full}");
}

#[test]
fn names_cannot_speak_to_the_terminal() {
    let mut record = RunRecord::default();
    let hostile = CaseReport {
        reasons: vec![reason("MU0610", Guard::Golden, "\u{1b}]0;owned\u{7}")],
        ..case("create", "\u{1b}[2J", Status::Failed)
    };
    record.fold(&Event::CaseFinished(Box::new(hostile)));
    assert!(!render(&record, Format::Human, Style::Plain, Detail::Brief).contains('\u{1b}'));
    let xml = render(&record, Format::Junit, Style::Plain, Detail::Brief);
    assert!(!xml.contains('\u{1b}'), "{xml}");
}

#[test]
fn the_formats_have_names() {
    for format in Format::ALL {
        assert_eq!(Format::from_name(format.name()), Some(format));
    }
    assert_eq!(Format::from_name("xml"), None);
}

#[rstest]
#[case(Conclusion::Passed, 0)]
#[case(Conclusion::Failed, 1)]
#[case(Conclusion::Misconfigured, 2)]
#[case(Conclusion::Unloadable, 3)]
#[case(Conclusion::NothingSelected, 4)]
fn a_conclusion_is_an_exit_code(#[case] conclusion: Conclusion, #[case] code: u8) {
    assert_eq!(conclusion.exit_code(), code);
}
