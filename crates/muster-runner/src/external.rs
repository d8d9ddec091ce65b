//! What `externaldata` reads, from files that stand for the addresses: nothing is ever fetched.

use std::path::{Path, PathBuf};

use muster_binder::bound::External;
use muster_catalog::Value;
use muster_files::{ExternalFormat, read_external};
use muster_source::{Diagnostic, Source};
use muster_values::TableSet;

use crate::codes::EXTERNAL;

/// Adds the tables that `externals` read to `tables`; `file` tells the file that stands for an address. What cannot be
/// read is reported with its place in `source`, the text of the query. An address without a file gives no table: a query
/// that reads it is told so when it runs.
pub fn provide_externals(
    externals: &[External],
    file: &dyn Fn(&str) -> Option<PathBuf>,
    source: &Source,
    tables: &mut TableSet,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for external in externals {
        if tables.contains(&external.table.name) {
            continue;
        }
        let Some(files) = external.uris.iter().map(|uri| file(uri)).collect::<Option<Vec<_>>>() else { continue };
        let mut batches = Vec::new();
        let mut whole = true;
        for (uri, file) in external.uris.iter().zip(&files) {
            let read = format(external, uri).and_then(|format| {
                read_external(file, &external.table, format, skips_first(external)).map_err(|e| e.to_string())
            });
            match read {
                Ok(rows) => batches.extend(rows),
                Err(message) => {
                    whole = false;
                    let help = "put a file of the format that the query names in its place";
                    diagnostics.push(Diagnostic::error(EXTERNAL, message, source, external.span).help(help));
                }
            }
        }
        if whole {
            tables.insert(external.table.clone(), batches);
        }
    }
    diagnostics
}

/// The file of a pack that stands for an address: the one with the name that the address ends in, or with that name but
/// for its extension.
#[must_use]
pub fn stand_in(uri: &str, files: &[(String, PathBuf)]) -> Option<PathBuf> {
    let name = last_step(uri);
    let stem = Path::new(name).file_stem()?.to_str()?;
    let same = files.iter().find(|(_, path)| path.file_name().is_some_and(|n| n == name));
    let alike = || files.iter().find(|(known, _)| known == stem);
    same.or_else(alike).map(|(_, path)| path.clone())
}

fn last_step(uri: &str) -> &str {
    let path = uri.split(['?', '#', ';']).next().unwrap_or(uri);
    path.trim_end_matches('/').rsplit('/').next().unwrap_or(path)
}

/// The format that the query names, else the one that the address tells, else CSV.
fn format(external: &External, uri: &str) -> Result<ExternalFormat, String> {
    let named = external.options.iter().find(|(name, _)| name.eq_ignore_ascii_case("format"));
    if let Some((_, Value::String(name))) = named {
        return ExternalFormat::named(name)
            .ok_or_else(|| format!("`externaldata` in format `{name}` cannot be read yet"));
    }
    let name = last_step(uri);
    let extension = Path::new(name).extension().and_then(|e| e.to_str());
    Ok(extension.and_then(ExternalFormat::named).unwrap_or(ExternalFormat::Separated(b',')))
}

fn skips_first(external: &External) -> bool {
    let option = external.options.iter().find(|(name, _)| name.eq_ignore_ascii_case("ignoreFirstRecord"));
    match option {
        Some((_, Value::Bool(yes))) => *yes,
        Some((_, Value::String(word))) => word.eq_ignore_ascii_case("true"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::by_its_whole_name("https://example.com/lists/tor.csv", Some("external/tor.csv"))]
    #[case::without_what_follows_a_question_mark("https://example.com/ips.txt?sv=1", Some("external/ips.csv"))]
    #[case::nobody_stands_for_it("https://example.com/other.csv", None)]
    fn an_address_has_a_file(#[case] uri: &str, #[case] expected: Option<&str>) {
        let files = [("ips", "external/ips.csv"), ("tor", "external/tor.csv")];
        let files: Vec<(String, PathBuf)> = files.iter().map(|(n, p)| ((*n).to_owned(), p.into())).collect();
        assert_eq!(stand_in(uri, &files), expected.map(PathBuf::from));
    }
}
