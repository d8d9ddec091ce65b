//! The journal: what was sent, written so that a replay can be taken up after a cut at any moment.
//!
//! One JSON object a line: first what replay it is, then for each batch a line before it is sent and a line after the sink
//! took it. Each line is on the disk before the next thing happens. A last line without a line break was cut while it was
//! written and counts as not written.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use muster_source::{Diagnostic, Severity, Source, Span};
use serde_json::{Map, Value as Json, json};

use crate::batch::{Batch, Lanes, Resume};
use crate::codes::{FILE, JOURNAL, OTHER_REPLAY};

/// The version of the journal's form.
const VERSION: u64 = 1;
/// The key that a journal begins with.
const MARK: &str = "muster-replay";

/// A journal that is written.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
}

/// What a journal says.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    path: PathBuf,
    /// What replay it is of.
    pub replay: Map<String, Json>,
    /// Batches that were taken, in their order.
    pub sent: Vec<SentBatch>,
    /// A batch that was sent and of which nobody knows whether it was taken.
    pub pending: Option<SentBatch>,
    /// Bytes that are whole lines.
    end: u64,
}

/// A batch as the journal knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentBatch {
    /// Its number.
    pub number: u64,
    /// Its id.
    pub id: String,
    /// Its table.
    pub table: String,
    /// How many events.
    pub events: usize,
    /// Bytes of its body.
    pub bytes: u64,
    /// Where it begins in a file.
    pub at: Option<u64>,
}

impl Record {
    /// Reads a journal; none if there is no file or nothing whole in it.
    ///
    /// # Errors
    /// A file that cannot be read, or that is no journal, with the place.
    pub fn read(path: &Path) -> Result<Option<Self>, Diagnostic> {
        let mut bytes = Vec::new();
        match File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(refused(path, "read", &error)),
        }
        let end = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let name = path.display().to_string();
        // What is cut in its first line would be written anew, and that must not be somebody else's file.
        let mark = format!("{{\"{MARK}\":").into_bytes();
        if end == 0 && !bytes.starts_with(&mark) && !mark.starts_with(&bytes) {
            let source = Source::new(name, String::from_utf8_lossy(&bytes).into_owned());
            return Err(broken(&source, Span::new(0, 0), "the file is no journal of a replay"));
        }
        let text = std::str::from_utf8(&bytes[..end]).map_err(|error| {
            let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
            let source = Source::new(name.as_str(), before.as_str());
            broken(&source, Span::new(before.len(), before.len()), "the journal is not UTF-8")
        })?;
        let source = Source::new(name, text);
        let mut record = None;
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let trimmed = line.trim_end();
            let span = Span::new(start, start + trimmed.len());
            let object = match serde_json::from_str::<Map<String, Json>>(trimmed) {
                Ok(object) => object,
                Err(error) => {
                    let at = start + error.column().saturating_sub(1).min(trimmed.len());
                    return Err(broken(&source, Span::new(at, at), "a line of the journal is no JSON object"));
                }
            };
            match &mut record {
                None => record = Some(Self::begin(path, object, &source, span)?),
                Some(record) => record.line(&object, &source, span)?,
            }
            start += line.len();
        }
        Ok(record.map(|record| Self { end: end as u64, ..record }))
    }

    fn begin(path: &Path, mut object: Map<String, Json>, source: &Source, span: Span) -> Result<Self, Diagnostic> {
        match object.shift_remove(MARK).and_then(|version| version.as_u64()) {
            Some(VERSION) => {
                Ok(Self { path: path.to_owned(), replay: object, sent: Vec::new(), pending: None, end: 0 })
            }
            Some(other) => {
                Err(broken(source, span, &format!("the journal is of form {other}, and this muster reads {VERSION}")))
            }
            None => Err(broken(source, span, "the file is no journal of a replay")),
        }
    }

    fn line(&mut self, object: &Map<String, Json>, source: &Source, span: Span) -> Result<(), Diagnostic> {
        let text = |key: &str| object.get(key).and_then(Json::as_str).map(str::to_owned);
        let number = |key: &str| object.get(key).and_then(Json::as_u64);
        let next = self.sent.len() as u64 + 1;
        if let Some(sent) = number("sent") {
            let Some(batch) = self.pending.take().filter(|b| b.number == sent && text("id").as_ref() == Some(&b.id))
            else {
                return Err(broken(source, span, &format!("batch {sent} is said to be taken and was not sent")));
            };
            self.sent.push(batch);
            return Ok(());
        }
        let batch = number("sending").zip(text("id")).zip(text("table")).zip(number("events")).zip(number("bytes"));
        let Some(((((number_, id), table), events), bytes)) = batch else {
            return Err(broken(source, span, "the line neither says `sending` nor `sent`"));
        };
        if number_ != next {
            return Err(broken(source, span, &format!("batch {number_} is sent where batch {next} is due")));
        }
        let events = usize::try_from(events).unwrap_or(usize::MAX);
        self.pending = Some(SentBatch { number: number_, id, table, events, bytes, at: number("at") });
        Ok(())
    }

    /// How far the replay shifts times, in ticks.
    #[must_use]
    pub fn shift(&self) -> Option<i64> {
        self.replay.get("shift").and_then(Json::as_i64)
    }

    /// The seed that the telemetry was made with.
    #[must_use]
    pub fn seed(&self) -> Option<u64> {
        self.replay.get("seed").and_then(Json::as_u64)
    }

    /// Whether the journal is of the replay that `replay` tells of.
    ///
    /// # Errors
    /// What the first difference is.
    pub fn check(&self, replay: &Map<String, Json>) -> Result<(), Diagnostic> {
        let keys = self.replay.keys().chain(replay.keys().filter(|k| !self.replay.contains_key(*k)));
        for key in keys {
            let (was, is) = (self.replay.get(key), replay.get(key));
            if was == is {
                continue;
            }
            let shown = |value: Option<&Json>| value.map_or_else(|| "nothing".to_owned(), |v| format!("`{v}`"));
            let message = if key == "story" {
                format!("the journal `{}` is of other telemetry", self.path.display())
            } else {
                let (was, is) = (shown(was), shown(is));
                format!(
                    "the journal `{}` is of another replay: its `{key}` is {was}, and here it is {is}",
                    self.path.display()
                )
            };
            let help = if key == "story" {
                "the scenario, its behaviors or muster changed since; name a new journal to start over"
            } else {
                "use the same arguments as before, or name a new journal to start over"
            };
            return Err(Diagnostic::bare(OTHER_REPLAY, Severity::Error, message).help(help));
        }
        Ok(())
    }

    /// Where the replay goes on.
    #[must_use]
    pub fn resume(&self, lanes: Lanes) -> Resume {
        let mut resume = Resume::default();
        for batch in &self.sent {
            let lane = match lanes {
                Lanes::One => String::new(),
                Lanes::PerTable => batch.table.clone(),
            };
            resume.batches += 1;
            *resume.events.entry(lane).or_default() += batch.events;
        }
        resume
    }

    /// How many bytes of a file are written for good.
    #[must_use]
    pub fn file_end(&self) -> u64 {
        self.sent.last().map_or(0, |batch| batch.at.unwrap_or(0) + batch.bytes)
    }
}

impl Journal {
    /// Begins a journal, or goes on with `record`.
    ///
    /// # Errors
    /// The operating system's, or another replay that has the journal open.
    pub fn open(path: &Path, replay: &Map<String, Json>, record: Option<&Record>) -> Result<Self, Diagnostic> {
        let failed = |error: std::io::Error| refused(path, "write", &error);
        let file = OpenOptions::new().append(true).create(true).open(path).map_err(failed)?;
        if file.try_lock().is_err() {
            let message = format!("the journal `{}` is in use", path.display());
            return Err(Diagnostic::bare(FILE, Severity::Error, message)
                .help("wait for the other replay, or name another journal"));
        }
        file.set_len(record.map_or(0, |r| r.end)).map_err(failed)?;
        let mut journal = Self { path: path.to_owned(), file };
        if record.is_none() {
            let mut first = Map::new();
            first.insert(MARK.to_owned(), VERSION.into());
            first.extend(replay.clone());
            journal.write(&Json::Object(first))?;
            // The name must last as well as the content. Not every system lets a folder be opened.
            let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(journal)
    }

    /// Says that a batch is about to be sent; `at` is where it begins in a file.
    pub(crate) fn sending(&mut self, batch: &Batch, at: Option<u64>) -> Result<(), Diagnostic> {
        let mut line = json!({
            "sending": batch.number, "id": batch.id, "table": batch.table, "events": batch.events, "bytes": batch.body.len(),
        });
        if let Some(at) = at {
            line["at"] = at.into();
        }
        self.write(&line)
    }

    /// Says that a batch was taken.
    pub(crate) fn sent(&mut self, batch: &Batch) -> Result<(), Diagnostic> {
        self.write(&json!({"sent": batch.number, "id": batch.id}))
    }

    fn write(&mut self, line: &Json) -> Result<(), Diagnostic> {
        let written = self.file.write_all(format!("{line}\n").as_bytes()).and_then(|()| self.file.sync_data());
        written.map_err(|error| refused(&self.path, "write", &error))
    }
}

fn broken(source: &Source, span: Span, message: &str) -> Diagnostic {
    Diagnostic::error(JOURNAL, message, source, span).help("name a new journal to start over; what was sent stays sent")
}

fn refused(path: &Path, action: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::bare(FILE, Severity::Error, format!("cannot {action} the journal `{}`: {error}", path.display()))
        .help("name a file in a folder that can be written to")
}
