//! A document as a tree of nodes with their places.

use muster_source::Span;

/// A value in a document.
///
/// What an alias repeats keeps the span of the text that it repeats.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Bytes of the value: with its quotes or brackets, for a block scalar its lines without the `|`.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    pub(crate) layout: Layout,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `null`, `~` or nothing.
    Null,
    /// A scalar that is not null.
    Scalar {
        /// The text after unescaping and folding.
        text: String,
        /// Whether it stands without quotes and not as a block. Only then it can be a number or a boolean.
        plain: bool,
    },
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values in the order of the file; keys are scalars, each once.
    Mapping(Vec<(Node, Node)>),
}

/// How a scalar is written: what is needed to find its characters in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Block,
    Collection,
}

impl Node {
    /// The text of a scalar, plain or not; `None` for null, lists and mappings.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The value as an integer of YAML's core schema: a plain scalar that fits into 64 bits.
    #[must_use]
    pub fn integer(&self) -> Option<i64> {
        let text = self.plain()?;
        match text.get(..2) {
            Some("0x") => digits(&text[2..], 16),
            Some("0o") => digits(&text[2..], 8),
            _ => text.parse().ok(),
        }
    }

    /// The value as a number of YAML's core schema, integers included; infinities and NaN are not numbers here.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        if let Some(integer) = self.integer() {
            return Some(integer as f64);
        }
        // Rust also reads `inf` and `nan` in any case, which are text in YAML.
        let number = |t: &&str| t.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
        self.plain().filter(number).and_then(|t| t.parse().ok()).filter(|n: &f64| n.is_finite())
    }

    /// The value as a boolean of YAML's core schema: `true` or `false`, never `yes` or `on`.
    #[must_use]
    pub fn boolean(&self) -> Option<bool> {
        match self.plain()? {
            "true" | "True" | "TRUE" => Some(true),
            "false" | "False" | "FALSE" => Some(false),
            _ => None,
        }
    }

    /// The items of a list.
    #[must_use]
    pub fn items(&self) -> Option<&[Node]> {
        match &self.kind {
            Kind::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The entries of a mapping.
    #[must_use]
    pub fn entries(&self) -> Option<&[(Node, Node)]> {
        match &self.kind {
            Kind::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    /// Whether there is no value.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.kind == Kind::Null
    }

    /// What the node is, with an article, for messages: `a list`, `an integer`.
    #[must_use]
    pub fn noun(&self) -> &'static str {
        match &self.kind {
            Kind::Null => "nothing",
            Kind::Sequence(_) => "a list",
            Kind::Mapping(_) => "a mapping",
            Kind::Scalar { .. } if self.integer().is_some() => "an integer",
            Kind::Scalar { .. } if self.number().is_some() => "a number",
            Kind::Scalar { .. } if self.boolean().is_some() => "a boolean",
            Kind::Scalar { plain: true, .. } => "text",
            Kind::Scalar { .. } => "quoted text",
        }
    }

    fn plain(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, plain: true } => Some(text),
            _ => None,
        }
    }
}

/// Digits without a sign: `from_str_radix` alone would take one.
fn digits(text: &str, radix: u32) -> Option<i64> {
    text.chars().all(|c| c.is_digit(radix)).then(|| i64::from_str_radix(text, radix).ok()).flatten()
}
