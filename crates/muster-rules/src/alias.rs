//! Field names of a pack, and predicates written with them.
//!
//! A team writes suppressions in the words of its own process ("the parent process is the task scheduler"), the table
//! has columns. `fields:` in `pack.yaml` says what each word stands for. The words contain dots, which KQL reads as a
//! path into a dynamic value, so they are replaced in the *text*, before the parser sees it; the result is an excerpt,
//! so that every later complaint still points at the word in `suppressions.yaml`.

use std::collections::BTreeMap;

use muster_source::{Diagnostic, Segment, Source, Span, nearest};
use muster_yaml::Node;

use crate::codes::{ALIAS_NAME, EMPTY_ALIAS, NO_SUCH_ALIAS};

/// What the field names of a pack stand for.
#[derive(Debug, Clone, Default)]
pub struct Aliases {
    expressions: BTreeMap<String, Source>,
}

impl Aliases {
    /// The names with the KQL expressions that they stand for, each an excerpt of `pack.yaml`.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Source)> {
        self.expressions.iter().map(|(name, expression)| (name.as_str(), expression))
    }

    /// Reads the entries of `fields:`.
    pub(crate) fn read(entries: &[(Node, Node)], source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut expressions = BTreeMap::new();
        for (key, value) in entries {
            let name = key.text().unwrap_or_default();
            if !name.split('.').all(is_identifier) {
                let message = format!("`{name}` is not a field name");
                diagnostics.push(
                    Diagnostic::error(ALIAS_NAME, message, source, key.span)
                        .help("write words of letters, digits and `_` joined by dots, such as `process.command_line`"),
                );
            } else if value.text().is_none_or(crate::file::is_empty_query) {
                let message = format!("the field `{name}` stands for nothing");
                diagnostics.push(
                    Diagnostic::error(EMPTY_ALIAS, message, source, key.span)
                        .help("write a column such as `ProcessCommandLine`, or a KQL expression over columns"),
                );
            } else {
                expressions.insert(name.to_owned(), value.block_excerpt(source));
            }
        }
        Self { expressions }
    }

    /// The predicate `when` in KQL: each field name outside of strings and comments becomes its expression in
    /// parentheses.
    ///
    /// The result is an excerpt of `when`. What it copies maps to where it stands; what stands for a field maps to the
    /// field's name. A dotted name that begins like a field and is none is reported; it would otherwise surface as an
    /// unknown column that nobody wrote.
    #[must_use]
    pub fn rewrite(&self, when: &Source) -> (Source, Vec<Diagnostic>) {
        let text = when.text();
        let mut kql = String::with_capacity(text.len() * 2);
        let mut segments = vec![Segment { inner: 0, outer: 0 }];
        let mut diagnostics = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let path = path(rest);
            // A name behind a single dot is a member of something else; behind two it ends a range.
            let member = text[..at].ends_with('.') && !text[..at].ends_with("..");
            if path.is_empty() || member {
                let length = if path.is_empty() { opaque(rest) } else { path.len() };
                kql.push_str(&rest[..length]);
                at += length;
                continue;
            }
            let name = prefixes(path).find(|p| self.expressions.contains_key(*p));
            // `user(` calls a function, whatever the fields are.
            let call = name == Some(path) && rest[path.len()..].trim_start().starts_with('(');
            if let Some((name, expression)) = name.filter(|_| !call).and_then(|n| Some((n, self.expressions.get(n)?))) {
                let end = at + name.len();
                // A comment in the expression must not swallow the parenthesis.
                let tail = if expression.text().contains("//") { "\n)" } else { ")" };
                let replacement = format!("({}{tail}", expression.text().trim());
                for i in 0..replacement.len() - 1 {
                    segments.push(Segment { inner: kql.len() + i, outer: at });
                }
                segments.push(Segment { inner: kql.len() + replacement.len() - 1, outer: end - 1 });
                segments.push(Segment { inner: kql.len() + replacement.len(), outer: end });
                kql.push_str(&replacement);
                at = end;
                continue;
            }
            if let Some(diagnostic) = self.unknown(path, when, at) {
                diagnostics.push(diagnostic);
            }
            kql.push_str(path);
            at += path.len();
        }
        (when.excerpt(kql, segments), diagnostics)
    }

    fn unknown(&self, path: &str, when: &Source, at: usize) -> Option<Diagnostic> {
        let (first, _) = path.split_once('.')?;
        let family = |n: &&String| n.split_once('.').is_some_and(|(f, _)| f == first);
        if !self.expressions.keys().any(|n| family(&n)) {
            return None;
        }
        let message = format!("the pack has no field `{path}`");
        let diagnostic = Diagnostic::error(NO_SUCH_ALIAS, message, when, Span::new(at, at + path.len()));
        let names: Vec<&str> = self.expressions.keys().map(String::as_str).collect();
        Some(match nearest(path, names.iter().copied()) {
            Some(near) => diagnostic.help(format!("a similar field is `{near}`")),
            None => diagnostic.help(format!("the fields in `pack.yaml` are `{}`", names.join("`, `"))),
        })
    }
}

/// The dotted path of names at the front; empty if there is none.
fn path(text: &str) -> &str {
    let mut end = 0;
    loop {
        let name =
            text[end..].len() - text[end..].trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').len();
        if name == 0 || text[end..].starts_with(|c: char| c.is_ascii_digit()) {
            return &text[..end.saturating_sub(1)];
        }
        end += name;
        // A letter in front of quotes belongs to the string: `h'…'`.
        if end == 1 && text.starts_with(['h', 'H']) && text[1..].starts_with(['\'', '"', '@', '`', '~']) {
            return "";
        }
        if !text[end..].starts_with('.') {
            return &text[..end];
        }
        end += 1;
    }
}

/// The path, then the path without its last name, and so on.
fn prefixes(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |p| p.rsplit_once('.').map(|(front, _)| front))
}

/// Length of what stands at the front and holds no field names: a string, a comment, a number or one character.
fn opaque(text: &str) -> usize {
    let bare = text.strip_prefix(['h', 'H']).unwrap_or(text);
    let prefix = text.len() - bare.len();
    for fence in ["```", "~~~"] {
        if let Some(rest) = bare.strip_prefix(fence) {
            return rest.find(fence).map_or(text.len(), |i| prefix + 6 + i);
        }
    }
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if let Some(rest) = bare.strip_prefix('@').filter(|r| r.starts_with(['"', '\''])) {
        // A doubled quote is two strings side by side, which is the same for us.
        let quote = rest.chars().next().unwrap_or('"');
        return rest[1..].find(quote).map_or(text.len(), |i| prefix + 3 + i);
    }
    if bare.starts_with(['"', '\'']) {
        let quote = bare.chars().next().unwrap_or('"');
        let mut escaped = false;
        for (i, c) in bare.char_indices().skip(1) {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                // A string ends with its line at the latest, so that a missing quote does not hide the rest.
                '\n' => return prefix + i,
                c if c == quote => return prefix + i + 1,
                _ => {}
            }
        }
        return text.len();
    }
    let number = text.len() - text.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').len();
    if text.starts_with(|c: char| c.is_ascii_digit()) { number } else { text.chars().next().map_or(1, char::len_utf8) }
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
