//! Writing tables.

mod coded;
mod csv;
mod digits;
mod ndjson;
mod ordered;
mod parquet;

use std::io::{BufWriter, Write};
use std::path::Path;

pub use csv::write_csv;
pub use ndjson::write_ndjson;
pub use parquet::write_parquet;

use crate::FileError;

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Rows.
    pub rows: usize,
}

/// Writes a file whole or not at all: `fill` writes to a temporary file beside `path`, which then takes its name.
///
/// # Errors
/// The operating system's, with the path.
pub fn write_whole(
    path: &Path,
    fill: impl FnOnce(&mut (dyn Write + Send)) -> std::io::Result<Written>,
) -> Result<Written, FileError> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = temporary(folder).map_err(FileError::io(path, "write"))?;
    let mut buffer = BufWriter::with_capacity(1 << 20, file.as_file_mut());
    let written = fill(&mut buffer).map_err(FileError::io(path, "write"))?;
    buffer.flush().map_err(FileError::io(path, "write"))?;
    drop(buffer);
    // A file that is written anew keeps its permissions, as one that is written into does.
    if let Ok(before) = std::fs::metadata(path) {
        file.as_file().set_permissions(before.permissions()).map_err(FileError::io(path, "write"))?;
    }
    file.persist(path).map_err(|e| FileError::Io { path: path.to_owned(), action: "write", error: e.error })?;
    Ok(written)
}

/// Temporary files are for their owner alone unless told otherwise; what is kept is for whom the umask says.
#[cfg(unix)]
fn temporary(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    tempfile::Builder::new().permissions(std::fs::Permissions::from_mode(0o666)).tempfile_in(folder)
}

#[cfg(not(unix))]
fn temporary(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    tempfile::NamedTempFile::new_in(folder)
}
