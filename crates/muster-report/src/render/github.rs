//! Annotations of GitHub Actions: one workflow command a line.

use crate::difference::{Line, difference};
use crate::place::{DiagnosticReport, Level, Place};
use crate::record::{CaseReport, RunRecord, Status};

/// Lines of a difference in one annotation; the page cuts long ones anyway.
const SHOWN_LINES: usize = 20;

pub(crate) fn render(record: &RunRecord) -> String {
    let mut out = String::new();
    for diagnostic in &record.diagnostics {
        complaint(diagnostic, &mut out);
    }
    for case in &record.cases {
        let command = match case.status {
            Status::Failed | Status::Error => "error",
            Status::KnownGap => "notice",
            Status::Passed | Status::Skipped => continue,
        };
        let place = case.reasons.iter().find_map(|r| r.place.as_ref()).or(case.rule_place.as_ref());
        let title = format!("{} × {}: {}", case.rule, case.scenario, case.status.word());
        annotation(command, place, &title, &message(case), &mut out);
    }
    for finding in &record.findings {
        complaint(&finding.diagnostic, &mut out);
    }
    out
}

fn message(case: &CaseReport) -> String {
    let mut lines: Vec<String> = Vec::new();
    for reason in &case.reasons {
        lines.push(format!("{} {}: {}", reason.code, reason.guard.word(), reason.message));
        lines.extend(reason.remarks());
        lines.extend(reason.help.iter().map(|help| format!("help: {help}")));
    }
    if let Some(golden) = &case.golden {
        let changes = difference(&golden.expected, &golden.actual);
        lines.extend(changes.iter().take(SHOWN_LINES).filter_map(|line| match line {
            Line::Same(_) => None,
            Line::Removed(text) => Some(format!("- {text}")),
            Line::Added(text) => Some(format!("+ {text}")),
        }));
    }
    lines.join("\n")
}

fn complaint(diagnostic: &DiagnosticReport, out: &mut String) {
    let command = match diagnostic.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "notice",
    };
    let mut lines = vec![diagnostic.message.clone()];
    lines.extend(diagnostic.notes.iter().map(|note| format!("note: {note}")));
    lines.extend(diagnostic.help.iter().map(|help| format!("help: {help}")));
    annotation(command, diagnostic.place(), &diagnostic.code, &lines.join("\n"), out);
}

fn annotation(command: &str, place: Option<&Place>, title: &str, message: &str, out: &mut String) {
    let mut properties = Vec::new();
    if let Some(place) = place {
        properties.push(format!("file={}", property(&place.file)));
        properties.push(format!("line={}", place.line));
        properties.push(format!("col={}", place.column));
    }
    properties.push(format!("title={}", property(title)));
    let line = format!("::{command} {}::{}\n", properties.join(","), data(message));
    out.push_str(&line);
}

/// A message: percent first, or the others would be escaped twice.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_is_escaped() {
        let mut out = String::new();
        let place = Place { file: "a,b:c.yaml".to_owned(), line: 1, column: 2 };
        annotation("error", Some(&place), "t", "100%\n::error::x", &mut out);
        assert_eq!(out, "::error file=a%2Cb%3Ac.yaml,line=1,col=2,title=t::100%25%0A::error::x\n");
    }
}
