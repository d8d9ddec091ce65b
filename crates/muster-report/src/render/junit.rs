//! `JUnit` XML in nextest's dialect: a suite a rule, a test case a scenario. No times: a run has no clock.

use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};

use crate::difference::{Line, difference};
use crate::place::{DiagnosticReport, Level};
use crate::record::{CaseReport, Finding, RunRecord, Status};

pub(crate) fn render(record: &RunRecord) -> String {
    let mut report = Report::new("muster-run");
    for group in record.cases.chunk_by(|a, b| (&a.pack, &a.rule) == (&b.pack, &b.rule)) {
        let Some(first) = group.first() else { continue };
        let name = format!("{}/{}", first.pack, first.rule);
        let mut suite = TestSuite::new(name.as_str());
        for case in group {
            suite.add_test_case(test_case(case, &name));
        }
        report.add_test_suite(suite);
    }
    if !record.findings.is_empty() {
        let mut suite = TestSuite::new("findings");
        for finding in &record.findings {
            suite.add_test_case(finding_case(finding));
        }
        report.add_test_suite(suite);
    }
    let faults: Vec<&DiagnosticReport> = record.diagnostics.iter().filter(|d| d.level == Level::Error).collect();
    if !faults.is_empty() {
        // Cases of files that cannot be loaded are not there; without this suite nobody would miss them.
        let mut suite = TestSuite::new("files");
        for (number, fault) in faults.iter().enumerate() {
            suite.add_test_case(fault_case(fault, number + 1));
        }
        report.add_test_suite(suite);
    }
    // Writing into memory fails only for a broken model.
    report.to_string().unwrap_or_else(|e| unreachable!("a record is XML: {e}"))
}

fn test_case(case: &CaseReport, suite: &str) -> TestCase {
    let message = case.reasons.first().map(|r| r.message.as_str()).unwrap_or_default();
    let code = case.reasons.first().map(|r| r.code.as_str()).unwrap_or_default();
    let status = match case.status {
        Status::Passed | Status::KnownGap => TestCaseStatus::success(),
        Status::Skipped => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(message);
            status
        }
        Status::Failed | Status::Error => {
            let kind = if case.status == Status::Failed { NonSuccessKind::Failure } else { NonSuccessKind::Error };
            let mut status = TestCaseStatus::non_success(kind);
            status.set_message(message).set_type(code).set_description(description(case));
            status
        }
    };
    let mut test = TestCase::new(case.scenario.as_str(), status);
    test.set_classname(suite);
    if case.status == Status::KnownGap {
        test.add_property(Property::new("known-gap", message));
    }
    if let Some(place) = &case.rule_place {
        test.extra.insert("file".into(), place.file.as_str().into());
        test.extra.insert("line".into(), place.line.to_string().into());
    }
    test
}

/// All reasons and the difference, as a text.
fn description(case: &CaseReport) -> String {
    let mut lines: Vec<String> = Vec::new();
    for reason in &case.reasons {
        lines.push(format!("{} {}: {}", reason.code, reason.guard.word(), reason.message));
        if let Some(place) = &reason.place {
            lines.push(format!("  --> {place}"));
        }
        lines.extend(reason.remarks().map(|remark| format!("  {remark}")));
        if let Some(help) = &reason.help {
            lines.push(format!("  help: {help}"));
        }
    }
    if let Some(golden) = &case.golden {
        for line in difference(&golden.expected, &golden.actual) {
            lines.push(match line {
                Line::Same(count) => format!("  {count} as before"),
                Line::Removed(line) => format!("- {line}"),
                Line::Added(line) => format!("+ {line}"),
            });
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

fn complaint(diagnostic: &DiagnosticReport, kind: NonSuccessKind) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    let place = diagnostic.place().map(|p| format!("--> {p}\n")).unwrap_or_default();
    let description = format!("{}\n{place}{}", diagnostic.message, diagnostic.help.join("\n"));
    status.set_message(diagnostic.message.as_str()).set_type(diagnostic.code.as_str()).set_description(description);
    status
}

/// An error in a file. The number keeps names apart: one file may have several.
fn fault_case(diagnostic: &DiagnosticReport, number: usize) -> TestCase {
    let file = diagnostic.place().map_or("files", |place| place.file.as_str());
    let mut test = TestCase::new(format!("{} {number}", diagnostic.code), complaint(diagnostic, NonSuccessKind::Error));
    test.set_classname(file);
    test
}

fn finding_case(finding: &Finding) -> TestCase {
    let diagnostic = &finding.diagnostic;
    let status =
        if finding.is_failure() { complaint(diagnostic, NonSuccessKind::Failure) } else { TestCaseStatus::success() };
    let mut test = TestCase::new(format!("{} {}", diagnostic.code, finding.subject), status);
    test.set_classname(finding.pack.as_str());
    test
}
