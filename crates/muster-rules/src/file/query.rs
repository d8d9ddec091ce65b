//! The query of a rule: out of its scalar, out of its fence, and not empty.

use muster_source::{Diagnostic, Segment, Source, Span};
use muster_yaml::Node;

use crate::codes::{EMPTY_QUERY, FENCE};

/// The query in `node` as an excerpt of `source`.
pub(super) fn excerpt(node: &Node, key: Span, source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Option<Source> {
    if node.text().is_none() {
        let message = format!("the query is {}, not text", node.noun());
        diagnostics.push(
            Diagnostic::error(EMPTY_QUERY, message, source, if node.span.is_empty() { key } else { node.span })
                .help("write the query as a block after `|`"),
        );
        return None;
    }
    let query = unfence(node.block_excerpt(source), diagnostics);
    if is_empty(query.text()) {
        diagnostics.push(
            Diagnostic::error(EMPTY_QUERY, "the query is empty", source, key)
                .help("write the query as a block after `|`"),
        );
        return None;
    }
    Some(query)
}

/// Whether there is nothing but blanks and comments.
pub(crate) fn is_empty(query: &str) -> bool {
    query.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with("//"))
}

/// The query without the Markdown fence around it.
pub(super) fn unfence(query: Source, diagnostics: &mut Vec<Diagnostic>) -> Source {
    let text = query.text();
    let open = text.len() - text.trim_start().len();
    let Some(rest) = text[open..].strip_prefix("```") else { return query };
    // Text between three backquotes is a string in KQL too, but no query begins with a string.
    let Some(close) = rest.trim_end().strip_suffix("```").map(str::len) else { return query };
    let Some(line) = rest[..close].find('\n') else { return query };
    let start = open + 3 + line + 1;
    let end = open + 3 + close;
    diagnostics.push(
        Diagnostic::warning(FENCE, "the query stands in a Markdown fence", &query, Span::new(open, open + 3))
            .help("leave the lines of backquotes out"),
    );
    query.excerpt(&text[start..end], vec![Segment { inner: 0, outer: start }])
}
