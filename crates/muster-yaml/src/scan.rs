//! The parser's marks as spans, and its errors as diagnostics that say how to mend the file.

use muster_source::{Diagnostic, Source, Span};
use serde_yaml::granit_parser::{ErrorKind, Marker, ScanError, Span as Mark};

use crate::codes::{ALIAS, INDENTATION, SYNTAX, TAB, TOO_MUCH};

/// The bytes of a mark of the parser.
pub(crate) fn span(source: &Source, mark: Mark) -> Span {
    Span::new(offset(source, &mark.start), offset(source, &mark.end))
}

fn offset(source: &Source, marker: &Marker) -> usize {
    marker.byte_offset().unwrap_or(0).min(source.text().len())
}

/// What the parser stumbled over, in our words.
pub(crate) fn diagnose(source: &Source, error: &ScanError) -> Diagnostic {
    let at = offset(source, error.marker());
    if let Some(tab) = tab(source.text(), at, error.kind()) {
        return Diagnostic::error(TAB, "a tab stands in the indentation", source, Span::new(tab, tab + 1))
            .label("tab")
            .help("indent with spaces");
    }
    let word = word(source.text(), at);
    let broken = |message: String, help: &str| Diagnostic::error(SYNTAX, message, source, word).help(help);
    match error.kind() {
        ErrorKind::ExpectedBlockSequenceEntry | ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidIndentation => {
            indentation(source, at, word)
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::MappingKeyNotAllowed => {
            let line = line_start(source.text(), at);
            if source.text().get(line..at).is_some_and(|before| before.contains(": ")) {
                broken(
                    "a `:` with a blank behind it stands inside a text without quotes".to_owned(),
                    "put the text in quotes, or write it as a block after `|`",
                )
            } else {
                indentation(source, at, word)
            }
        }
        ErrorKind::UnknownAnchor => {
            let message = format!("the alias `{}` has no anchor above it", source.slice(word));
            let name = source.slice(word).trim_start_matches('*');
            Diagnostic::error(ALIAS, message, source, word)
                .help(format!("mark the node to repeat with `&{name}`, or quote a text that begins with `*`"))
        }
        ErrorKind::RecursionLimitExceeded => {
            Diagnostic::error(TOO_MUCH, "lists and mappings are nested too deep", source, word)
                .help("flatten the document")
        }
        ErrorKind::UnclosedQuotedScalar => {
            broken("the quoted text that begins here is never closed".to_owned(), "add the closing quote")
        }
        ErrorKind::UnclosedFlowCollection { open } => broken(
            format!("the `{open}` is never closed"),
            if *open == '[' { "add the closing `]`" } else { "add the closing `}`" },
        ),
        ErrorKind::UnknownQuotedScalarEscape => broken(
            "unknown escape in a text in double quotes".to_owned(),
            r"write a backslash as `\\`, or use single quotes",
        ),
        ErrorKind::UnexpectedCharacter { character } => broken(
            format!("the character `{}` cannot stand here", character.escape_default()),
            "put the text in quotes",
        ),
        kind => broken(
            format!("not valid YAML: {}", kind.to_string().to_lowercase()),
            "compare the indentation with the lines above, and put texts with special characters in quotes",
        ),
    }
}

/// A line that fits under none above it. The frequent case, and the one with a certain remedy, is a key of a list item
/// that stands under the dash instead of under the item's first key.
fn indentation(source: &Source, at: usize, word: Span) -> Diagnostic {
    let text = source.text();
    let start = line_start(text, at);
    let indent = indent_of(&text[start..]);
    let name = source.slice(word);
    let mut above = start;
    while above > 0 {
        let line = line_start(text, above - 1);
        let content = text[line..above].trim();
        let depth = indent_of(&text[line..]);
        above = line;
        if content.is_empty() || content.starts_with('#') || depth > indent {
            continue;
        }
        let Some(item) = content.strip_prefix("- ").filter(|_| depth == indent && !name.starts_with('-')) else {
            break;
        };
        let first = item.split(':').next().unwrap_or(item).trim();
        let column = indent + content.len() - item.trim_start().len();
        let dash = Span::new(line + depth, line + depth + 1);
        let message = format!("`{name}` stands at the indentation of the list dash above it");
        return Diagnostic::error(INDENTATION, message, source, word)
            .label("neither a new item nor part of the one above")
            .at(source, dash, "the list item begins here")
            .help(format!("indent `{name}` below `{first}`: {column} spaces instead of {indent}"));
    }
    Diagnostic::error(INDENTATION, format!("the indentation of `{name}` fits no line above it"), source, word)
        .help("begin the line in the same column as the key or dash that it belongs beside")
}

/// The tab in front of the line that the error is about, if there is one.
fn tab(text: &str, at: usize, kind: &ErrorKind) -> Option<usize> {
    let start = line_start(text, at);
    // Errors in block scalars and in texts of several lines are reported where the scalar begins.
    let begun_above = matches!(
        kind,
        ErrorKind::TabAtBlockScalarStart
            | ErrorKind::InvalidBlockScalarIndent
            | ErrorKind::TabInPlainScalar
            | ErrorKind::TabInIndentation
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabNotAllowed
    );
    let lines = if begun_above { usize::MAX } else { 1 };
    let mut from = start;
    for line in text[start..].split_inclusive('\n').take(lines) {
        let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(tab) = line[..blank].find('\t') {
            return Some(from + tab);
        }
        from += line.len();
    }
    None
}

/// The word that begins at `at`, without the `:` of a key.
fn word(text: &str, at: usize) -> Span {
    let rest = &text[at..];
    let word = &rest[..rest.find(char::is_whitespace).unwrap_or(rest.len())];
    let word = word.strip_suffix(':').filter(|w| !w.is_empty()).unwrap_or(word);
    Span::new(at, at + word.len())
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |i| i + 1)
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}
