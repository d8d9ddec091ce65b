//! Rule files in the formats they have upstream, each in a file of its own.

mod attack;
mod defender;
mod kql;
mod query;
mod sentinel;
#[cfg(test)]
mod tests;
mod values;

use std::path::Path;

use muster_source::{Diagnostic, Segment, Source, Span, has_errors};
use muster_yaml::{Node, TAB};

use crate::codes::{CRLF, EMPTY_FILE, TABS};
use crate::rule::{Rule, kebab_case};

pub(crate) use query::is_empty as is_empty_query;

/// The extensions of rule files, in lower case.
pub const EXTENSIONS: &[&str] = &["yaml", "yml", "json", "kql"];

/// Reads a rule from `source`, the text of the file at `path` without a byte order mark.
///
/// The rule is there unless something in the file is an error; blemishes that real files have are warnings.
#[must_use]
pub fn read(source: &Source, path: &Path) -> (Option<Rule>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    if source.text().trim().is_empty() {
        let message = "the rule file is empty";
        diagnostics.push(
            Diagnostic::error(EMPTY_FILE, message, source, Span::new(0, 0)).help("write a rule, or remove the file"),
        );
        return (None, diagnostics);
    }
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    let id = kebab_case(&path.file_stem().unwrap_or_default().to_string_lossy());
    let rule = if extension == "kql" {
        kql::read(source, &id, &mut diagnostics)
    } else {
        document(source, extension == "json", &mut diagnostics).and_then(|(node, source)| {
            if defender::is_detection(&node) {
                defender::read(&node, &source, &id, &mut diagnostics)
            } else {
                sentinel::read(&node, &source, &id, &mut diagnostics)
            }
        })
    };
    if let Some(at) = source.text().find("\r\n") {
        let message = "the lines of the file end in CR LF";
        diagnostics.push(
            Diagnostic::warning(CRLF, message, source, Span::new(at, at)).help("save the file with LF line ends"),
        );
    }
    let rule = rule.filter(|_| !has_errors(&diagnostics)).map(|rule| Rule { path: path.to_owned(), ..rule });
    (rule, diagnostics)
}

/// The YAML document, and the source that its spans point into: the file, or the file with its tabs expanded.
fn document(source: &Source, json: bool, diagnostics: &mut Vec<Diagnostic>) -> Option<(Node, Source)> {
    let faults = match muster_yaml::read(source) {
        Ok(node) => return Some((node, source.clone())),
        Err(faults) => faults,
    };
    if let Some(tab) = faults.iter().find(|d| d.code == TAB) {
        let expanded = expand_tabs(source);
        if let Ok(node) = muster_yaml::read(&expanded) {
            if !json {
                let at = tab.labels.first().map_or(Span::new(0, 0), |l| l.span);
                let message = "tabs stand in the indentation; each is read as four spaces";
                diagnostics.push(Diagnostic::warning(TABS, message, source, at).help("indent with spaces"));
            }
            return Some((node, expanded));
        }
    }
    diagnostics.extend(faults);
    None
}

/// The source with each tab in front of a line as four spaces.
fn expand_tabs(source: &Source) -> Source {
    let mut text = String::with_capacity(source.text().len());
    let mut segments = Vec::new();
    let mut outer = 0;
    for line in source.text().split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '\t']);
        for (i, c) in line[..line.len() - content.len()].char_indices() {
            segments.push(Segment { inner: text.len(), outer: outer + i });
            text.push_str(if c == '\t' { "    " } else { " " });
        }
        segments.push(Segment { inner: text.len(), outer: outer + line.len() - content.len() });
        text.push_str(content);
        outer += line.len();
    }
    source.excerpt(text, segments)
}
