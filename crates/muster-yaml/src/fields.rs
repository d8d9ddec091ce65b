//! A mapping read key by key.

use std::fmt::Write as _;

use muster_source::{Diagnostic, Severity, Source, Span, nearest};

use crate::codes::{MISSING_KEY, NOT_ONE_OF, UNKNOWN_KEY, WRONG_TYPE};
use crate::node::Node;

/// Reads a mapping: each key is asked for by name, what has the wrong type is reported where it stands, and what
/// nobody asked for is an unknown key.
///
/// ```
/// use muster_source::Source;
/// use muster_yaml::{Fields, read};
///
/// let source = Source::new("job.yaml", "title: Nightly\ntimes: many\nsed: 4\n");
/// let node = read(&source).expect("valid YAML");
/// let mut diagnostics = Vec::new();
/// let mut fields = Fields::of(&node, &source, &mut diagnostics);
/// assert_eq!(fields.text("title"), Some("Nightly"));
/// assert_eq!(fields.integer("times"), None);
/// assert_eq!(fields.integer("seed"), None);
/// fields.finish();
/// assert_eq!(diagnostics[0].message, "`times` takes an integer, not text");
/// assert_eq!(diagnostics[1].message, "unknown key `sed`");
/// ```
#[derive(Debug)]
pub struct Fields<'n, 'd> {
    source: &'n Source,
    span: Span,
    entries: &'n [(Node, Node)],
    known: Vec<&'static str>,
    readable: bool,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'n, 'd> Fields<'n, 'd> {
    /// A reader of `node`, which was read from `source`. A node that is not a mapping is reported once and then has no
    /// keys, and none is missed.
    pub fn of(node: &'n Node, source: &'n Source, diagnostics: &'d mut Vec<Diagnostic>) -> Self {
        let entries = node.entries();
        if entries.is_none() {
            let message = format!("a mapping is expected here, not {}", node.noun());
            diagnostics.push(Diagnostic::error(WRONG_TYPE, message, source, node.span).help(Want::Mapping.help(node)));
        }
        Self {
            source,
            span: node.span,
            entries: entries.unwrap_or_default(),
            known: Vec::new(),
            readable: entries.is_some(),
            diagnostics,
        }
    }

    /// The value of `key`, if the key is there; the key is known from now on.
    pub fn take(&mut self, key: &'static str) -> Option<&'n Node> {
        self.entry(key).map(|(_, value)| value)
    }

    /// As [`take`](Self::take), and a key that is not there, or has no value, is reported.
    pub fn require(&mut self, key: &'static str) -> Option<&'n Node> {
        match self.entry(key) {
            Some((_, value)) if !value.is_null() => return Some(value),
            Some((name, _)) => self.report(
                Diagnostic::error(MISSING_KEY, format!("`{key}` has no value"), self.source, name.span)
                    .help(format!("write a value behind `{key}:`")),
            ),
            None if self.readable => {
                let message = format!("`{key}` is missing");
                let at = self.head();
                let mut diagnostic = Diagnostic::error(MISSING_KEY, message, self.source, at);
                let written = self.entries.iter().filter_map(|(k, _)| k.text()).filter(|k| !self.known.contains(k));
                diagnostic = match nearest(key, written) {
                    Some(near) => diagnostic.help(format!("write `{key}` instead of `{near}`")),
                    None => diagnostic.help(format!("add `{key}:` to this mapping")),
                };
                self.report(diagnostic);
            }
            None => {}
        }
        None
    }

    /// Where the key itself stands.
    #[must_use]
    pub fn key_span(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|(k, _)| k.text() == Some(key)).map(|(k, _)| k.span)
    }

    /// Where to point when the mapping lacks something: its first key.
    #[must_use]
    pub fn head(&self) -> Span {
        self.entries.first().map_or(Span { end: self.span.start, ..self.span }, |(k, _)| k.span)
    }

    /// The value of `key` as text; any scalar is text, as it is written.
    pub fn text(&mut self, key: &'static str) -> Option<&'n str> {
        self.typed(key, Want::Text, Node::text)
    }

    /// The value of `key` as a 64-bit integer.
    pub fn integer(&mut self, key: &'static str) -> Option<i64> {
        self.typed(key, Want::Integer, Node::integer)
    }

    /// The value of `key` as a finite number.
    pub fn number(&mut self, key: &'static str) -> Option<f64> {
        self.typed(key, Want::Number, Node::number)
    }

    /// The value of `key` as a boolean.
    pub fn boolean(&mut self, key: &'static str) -> Option<bool> {
        self.typed(key, Want::Boolean, Node::boolean)
    }

    /// The items of the list at `key`.
    pub fn list(&mut self, key: &'static str) -> Option<&'n [Node]> {
        self.typed(key, Want::List, Node::items)
    }

    /// The entries of the mapping at `key`.
    pub fn mapping(&mut self, key: &'static str) -> Option<&'n [(Node, Node)]> {
        self.typed(key, Want::Mapping, Node::entries)
    }

    /// The texts in the list at `key`, each with its node; items that are not text are reported and left out.
    pub fn texts(&mut self, key: &'static str) -> Option<Vec<(&'n str, &'n Node)>> {
        let items = self.list(key)?;
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            if let Some(text) = item.text() {
                texts.push((text, item));
            } else {
                let message = format!("an item of `{key}` is {}, not text", item.noun());
                self.report(Diagnostic::error(WRONG_TYPE, message, self.source, item.span).help(Want::Text.help(item)));
            }
        }
        Some(texts)
    }

    /// The value of `key` as one of the words `choices`: the word as it stands in `choices`.
    pub fn one_of(&mut self, key: &'static str, choices: &[&'static str]) -> Option<&'static str> {
        let (_, value) = self.entry(key)?;
        let text = self.text(key)?;
        if let Some(choice) = choices.iter().find(|c| **c == text) {
            return Some(choice);
        }
        let all = enumerate(choices);
        let diagnostic = Diagnostic::error(NOT_ONE_OF, format!("`{key}` cannot be `{text}`"), self.source, value.span);
        self.report(match nearest(text, choices.iter().copied()) {
            Some(near) => diagnostic.help(format!("a similar word is `{near}`; there are {all}")),
            None => diagnostic.help(format!("write one of {all}")),
        });
        None
    }

    /// The diagnostics so far, to add to them or to read a mapping inside of this one.
    pub fn diagnostics(&mut self) -> &mut Vec<Diagnostic> {
        self.diagnostics
    }

    /// Adds a diagnostic.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports the keys that nobody asked for, as errors.
    pub fn finish(self) {
        self.finish_with(Severity::Error);
    }

    /// Reports the keys that nobody asked for, as bad as `severity` says.
    pub fn finish_with(self, severity: Severity) {
        for (key, value) in self.entries {
            let Some(name) = key.text() else { continue };
            if self.known.contains(&name) {
                continue;
            }
            // In `{title: one, two}` the second word is a key without a value.
            let before = self.source.text().get(..key.span.start as usize).unwrap_or_default().trim_end();
            let after_comma = value.is_null() && value.span.is_empty() && before.ends_with(',');
            let mut diagnostic =
                Diagnostic::bare(UNKNOWN_KEY, severity, format!("unknown key `{name}`")).at(self.source, key.span, "");
            diagnostic = match nearest(name, self.known.iter().copied()) {
                Some(near) => diagnostic.help(format!("a similar key is `{near}`")),
                None if after_comma => {
                    diagnostic.help("quote the text before it: inside `{…}` a comma ends a text without quotes")
                }
                None => diagnostic.help(format!("the keys here are {}", enumerate(&self.known))),
            };
            self.diagnostics.push(diagnostic);
        }
    }

    fn entry(&mut self, key: &'static str) -> Option<&'n (Node, Node)> {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
        self.entries.iter().find(|(k, _)| k.text() == Some(key))
    }

    fn typed<T>(&mut self, key: &'static str, want: Want, read: impl Fn(&'n Node) -> Option<T>) -> Option<T> {
        let (_, value) = self.entry(key)?;
        let result = read(value);
        if result.is_none() {
            let message = format!("`{key}` takes {}, not {}", want.noun(), value.noun());
            let at = if value.span.is_empty() { self.key_span(key).unwrap_or(value.span) } else { value.span };
            self.report(Diagnostic::error(WRONG_TYPE, message, self.source, at).help(want.help(value)));
        }
        result
    }
}

#[derive(Clone, Copy)]
enum Want {
    Text,
    Integer,
    Number,
    Boolean,
    List,
    Mapping,
}

impl Want {
    fn noun(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::Boolean => "a boolean",
            Self::List => "a list",
            Self::Mapping => "a mapping",
        }
    }

    fn help(self, found: &Node) -> String {
        let short = found.text().filter(|t| t.len() <= 40 && !t.contains('\n'));
        match (self, short) {
            (Self::Text, _) => "write a word or a text in quotes".to_owned(),
            (Self::Integer | Self::Number, Some(text)) if text.trim().parse::<f64>().is_ok_and(f64::is_finite) => {
                if matches!(self, Self::Integer) && text.trim().parse::<i64>().is_err() {
                    "write a whole number".to_owned()
                } else {
                    format!("write `{}` without quotes", text.trim())
                }
            }
            (Self::Integer, _) => "write a whole number such as `40`".to_owned(),
            (Self::Number, _) => "write a number such as `0.5`".to_owned(),
            (Self::Boolean, _) => "write `true` or `false`, without quotes".to_owned(),
            (Self::List, Some(text)) => format!("write `[{text}]`, or each item on a line of its own behind a dash"),
            (Self::List, None) => "write `[a, b]`, or each item on a line of its own behind a dash".to_owned(),
            (Self::Mapping, _) => "write `key: value`, each key on a line of its own".to_owned(),
        }
    }
}

fn enumerate(names: &[&str]) -> String {
    let mut all = String::new();
    for name in names {
        let _ = write!(all, "{}`{name}`", if all.is_empty() { "" } else { ", " });
    }
    all
}
