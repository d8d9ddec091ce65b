//! What goes wrong with files.

use std::path::{Path, PathBuf};

use crate::codes::{BROKEN, REFUSED, UNKNOWN_FORMAT};
use muster_source::{Diagnostic, Severity};

/// A file that cannot be read or written.
#[derive(Debug)]
pub enum FileError {
    /// The operating system says no.
    Io {
        /// The file.
        path: PathBuf,
        /// What was tried: `read`, `write`.
        action: &'static str,
        /// Its answer.
        error: std::io::Error,
    },
    /// The file's own text is wrong, and where is known.
    Text(Vec<Diagnostic>),
    /// The file is not what its format says.
    Broken {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
    /// A name that says no known format.
    UnknownFormat {
        /// The file.
        path: PathBuf,
    },
}

impl FileError {
    pub(crate) fn io(path: &Path, action: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        move |error| Self::Io { path: path.to_owned(), action, error }
    }

    pub(crate) fn broken(path: &Path, message: impl std::fmt::Display) -> Self {
        Self::Broken { path: path.to_owned(), message: message.to_string() }
    }

    /// The error as complaints for people, each with what could be done.
    #[must_use]
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        let (code, help) = match &self {
            Self::Text(_) => (BROKEN, ""),
            Self::Io { .. } => (REFUSED, "check the path and its permissions"),
            Self::Broken { .. } => (BROKEN, "check that the file is complete and of the format that its name says"),
            Self::UnknownFormat { .. } => {
                (UNKNOWN_FORMAT, "rename the file: .ndjson, .jsonl, .json, .csv, .parquet or .arrow")
            }
        };
        match self {
            Self::Text(diagnostics) => diagnostics,
            other => vec![Diagnostic::bare(code, Severity::Error, other.to_string()).help(help)],
        }
    }
}

impl std::fmt::Display for FileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Io { path, action, error } => write!(f, "cannot {action} `{}`: {error}", path.display()),
            Self::Text(diagnostics) => {
                f.write_str(diagnostics.first().map_or("the text is wrong", |d| d.message.as_str()))
            }
            Self::Broken { path, message } => write!(f, "cannot read `{}`: {message}", path.display()),
            Self::UnknownFormat { path } => write!(f, "cannot tell the format of `{}`", path.display()),
        }
    }
}

impl std::error::Error for FileError {}
