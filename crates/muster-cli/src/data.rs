//! The tables that `--data` names.

use std::path::{Path, PathBuf};

use muster_catalog::Catalog;
use muster_files::{FileError, FileFormat, open_parquet, read_table};
use muster_values::TableSet;

use crate::exit::Exit;
use crate::terminal;

/// Reads the tables, but for Parquet, which is read while the query runs; each becomes a table of the catalog, with the schema that the catalog had for its name, if any.
pub(crate) fn read(data: &[String], catalog: &mut Catalog) -> Result<TableSet, Exit> {
    let mut tables = TableSet::new();
    for (name, path) in files(data)? {
        if tables.contains(&name) {
            let message = format!("table `{name}` is given twice, the second time by `{}`", path.display());
            return Err(terminal::usage(message, "give each table one file, as --data TABLE=FILE"));
        }
        let broken = |error: FileError| {
            terminal::complain(&error.into_diagnostics());
            Exit::Input
        };
        let known = catalog.table(&name);
        if FileFormat::of(&path) == Some(FileFormat::Parquet) {
            let (table, rows) = open_parquet(&path, &name, known).map_err(broken)?;
            catalog.add_table(table.clone());
            tables.insert_stored(table, rows);
        } else {
            let (table, batches) = read_table(&path, &name, known).map_err(broken)?;
            catalog.add_table(table.clone());
            tables.insert(table, batches);
        }
    }
    Ok(tables)
}

/// What stands for addresses: pairs of an address and a file.
pub(crate) fn stand_ins(given: &[String]) -> Result<Vec<(String, PathBuf)>, Exit> {
    let pair = |text: &String| {
        // An address may have an equals sign of its own, a file's name seldom has.
        let (address, file) = text.rsplit_once('=').filter(|(_, file)| Path::new(file).is_file()).ok_or_else(|| {
            terminal::usage(
                format!("`{text}` is no address and file"),
                "write --external https://host/list.csv=list.csv",
            )
        })?;
        Ok((address.to_owned(), PathBuf::from(file)))
    };
    given.iter().map(pair).collect()
}

/// The tables' names and files, in the order given; those of a folder by name.
fn files(data: &[String]) -> Result<Vec<(String, PathBuf)>, Exit> {
    let stem = |path: &Path| path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let mut files = Vec::new();
    for given in data {
        let path = Path::new(given);
        if path.is_dir() {
            let entries = std::fs::read_dir(path).map_err(|e| {
                terminal::usage(format!("cannot read `{given}`: {e}"), "check the folder's permissions")
            })?;
            let mut found: Vec<PathBuf> =
                entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| FileFormat::of(p).is_some()).collect();
            found.sort();
            if found.is_empty() {
                let help = "put files into it that are called by their tables: .ndjson, .csv, .parquet or .arrow";
                return Err(terminal::usage(format!("`{given}` has no table"), help));
            }
            files.extend(found.into_iter().map(|p| (stem(&p), p)));
        } else if path.is_file() {
            files.push((stem(path), path.to_owned()));
        } else if let Some((table, file)) = given.split_once('=') {
            files.push((table.to_owned(), PathBuf::from(file)));
        } else {
            let message = format!("`{given}` is neither a folder nor a file");
            return Err(terminal::usage(message, "write --data DIR, --data FILE or --data TABLE=FILE"));
        }
    }
    Ok(files)
}
