//! Where batches go: a stream, or a file that can be cut back.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use muster_source::{Diagnostic, Severity};

use crate::batch::Batch;
use crate::codes::{FILE, OTHER_REPLAY};

/// Something that takes batches.
pub trait Outlet {
    /// Takes a batch whole, or says why not.
    ///
    /// # Errors
    /// Whether it may be tried again, and why it failed.
    fn put(&mut self, batch: &Batch) -> Result<(), Trouble>;

    /// Where the next batch begins, in bytes, if the outlet can be cut back to there.
    fn position(&self) -> Option<u64> {
        None
    }
}

/// Why a batch was not taken.
#[derive(Debug)]
pub enum Trouble {
    /// It may be taken the next time.
    Again {
        /// What happened.
        reason: String,
        /// What the server says about when, as it says it.
        retry_after: Option<String>,
    },
    /// It will not be taken.
    Final(Diagnostic),
    /// Nobody reads any more, and that is no fault.
    Closed,
}

/// A stream or a file.
pub struct Stream {
    to: To,
}

enum To {
    Pipe(Box<dyn Write>),
    File { file: File, path: PathBuf, at: u64 },
}

impl Stream {
    /// A stream, such as stdout.
    #[must_use]
    pub fn pipe(out: Box<dyn Write>) -> Self {
        Self { to: To::Pipe(out) }
    }

    /// A file, cut back to its first `at` bytes: 0 for a new one.
    ///
    /// # Errors
    /// The operating system's, or a file that does not have so many bytes.
    pub fn file(path: &Path, at: u64) -> Result<Self, Diagnostic> {
        let refused = |error: std::io::Error| refused(path, &error);
        let mut file = OpenOptions::new().write(true).create(true).truncate(false).open(path).map_err(refused)?;
        let length = file.metadata().map_err(refused)?.len();
        if length < at {
            let message = format!("`{}` has {length} bytes, and by the journal {at} were written", path.display());
            return Err(Diagnostic::bare(OTHER_REPLAY, Severity::Error, message)
                .help("remove the file and the journal, and replay from the start"));
        }
        file.set_len(at).and_then(|()| file.seek(SeekFrom::Start(at))).map_err(refused)?;
        Ok(Self { to: To::File { file, path: path.to_owned(), at } })
    }
}

fn refused(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::bare(FILE, Severity::Error, format!("cannot write `{}`: {error}", path.display()))
        .help("name a file in a folder that can be written to")
}

impl Outlet for Stream {
    fn put(&mut self, batch: &Batch) -> Result<(), Trouble> {
        match &mut self.to {
            To::Pipe(out) => out.write_all(&batch.body).and_then(|()| out.flush()).map_err(|error| {
                if error.kind() == ErrorKind::BrokenPipe {
                    return Trouble::Closed;
                }
                let message = format!("cannot write to stdout: {error}");
                Trouble::Final(
                    Diagnostic::bare(FILE, Severity::Error, message).help("check what stdout is connected to"),
                )
            }),
            To::File { file, path, at } => {
                let written = file.write_all(&batch.body).and_then(|()| file.sync_data());
                written.map_err(|error| Trouble::Final(refused(path, &error)))?;
                *at += batch.body.len() as u64;
                Ok(())
            }
        }
    }

    fn position(&self) -> Option<u64> {
        match &self.to {
            To::Pipe(_) => None,
            To::File { at, .. } => Some(*at),
        }
    }
}

impl std::fmt::Debug for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.to {
            To::Pipe(_) => f.write_str("Stream(pipe)"),
            To::File { path, at, .. } => write!(f, "Stream({} at {at})", path.display()),
        }
    }
}
