//! Complaints and places as a stored record has them: without the texts that they point into.

use muster_source::{Diagnostic, Label, Note, Severity, Source, Span};
use serde::{Deserialize, Serialize};

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The file, as the user wrote it.
    pub file: String,
    /// Line, 1-based.
    pub line: usize,
    /// Column in characters, 1-based.
    pub column: usize,
}

impl Place {
    /// The place of the start of `span`, in the outermost file.
    #[must_use]
    pub fn of(source: &Source, span: Span) -> Self {
        let at = source.locate(span);
        Self { file: at.file, line: at.line, column: at.column }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// How bad a complaint is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth knowing; nothing fails.
    Info,
    /// Probably a mistake; nothing fails.
    Warning,
    /// Something fails.
    Error,
}

impl Level {
    /// The word in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl From<Severity> for Level {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Info => Self::Info,
            Severity::Warning => Self::Warning,
            Severity::Error => Self::Error,
        }
    }
}

/// A marked stretch of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Where it begins.
    #[serde(flatten)]
    pub start: Place,
    /// Line of its end, 1-based.
    pub end_line: usize,
    /// Column of its end, 1-based, one past the last character.
    pub end_column: usize,
    /// What this place is; may be empty.
    pub label: String,
}

impl From<&Label> for Mark {
    fn from(label: &Label) -> Self {
        // The end is found in the outermost file: past the end of an excerpt's line another line may begin there.
        let (source, span) = label.source.resolve(label.span);
        let end = source.locate(Span { start: span.end, end: span.end });
        Self { start: Place::of(&source, span), end_line: end.line, end_column: end.column, label: label.text.clone() }
    }
}

/// A replacement that would mend the fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// What is replaced.
    #[serde(flatten)]
    pub at: Mark,
    /// What is put there.
    pub text: String,
}

/// A complaint about a text, as data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiagnosticReport {
    /// Stable name of this kind of trouble.
    pub code: String,
    /// How bad it is.
    pub level: Level,
    /// What is wrong.
    pub message: String,
    /// Places, the primary one first.
    pub places: Vec<Mark>,
    /// Facts that help to understand.
    pub notes: Vec<String>,
    /// What could be written instead.
    pub help: Vec<String>,
    /// A mechanical repair.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fix: Option<Repair>,
}

impl DiagnosticReport {
    /// The primary place.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.places.first().map(|mark| &mark.start)
    }
}

impl From<&Diagnostic> for DiagnosticReport {
    fn from(diagnostic: &Diagnostic) -> Self {
        let mut notes = Vec::new();
        let mut help = Vec::new();
        for note in &diagnostic.notes {
            match note {
                Note::Note(text) => notes.push(text.clone()),
                Note::Help(text) => help.push(text.clone()),
            }
        }
        let fix = diagnostic.fix.as_ref().zip(diagnostic.labels.first()).map(|(edit, first)| {
            let label = Label { source: first.source.clone(), span: edit.span, text: String::new() };
            Repair { at: Mark::from(&label), text: edit.text.clone() }
        });
        Self {
            code: diagnostic.code.to_string(),
            level: diagnostic.severity.into(),
            message: diagnostic.message.clone(),
            places: diagnostic.labels.iter().map(Mark::from).collect(),
            notes,
            help,
            fix,
        }
    }
}

/// Diagnostics as a JSON array, one element each, with a line break at the end.
#[must_use]
pub fn diagnostics_json(diagnostics: &[Diagnostic]) -> String {
    let reports: Vec<DiagnosticReport> = diagnostics.iter().map(DiagnosticReport::from).collect();
    crate::render::json::pretty(&reports)
}

#[cfg(test)]
mod tests {
    use muster_source::{Code, Segment};

    use super::*;

    #[test]
    fn a_complaint_about_an_excerpt_names_the_file_around_it() {
        let outer = Source::new("rule.yaml", "query: |\n    T\n    | wher x\n");
        let inner =
            outer.excerpt("T\n| wher x\n", vec![Segment { inner: 0, outer: 13 }, Segment { inner: 2, outer: 19 }]);
        let diagnostic = Diagnostic::error(Code("KS176"), "unknown operator `wher`", &inner, Span::new(4, 8))
            .note("a fact")
            .help("a similar operator is `where`")
            .fix(Span::new(4, 8), "where");
        let report = DiagnosticReport::from(&diagnostic);
        let mark = &report.places[0];
        assert_eq!(mark.start.to_string(), "rule.yaml:3:7");
        assert_eq!((mark.end_line, mark.end_column), (3, 11));
        assert_eq!(report.fix.as_ref().map(|f| (f.at.start.column, f.text.as_str())), Some((7, "where")));
        let json = diagnostics_json(&[diagnostic]);
        let read: Vec<DiagnosticReport> = serde_json::from_str(&json).expect("what is written can be read");
        assert_eq!(read, [report]);
    }
}
