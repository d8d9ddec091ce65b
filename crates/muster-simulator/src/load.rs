//! Reading a library from a folder. The only place of this crate that touches files.

use std::fs;
use std::path::{Path, PathBuf};

use muster_source::{Diagnostic, Severity, Source};

use crate::codes::FILE;
use crate::library::Library;

/// Deepest nesting of folders.
const MAX_DEPTH: usize = 16;
/// Longest file, in bytes.
const MAX_BYTES: u64 = 8 << 20;

/// Loads the library of a folder with scenarios: all YAML files under its `images/`, `behaviors/` and `profiles/`, in
/// the order of their names. A folder that is not there is an empty one.
#[must_use]
pub fn library(scenarios: &Path) -> (Library, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut sources = Vec::new();
    for shelf in ["images", "behaviors", "profiles"] {
        let mut files = Vec::new();
        collect(&scenarios.join(shelf), 0, &mut files, &mut diagnostics);
        files.sort();
        for file in files {
            match read(&file) {
                Ok(text) => sources.push(Source::new(file.display().to_string(), text)),
                Err(reason) => diagnostics.push(unreadable(&file, &reason)),
            }
        }
    }
    let (library, mut more) = Library::read(&sources);
    diagnostics.append(&mut more);
    (library, diagnostics)
}

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>, diagnostics: &mut Vec<Diagnostic>) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
        Err(error) => return diagnostics.push(unreadable(folder, &error.to_string())),
    };
    for entry in entries {
        match entry.map(|e| (e.path(), e.file_type())) {
            Ok((path, Ok(kind))) if kind.is_dir() => {
                if depth < MAX_DEPTH {
                    collect(&path, depth + 1, files, diagnostics);
                } else {
                    diagnostics.push(unreadable(&path, "folders are nested too deep"));
                }
            }
            Ok((path, Ok(_))) if path.extension().is_some_and(|e| e == "yaml" || e == "yml") => files.push(path),
            Ok(_) => {}
            Err(error) => diagnostics.push(unreadable(folder, &error.to_string())),
        }
    }
}

fn read(file: &Path) -> Result<String, String> {
    let size = fs::metadata(file).map_err(|e| e.to_string())?.len();
    if size > MAX_BYTES {
        return Err(format!("the file has {size} bytes, and {MAX_BYTES} are the limit"));
    }
    let bytes = fs::read(file).map_err(|e| e.to_string())?;
    String::from_utf8(bytes).map_err(|_| "the file is not UTF-8".to_owned())
}

fn unreadable(path: &Path, reason: &str) -> Diagnostic {
    Diagnostic::bare(FILE, Severity::Error, format!("cannot read `{}`: {reason}", path.display()))
        .help("check the path and its permissions")
}
