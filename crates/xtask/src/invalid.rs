//! Queries that Microsoft's parser or binder rejects: whether they are rejected here, at the same place, with the same code.

use std::path::Path;

use muster_catalog::Catalog;
use muster_source::{Diagnostic, Source, has_errors};
use serde_json::Value;

/// What was found of queries with faults.
#[derive(Debug, Default)]
pub(crate) struct Faulty {
    /// All of them.
    pub(crate) queries: u64,
    /// Those that are rejected.
    pub(crate) rejected: u64,
    /// Those whose first error begins at the byte where Microsoft's first error begins.
    pub(crate) placed: u64,
    /// Those of them whose first error has the code of Microsoft's.
    pub(crate) coded: u64,
    /// What is said here and there where the two differ.
    pub(crate) otherwise: Vec<String>,
}

/// Reads the queries of `path` and binds each.
///
/// # Errors
/// The file cannot be read.
pub(crate) fn measure(path: &Path, catalog: &Catalog) -> Result<Faulty, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
    let mut faulty = Faulty::default();
    for line in text.lines() {
        let query: Value = serde_json::from_str(line).map_err(|e| format!("{}: {e}", path.display()))?;
        one(&query, catalog, &mut faulty);
    }
    Ok(faulty)
}

fn one(query: &Value, catalog: &Catalog, faulty: &mut Faulty) {
    let id = query["id"].as_str().unwrap_or_default();
    let official = &query["errors"][0];
    faulty.queries += 1;
    let errors = errors(&Source::new(id, query["query"].as_str().unwrap_or_default()), catalog);
    let Some(first) = errors.first() else {
        faulty.otherwise.push(format!("{id}: accepted, officially {official}"));
        return;
    };
    faulty.rejected += 1;
    let place = first.labels.first().map(|label| u64::from(label.span.start));
    let placed = place.is_some() && place == official["byte"].as_u64();
    let coded = placed && official["code"] == first.code.0;
    faulty.placed += u64::from(placed);
    faulty.coded += u64::from(coded);
    if !coded {
        let place = place.unwrap_or_default();
        faulty.otherwise.push(format!("{id}: {} at {place}: {}, officially {official}", first.code, first.message));
    }
}

/// The errors in the order in which a person is told of them: those of the grammar alone if there are any, as the rules
/// are read so.
fn errors(source: &Source, catalog: &Catalog) -> Vec<Diagnostic> {
    let parsed = muster_syntax::parse(source);
    let mut all = parsed.diagnostics;
    if !has_errors(&all) {
        all.extend(muster_binder::bind(&parsed.query, source, catalog).diagnostics);
    }
    all.retain(Diagnostic::is_error);
    all
}
