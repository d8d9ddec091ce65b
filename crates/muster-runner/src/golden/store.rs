//! Golden files in folders: the one place of this crate that writes.
//!
//! A run leaves *pending* files (`<scenario>.jsonl.new`) where the outcome is another than the golden file's; accepting
//! one renames it over the golden file, so that a golden file is there whole or not at all. An empty pending file says
//! that the rule is silent now: accepting it removes the golden file.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use muster_files::{Written, write_whole};
use muster_source::{Diagnostic, Severity, Source};
use walkdir::WalkDir;

use crate::address::{Address, is_file_name};
use crate::codes::{ADDRESS, BROKEN_GOLDEN, GOLDEN_FILE};
use crate::golden::read_lines;

/// Longest golden file, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// A golden file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Golden {
    /// Its lines; empty if there is no file.
    pub lines: Vec<String>,
    /// Whether there is a file.
    pub exists: bool,
}

/// A pending file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pending {
    /// The case.
    pub address: Address,
    /// The golden file that it would become.
    pub golden: PathBuf,
    /// The pending file.
    pub new: PathBuf,
}

impl Pending {
    /// The lines of the golden file and those of the pending file.
    ///
    /// # Errors
    /// A file that cannot be read or is broken.
    pub fn lines(&self) -> Result<(Vec<String>, Vec<String>), Vec<Diagnostic>> {
        Ok((load(&self.golden)?.lines, load(&self.new)?.lines))
    }
}

fn fault(path: &Path, action: &str, error: &dyn std::fmt::Display) -> Diagnostic {
    let message = format!("cannot {action} `{}`: {error}", path.display());
    Diagnostic::bare(GOLDEN_FILE, Severity::Error, message).help("check the path and its permissions")
}

/// Reads a golden or a pending file; one that is not there has no lines.
///
/// # Errors
/// A file that cannot be read or is broken.
pub fn load(path: &Path) -> Result<Golden, Vec<Diagnostic>> {
    let size = match fs::metadata(path) {
        Ok(metadata) => metadata.len(),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Golden::default()),
        Err(error) => return Err(vec![fault(path, "read", &error)]),
    };
    if size > MAX_BYTES {
        let message = format!("`{}` has {size} bytes, and {MAX_BYTES} are the limit", path.display());
        return Err(vec![Diagnostic::bare(BROKEN_GOLDEN, Severity::Error, message)]);
    }
    let bytes = fs::read(path).map_err(|error| vec![fault(path, "read", &error)])?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let message = format!("`{}` is not UTF-8 at byte {at}", path.display());
        vec![Diagnostic::bare(BROKEN_GOLDEN, Severity::Error, message).help("restore the file")]
    })?;
    let lines = read_lines(&Source::new(path.display().to_string(), text))?;
    Ok(Golden { lines, exists: true })
}

fn write(path: &Path, lines: &[String]) -> Result<(), Diagnostic> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| fault(folder, "create", &error))?;
    }
    let written = write_whole(path, |out| {
        for line in lines {
            out.write_all(line.as_bytes())?;
            out.write_all(b"\n")?;
        }
        Ok(Written { rows: lines.len() })
    });
    written.map(|_| ()).map_err(|error| {
        Diagnostic::bare(GOLDEN_FILE, Severity::Error, error.to_string()).help("check the path and its permissions")
    })
}

/// Leaves a pending file for a case.
///
/// # Errors
/// An id that leads out of the folder, or what the file system refuses.
pub fn write_pending(root: &Path, address: &Address, lines: &[String]) -> Result<PathBuf, Diagnostic> {
    for id in [&address.pack, &address.rule, &address.scenario] {
        if !is_file_name(id) {
            let message = format!("the id `{}` cannot be the name of a file", id.escape_debug());
            let help = "ids are lower-case words joined by hyphens";
            return Err(Diagnostic::bare(ADDRESS, Severity::Error, message).help(help));
        }
    }
    let path = address.pending(root);
    write(&path, lines)?;
    Ok(path)
}

/// Removes the pending file of a case, if there is one, and folders that are empty then.
///
/// # Errors
/// What the file system refuses.
pub fn discard_pending(root: &Path, address: &Address) -> Result<(), Diagnostic> {
    remove(root, &address.pending(root))
}

fn remove(root: &Path, path: &Path) -> Result<(), Diagnostic> {
    match fs::remove_file(path) {
        Ok(()) => tidy(root, path),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(fault(path, "remove", &error)),
    }
    Ok(())
}

/// Removes the folders between `root` and `path` that are empty.
fn tidy(root: &Path, path: &Path) {
    for folder in path.ancestors().skip(1).take_while(|f| *f != root && f.starts_with(root)) {
        // A folder that is not empty stays, which is what is wanted.
        if fs::remove_dir(folder).is_err() {
            return;
        }
    }
}

/// The pending files below `root`, by address.
///
/// # Errors
/// A folder that cannot be read.
pub fn pending(root: &Path) -> Result<Vec<Pending>, Vec<Diagnostic>> {
    let mut all = Vec::new();
    for (path, address) in files(root, ".jsonl.new")? {
        if let Some(address) = address {
            all.push(Pending { golden: address.golden(root), new: path, address });
        }
    }
    all.sort();
    Ok(all)
}

/// Accepts a pending file: it becomes the golden file, or, if it is empty, the golden file is removed.
///
/// # Errors
/// A pending file that is broken, or what the file system refuses. The golden file is as before then.
pub fn accept(root: &Path, pending: &Pending) -> Result<(), Vec<Diagnostic>> {
    let new = load(&pending.new)?;
    if !new.exists {
        return Err(vec![fault(&pending.new, "accept", &"it is not there")]);
    }
    if new.lines.is_empty() {
        remove(root, &pending.golden).map_err(|d| vec![d])?;
        return remove(root, &pending.new).map_err(|d| vec![d]);
    }
    fs::rename(&pending.new, &pending.golden).map_err(|error| vec![fault(&pending.golden, "write", &error)])
}

/// Rejects a pending file: it is removed, the golden file stays.
///
/// # Errors
/// What the file system refuses.
pub fn reject(root: &Path, pending: &Pending) -> Result<(), Diagnostic> {
    remove(root, &pending.new)
}

/// The golden and pending files below `root` that none of `cases` refers to, by path. A `.jsonl` file at another depth
/// than pack, rule and scenario is an orphan too.
///
/// # Errors
/// A folder that cannot be read.
pub fn orphans(root: &Path, cases: &BTreeSet<Address>) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
    let mut all: Vec<PathBuf> = Vec::new();
    for ending in [".jsonl", ".jsonl.new"] {
        let found = files(root, ending)?.into_iter();
        all.extend(found.filter(|(_, a)| a.as_ref().is_none_or(|a| !cases.contains(a))).map(|(path, _)| path));
    }
    all.sort();
    Ok(all)
}

/// Removes the orphans and gives their paths.
///
/// # Errors
/// What the file system refuses; what was removed before stays removed.
pub fn prune(root: &Path, cases: &BTreeSet<Address>) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
    let all = orphans(root, cases)?;
    for path in &all {
        remove(root, path).map_err(|d| vec![d])?;
    }
    Ok(all)
}

/// The files below `root` with this ending, and their addresses if they are where a case's file is.
fn files(root: &Path, ending: &str) -> Result<Vec<(PathBuf, Option<Address>)>, Vec<Diagnostic>> {
    let mut found = Vec::new();
    if !root.exists() {
        return Ok(found);
    }
    for entry in WalkDir::new(root).max_depth(8).sort_by_file_name() {
        let entry = entry.map_err(|error| vec![fault(root, "read", &error)])?;
        let Some(name) = entry.file_name().to_str() else { continue };
        let Some(scenario) = name.strip_suffix(ending).filter(|_| entry.file_type().is_file()) else { continue };
        let inside: Vec<&str> = entry
            .path()
            .strip_prefix(root)
            .map(|inside| inside.iter().filter_map(std::ffi::OsStr::to_str).collect())
            .unwrap_or_default();
        let address = match inside.as_slice() {
            [pack, rule, _] => Some(Address::new(pack, rule, scenario)),
            _ => None,
        };
        found.push((entry.into_path(), address));
    }
    Ok(found)
}
