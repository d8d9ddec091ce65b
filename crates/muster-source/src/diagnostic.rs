//! A complaint about a text, as a plain value.

use crate::{Source, Span};

/// A stable name of a kind of trouble: Microsoft's own (`KS142`) where their parser has one for the same fault, else
/// ours (`MU0201`, by floor: 0 source, 1 syntax, 2 binder, 3 engine, 4 rules, 5 simulator, 6 golden and runner).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// What there is to know about a code: an entry of the manual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeEntry {
    /// The code.
    pub code: Code,
    /// What it says, in a few words.
    pub title: &'static str,
    /// What it means and how it is mended.
    pub explanation: &'static str,
}

impl CodeEntry {
    /// An entry.
    #[must_use]
    pub const fn new(code: Code, title: &'static str, explanation: &'static str) -> Self {
        Self { code, title, explanation }
    }
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing fails.
    Info,
    /// Probably a mistake; nothing fails.
    Warning,
    /// The text cannot be used.
    Error,
}

/// A place and what it is.
#[derive(Debug, Clone)]
pub struct Label {
    /// The source that `span` points into.
    pub source: Source,
    /// Bytes of `source`.
    pub span: Span,
    /// What this place is, as a fragment; may be empty.
    pub text: String,
}

/// A remark under the places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// What could be written instead.
    Help(String),
    /// A fact that helps to understand.
    Note(String),
}

/// A replacement that would mend the fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Bytes to replace, in the source of the first label.
    pub span: Span,
    /// What to put there.
    pub text: String,
}

/// A complaint: what is wrong, where, and what could be done.
///
/// Wording: the message says what is wrong, in lower case without a full stop, names in backticks; notes say what
/// could be written instead. No second person.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Stable name of this kind of trouble.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, understandable on its own.
    pub message: String,
    /// Places; the first is the primary one. Empty only when the trouble has no text (a missing file).
    pub labels: Vec<Label>,
    /// Remarks.
    pub notes: Vec<Note>,
    /// A mechanical repair, if there is one.
    pub fix: Option<Edit>,
}

impl Diagnostic {
    /// An error at `span` of `source`.
    #[must_use]
    pub fn error(code: Code, message: impl Into<String>, source: &Source, span: Span) -> Self {
        Self::bare(code, Severity::Error, message).at(source, span, "")
    }

    /// A warning at `span` of `source`.
    #[must_use]
    pub fn warning(code: Code, message: impl Into<String>, source: &Source, span: Span) -> Self {
        Self::bare(code, Severity::Warning, message).at(source, span, "")
    }

    /// A complaint that has no text to point at, such as a file that is not there.
    #[must_use]
    pub fn bare(code: Code, severity: Severity, message: impl Into<String>) -> Self {
        Self { code, severity, message: message.into(), labels: Vec::new(), notes: Vec::new(), fix: None }
    }

    /// Adds a place; the first one added is the primary one.
    #[must_use]
    pub fn at(mut self, source: &Source, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { source: source.clone(), span, text: text.into() });
        self
    }

    /// Says what the primary place is.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.text = text.into();
        }
        self
    }

    /// Adds what could be written instead.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.notes.push(Note::Help(text.into()));
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(Note::Note(text.into()));
        self
    }

    /// Adds a mechanical repair in the source of the first label.
    #[must_use]
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Edit { span, text: text.into() });
        self
    }

    /// Whether this is an error.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Whether any of `diagnostics` is an error.
#[must_use]
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(Diagnostic::is_error)
}
