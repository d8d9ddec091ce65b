//! Texts with placeholders in braces.
//!
//! `{user}` and its kin are filled from the host and the account of a step, `{guid}` and its kin from the step's own
//! stream, other names from the parameters of a behavior. `{{` and `}}` are literal braces; a single `}` outside of a
//! placeholder is one too, since command lines are full of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use muster_source::{Diagnostic, Source, Span, nearest};
use muster_yaml::Node;

use crate::codes::{LIMIT, PLACEHOLDER};
use crate::stream::Stream;

/// Placeholders that need no argument.
const NAMES: [&str; 11] = ["user", "upn", "sid", "host", "fqdn", "domain", "dnsdomain", "deviceid", "n", "i", "guid"];
/// Placeholders with an argument behind a colon.
const WITH_ARGUMENT: [&str; 4] = ["hex", "digits", "base64utf16", "base64"];
/// Deepest nesting of placeholders in the arguments of placeholders.
const MAX_DEPTH: usize = 4;
/// Most digits of `{hex:…}` and `{digits:…}`.
const MAX_DIGITS: usize = 4096;

/// The values of a behavior's parameters.
pub(crate) type Parameters = BTreeMap<String, Template>;

/// A text with placeholders.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Template {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Text(String),
    User,
    Upn,
    Sid,
    Host,
    Fqdn,
    Domain,
    DnsDomain,
    DeviceId,
    Number,
    Iteration,
    Guid,
    Hex(usize),
    Digits(usize),
    Base64(Template),
    Base64Utf16(Template),
}

/// What placeholders are filled with.
pub(crate) struct Filling<'a> {
    /// Account name of the host's own user.
    pub(crate) user: &'a str,
    /// Principal name of that user.
    pub(crate) upn: &'a str,
    /// Security identifier of that user.
    pub(crate) sid: &'a str,
    /// Short name of the host.
    pub(crate) host: &'a str,
    /// Full name of the host.
    pub(crate) fqdn: &'a str,
    /// `NetBIOS` name of the domain, upper case.
    pub(crate) domain: &'a str,
    /// DNS name of the domain.
    pub(crate) dns_domain: &'a str,
    /// Identifier of the device.
    pub(crate) device_id: &'a str,
    /// A number of four digits that a whole step of the story shares on one host.
    pub(crate) number: u32,
    /// Which repetition this is, from 1.
    pub(crate) iteration: u32,
    /// Where random parts come from.
    pub(crate) stream: &'a mut Stream,
}

impl Template {
    /// A text without placeholders, taken as it is.
    pub(crate) fn literal(text: impl Into<String>) -> Self {
        Self { pieces: vec![Piece::Text(text.into())] }
    }

    /// Reads the text of `node`; `parameters` are the names that stand for other texts.
    pub(crate) fn read(
        node: &Node,
        source: &Source,
        parameters: &Parameters,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let excerpt = node.block_excerpt(source);
        node.text()?;
        let mut reader = Reader { source: &excerpt, parameters, diagnostics, good: true };
        let template = reader.template(0, excerpt.text().len(), 0);
        reader.good.then_some(template)
    }

    /// The text, if there is no placeholder in it.
    pub(crate) fn fixed(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [] => Some(""),
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The text as it stands in the file, or nearly: what makes two templates the same thing.
    pub(crate) fn shape(&self) -> String {
        let mut shape = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => shape.push_str(text),
                other => {
                    // Writing to a string cannot fail.
                    let _ = write!(shape, "{{{other:?}}}");
                }
            }
        }
        shape
    }

    /// Appends the filled text.
    pub(crate) fn fill(&self, with: &mut Filling<'_>, out: &mut String) {
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::User => out.push_str(with.user),
                Piece::Upn => out.push_str(with.upn),
                Piece::Sid => out.push_str(with.sid),
                Piece::Host => out.push_str(with.host),
                Piece::Fqdn => out.push_str(with.fqdn),
                Piece::Domain => out.push_str(with.domain),
                Piece::DnsDomain => out.push_str(with.dns_domain),
                Piece::DeviceId => out.push_str(with.device_id),
                Piece::Number => out.push_str(itoa::Buffer::new().format(with.number)),
                Piece::Iteration => out.push_str(itoa::Buffer::new().format(with.iteration)),
                Piece::Guid => with.stream.guid(out),
                Piece::Hex(digits) => with.stream.hex(*digits, out),
                Piece::Digits(digits) => with.stream.digits(*digits, out),
                Piece::Base64(inner) => {
                    let mut text = String::new();
                    inner.fill(with, &mut text);
                    STANDARD.encode_string(text.as_bytes(), out);
                }
                Piece::Base64Utf16(inner) => {
                    let mut text = String::new();
                    inner.fill(with, &mut text);
                    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
                    STANDARD.encode_string(bytes, out);
                }
            }
        }
    }
}

struct Reader<'a> {
    source: &'a Source,
    parameters: &'a Parameters,
    diagnostics: &'a mut Vec<Diagnostic>,
    good: bool,
}

impl Reader<'_> {
    fn template(&mut self, start: usize, end: usize, depth: usize) -> Template {
        let text = self.source.text().to_owned();
        let mut pieces: Vec<Piece> = Vec::new();
        let mut at = start;
        while at < end {
            let rest = &text[at..end];
            if rest.starts_with("{{") || rest.starts_with("}}") {
                push_text(&mut pieces, &rest[..1]);
                at += 2;
            } else if rest.starts_with('{') {
                if let Some(length) = closing(rest) {
                    self.placeholder(at, at + length, depth, &mut pieces);
                    at += length;
                } else {
                    self.fail(
                        PLACEHOLDER,
                        "a placeholder has no end",
                        at,
                        end,
                        "close it with `}`, or write `{{` for a brace that is meant",
                    );
                    break;
                }
            } else {
                let length =
                    rest.char_indices().skip(1).find(|(_, c)| matches!(c, '{' | '}')).map_or(rest.len(), |(i, _)| i);
                push_text(&mut pieces, &rest[..length]);
                at += length;
            }
        }
        Template { pieces }
    }

    /// Reads `text[start..end]`, which begins with `{` and ends with `}`.
    fn placeholder(&mut self, start: usize, end: usize, depth: usize, pieces: &mut Vec<Piece>) {
        let inner = self.source.text()[start + 1..end - 1].to_owned();
        if let Some(template) = self.parameters.get(&inner) {
            for piece in template.pieces.clone() {
                match piece {
                    Piece::Text(text) => push_text(pieces, &text),
                    other => pieces.push(other),
                }
            }
            return;
        }
        let (name, argument) = inner.split_once(':').map_or((inner.as_str(), None), |(n, a)| (n, Some(a)));
        let piece = match (name, argument) {
            ("user", None) => Piece::User,
            ("upn", None) => Piece::Upn,
            ("sid", None) => Piece::Sid,
            ("host", None) => Piece::Host,
            ("fqdn", None) => Piece::Fqdn,
            ("domain", None) => Piece::Domain,
            ("dnsdomain", None) => Piece::DnsDomain,
            ("deviceid", None) => Piece::DeviceId,
            ("n", None) => Piece::Number,
            ("i", None) => Piece::Iteration,
            ("guid", None) => Piece::Guid,
            ("hex" | "digits", Some(argument)) => {
                let Some(digits) = argument.parse::<usize>().ok().filter(|n| (1..=MAX_DIGITS).contains(n)) else {
                    let message = format!("`{argument}` is not a number of digits from 1 to {MAX_DIGITS}");
                    return self.fail(
                        LIMIT,
                        &message,
                        start,
                        end,
                        "write how many digits there are, such as `{hex:32}`",
                    );
                };
                if name == "hex" { Piece::Hex(digits) } else { Piece::Digits(digits) }
            }
            ("base64utf16" | "base64", Some(_)) if depth >= MAX_DEPTH => {
                return self.fail(LIMIT, "placeholders are nested too deep", start, end, "encode fewer times");
            }
            ("base64utf16" | "base64", Some(_)) => {
                let inner = self.template(start + 1 + name.len() + 1, end - 1, depth + 1);
                if name == "base64" { Piece::Base64(inner) } else { Piece::Base64Utf16(inner) }
            }
            _ => return self.unknown(name, argument, start, end),
        };
        pieces.push(piece);
    }

    fn unknown(&mut self, name: &str, argument: Option<&str>, start: usize, end: usize) {
        if argument.is_none() && WITH_ARGUMENT.contains(&name) {
            let message = format!("the placeholder `{{{name}}}` lacks its argument");
            return self.fail(PLACEHOLDER, &message, start, end, &format!("write `{{{name}:…}}`"));
        }
        if argument.is_some() && NAMES.contains(&name) {
            let message = format!("the placeholder `{{{name}}}` takes no argument");
            return self.fail(PLACEHOLDER, &message, start, end, &format!("write `{{{name}}}`"));
        }
        let known = self.parameters.keys().map(String::as_str).chain(NAMES).chain(WITH_ARGUMENT);
        let help = match nearest(name, known) {
            Some(near) => format!("a similar placeholder is `{{{near}}}`; a brace that is meant is written `{{{{`"),
            None => "a brace that is meant is written twice, `{{`".to_owned(),
        };
        self.fail(PLACEHOLDER, &format!("unknown placeholder `{{{name}}}`"), start, end, &help);
    }

    fn fail(&mut self, code: muster_source::Code, message: &str, start: usize, end: usize, help: &str) {
        self.good = false;
        self.diagnostics.push(Diagnostic::error(code, message, self.source, Span::new(start, end)).help(help));
    }
}

/// Length of the placeholder at the front, with both of its braces.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (i, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(i + 1);
                }
            }
            _ => {}
        }
    }
    None
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        Some(Piece::Text(last)) => last.push_str(text),
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
}

/// The command line as Defender reports it: the first word without its folder, all else as it is, quotes, double and
/// trailing blanks included.
pub(crate) fn defender_form(command: &str) -> std::borrow::Cow<'_, str> {
    let (quote, rest) = match command.strip_prefix('"') {
        Some(rest) => ("\"", rest),
        None => ("", command),
    };
    let end = if quote.is_empty() { rest.find(' ') } else { rest.find('"') }.unwrap_or(rest.len());
    match rest[..end].rfind('\\') {
        Some(folder) => format!("{quote}{}", &rest[folder + 1..]).into(),
        None => command.into(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::stream::Key;

    fn read(text: &str) -> Result<Template, Vec<Diagnostic>> {
        let source = Source::new("t.yaml", text);
        let node = muster_yaml::read(&source).expect("valid YAML");
        let parameters = Parameters::from([("name".to_owned(), Template::literal("Updater"))]);
        let mut diagnostics = Vec::new();
        Template::read(&node, &source, &parameters, &mut diagnostics).ok_or(diagnostics)
    }

    fn filled(text: &str) -> String {
        let mut stream = Key::root(1).stream();
        let mut out = String::new();
        let mut with = Filling {
            user: "ada",
            upn: "ada@example.com",
            sid: "S-1-5-21-1-2-3-1104",
            host: "ws-0001",
            fqdn: "ws-0001.example.com",
            domain: "EXAMPLE",
            dns_domain: "example.com",
            device_id: "00",
            number: 4711,
            iteration: 2,
            stream: &mut stream,
        };
        read(text).expect("a good template").fill(&mut with, &mut out);
        out
    }

    #[rstest]
    #[case(r"'C:\Users\{user}\x{n}.msi '", r"C:\Users\ada\x4711.msi ")]
    #[case("'{{8F}} a } b }} {name}'", "{8F} a } b } Updater")]
    #[case("'{base64utf16:whoami}'", "dwBoAG8AYQBtAGkA")]
    #[case("'{base64:{user}{i}}'", "YWRhMg==")]
    #[case("'{domain} {dnsdomain} {fqdn}'", "EXAMPLE example.com ws-0001.example.com")]
    fn placeholders_are_filled(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(filled(text), expected);
    }

    #[rstest]
    #[case("'x {usr}'", "unknown placeholder `{usr}`", 4)]
    #[case("'x {hex}'", "the placeholder `{hex}` lacks its argument", 4)]
    #[case("'x {hex:0}'", "`0` is not a number of digits from 1 to 4096", 4)]
    #[case("'ab {user'", "a placeholder has no end", 5)]
    #[case("'x {user:1}'", "the placeholder `{user}` takes no argument", 4)]
    fn a_wrong_placeholder_is_reported_where_it_stands(
        #[case] text: &str,
        #[case] message: &str,
        #[case] column: usize,
    ) {
        let diagnostics = read(text).expect_err("a bad template");
        let label = &diagnostics[0].labels[0];
        assert_eq!((diagnostics[0].message.as_str(), label.source.locate(label.span).column), (message, column));
    }

    #[rstest]
    #[case(r#""C:\Windows\System32\cmd.exe" /c  dir "#, r#""cmd.exe" /c  dir "#)]
    #[case(r"C:\Windows\System32\svchost.exe -k x", "svchost.exe -k x")]
    #[case(r"cmd.exe /c C:\a.exe", r"cmd.exe /c C:\a.exe")]
    #[case(r#""a b.exe" "C:\x""#, r#""a b.exe" "C:\x""#)]
    #[case("", "")]
    fn the_folder_of_the_first_word_is_not_reported(#[case] command: &str, #[case] expected: &str) {
        assert_eq!(defender_form(command), expected);
    }
}
