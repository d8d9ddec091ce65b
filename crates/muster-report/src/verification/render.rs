//! A verification for people, as JSON, and as `JUnit` XML.

use std::fmt::Write;

use anstyle::{AnsiColor, Style as Ansi};
use muster_source::Style;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::{ExpectedAlert, SeenAlert, Verification};
use crate::render::json::pretty;

/// A format of a verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerificationFormat {
    /// A table for people.
    Human,
    /// The record itself.
    Json,
    /// `JUnit` XML: a suite a rule, a test case an expected or unexpected alert.
    Junit,
}

/// Renders a verification, with a line break at the end. Only [`VerificationFormat::Human`] has colors.
#[must_use]
pub fn render_verification(verification: &Verification, format: VerificationFormat, style: Style) -> String {
    match format {
        VerificationFormat::Human => human(verification, style == Style::Colored),
        VerificationFormat::Json => pretty(verification),
        VerificationFormat::Junit => junit(verification),
    }
}

/// One line of the table.
struct Line {
    color: AnsiColor,
    cells: [String; 4],
    remarks: Vec<String>,
}

fn human(verification: &Verification, colored: bool) -> String {
    let paint = |color: AnsiColor, text: &str| {
        let style = Ansi::new().fg_color(Some(color.into()));
        if colored { format!("{}{text}{}", style.render(), style.render_reset()) } else { text.to_owned() }
    };
    let mut text = String::new();
    // Exports are written by others; none may speak to the terminal.
    let printable = |text: &str| text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect::<String>();
    let mut section = |title: &str, mut lines: Vec<Line>| {
        for line in &mut lines {
            line.cells.iter_mut().chain(&mut line.remarks).for_each(|text| *text = printable(text));
        }
        if lines.is_empty() {
            return;
        }
        let width = |i: usize| lines.iter().map(|l| l.cells[i].chars().count()).max().unwrap_or(0);
        let (first, second, third) = (width(0), width(1), width(2));
        text.push_str(title);
        text.push('\n');
        for Line { color, cells: [status, about, time, alerts], remarks } in lines {
            let status = paint(color, &format!("{status:first$}"));
            let line = format!("  {status}  {about:second$}  {time:third$}  {alerts}");
            text.push_str(line.trim_end());
            text.push('\n');
            for remark in remarks {
                let _ = writeln!(text, "    {remark}");
            }
        }
        text.push('\n');
    };
    for rule in &verification.rules {
        let lines = rule.expected.iter().map(expected).chain(rule.unexpected.iter().map(unexpected));
        section(&format!("{} / {}", rule.pack, rule.rule), lines.collect());
    }
    section("other rules", verification.unexpected.iter().map(unexpected).collect());
    let seen = verification.expected() - verification.missed();
    let mut counts =
        format!("{seen} seen, {} missed, {} unexpected", verification.missed(), verification.unexpected_alerts());
    if verification.unrelated > 0 {
        let (noun, verb) = if verification.unrelated == 1 { ("alert", "is") } else { ("alerts", "are") };
        let _ = write!(counts, "; {} {noun} {verb} about other things", verification.unrelated);
    }
    let color = if verification.is_good() { AnsiColor::Green } else { AnsiColor::Red };
    text.push_str(&paint(color, &counts));
    text.push('\n');
    text
}

fn expected(alert: &ExpectedAlert) -> Line {
    let alerts = match alert.seen.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [one, rest @ ..] => format!("{one} and {} more", rest.len()),
    };
    let missed = alert.seen.is_empty();
    let mut remarks = Vec::new();
    if alert.by_intent_alone {
        remarks.push("the scenario expects it, and the rule raises nothing of it here either".to_owned());
    }
    Line {
        color: if missed { AnsiColor::Red } else { AnsiColor::Green },
        cells: [if missed { "missed" } else { "seen" }.to_owned(), alert.about(), alert.time(), alerts],
        remarks,
    }
}

fn unexpected(alert: &SeenAlert) -> Line {
    let time = alert.time.split('.').next().filter(|t| !t.is_empty()).map(|t| format!("{t}Z")).unwrap_or_default();
    Line {
        color: AnsiColor::Red,
        cells: ["unexpected".to_owned(), alert.about.clone(), time, alert.id.clone()],
        remarks: vec![format!("`{}`: {}", alert.title, alert.reason), format!("--> {}", alert.place)],
    }
}

fn junit(verification: &Verification) -> String {
    let mut report = Report::new("muster-verify");
    let failed = |code: &str, message: &str| {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(message).set_type(code);
        status
    };
    let unexpected = |alert: &SeenAlert, suite: &str| {
        let message = format!("{}: {}", alert.about, alert.reason);
        let mut test = TestCase::new(format!("unexpected: {}", alert.id), failed("MU0651", &message));
        test.set_classname(suite);
        test.extra.insert("file".into(), alert.place.file.as_str().into());
        test.extra.insert("line".into(), alert.place.line.to_string().into());
        test
    };
    for rule in &verification.rules {
        let name = format!("{}/{}", rule.pack, rule.rule);
        let mut suite = TestSuite::new(name.as_str());
        for alert in &rule.expected {
            let about = alert.about();
            let status = if alert.seen.is_empty() {
                failed("MU0650", &format!("no alert about {about}, {}", alert.time()))
            } else {
                TestCaseStatus::success()
            };
            let mut test = TestCase::new(format!("{about}, {}", alert.first), status);
            test.set_classname(name.as_str());
            suite.add_test_case(test);
        }
        for alert in &rule.unexpected {
            suite.add_test_case(unexpected(alert, &name));
        }
        report.add_test_suite(suite);
    }
    if !verification.unexpected.is_empty() {
        let mut suite = TestSuite::new("other rules");
        for alert in &verification.unexpected {
            suite.add_test_case(unexpected(alert, "other rules"));
        }
        report.add_test_suite(suite);
    }
    // Writing into memory fails only for a broken model.
    report.to_string().unwrap_or_else(|e| unreachable!("a record is XML: {e}"))
}
