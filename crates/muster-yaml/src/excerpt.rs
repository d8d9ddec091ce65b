//! A scalar as a source of its own whose every character knows where it stands in the file.
//!
//! The parser gives the scalar's text and the bytes it was made from, not how one became the other. Both are walked
//! side by side: indentation, folded line breaks and escapes are the only places where they differ, and behind each of
//! them a new [`Segment`] begins. Positions inside a text are therefore exact for every style of scalar.

use muster_source::{Segment, Source};

use crate::node::{Layout, Node};

impl Node {
    /// The text of a scalar as an excerpt of `source`, the source that the node was read from.
    ///
    /// Every character of the excerpt maps to the character in the file that it comes from: through the indentation of
    /// block scalars (`|`, `>` and their indicators), folded lines, and escapes in quotes. Lists, mappings and null give
    /// an empty excerpt at their place.
    #[must_use]
    pub fn block_excerpt(&self, source: &Source) -> Source {
        let start = self.span.start as usize;
        let Some(text) = self.text() else {
            return source.excerpt("", vec![Segment { inner: 0, outer: start }]);
        };
        let outer = source.text();
        let segments = match self.layout {
            Layout::Block => block(text, outer, start, self.span.end as usize),
            _ => flow(text, outer, start, self.span.end as usize, self.layout),
        };
        source.excerpt(text, segments)
    }
}

/// Segments under construction: neighbors that continue each other are one.
#[derive(Default)]
struct Segments(Vec<Segment>);

impl Segments {
    fn push(&mut self, inner: usize, outer: usize) {
        match self.0.last_mut() {
            Some(last) if last.inner == inner => last.outer = outer,
            Some(last) if last.outer + (inner - last.inner) == outer => {}
            _ => self.0.push(Segment { inner, outer }),
        }
    }
}

/// Segments of a literal or folded block whose first content character stands at `start`.
fn block(text: &str, outer: &str, start: usize, end: usize) -> Vec<Segment> {
    let mut segments = Segments::default();
    let indent = start - line_start(outer, start);
    let mut inner = text.len() - text.trim_start_matches('\n').len();
    // Blank lines above the first content: their breaks, counted upward.
    let mut breaks = Vec::with_capacity(inner);
    // A block of nothing but blank lines is marked at its `|`, which no content line can be confused with.
    let hollow = inner == text.len() && outer[start..].starts_with(['|', '>']);
    let mut line = line_start(outer, if hollow { end } else { start });
    for _ in 0..inner {
        let at = break_before(outer, line);
        breaks.push(at);
        line = line_start(outer, at);
    }
    for (i, at) in breaks.iter().rev().enumerate() {
        segments.push(i, *at);
    }
    let mut at = start;
    while inner < text.len() && at < end {
        let length = line_length(&outer[at..]);
        let content = outer[at..at + length].len().min(text.len() - inner);
        segments.push(inner, at);
        inner += content;
        at += length;
        // The breaks up to the next line with content; in the text they are one blank, or as many or one fewer breaks.
        let mut breaks = Vec::new();
        while at < end {
            breaks.push(at);
            at += break_length(&outer[at..]);
            let rest = &outer[at..];
            let blanks = rest.len() - rest.trim_start_matches(' ').len();
            at += blanks.min(indent);
            if break_length(&outer[at..]) == 0 {
                break;
            }
        }
        let rest = &text[inner..];
        let kept = rest.len() - rest.trim_start_matches('\n').len();
        if kept == 0 {
            inner += usize::from(rest.starts_with(' '));
        }
        let skipped = breaks.len().saturating_sub(kept);
        for (i, at) in breaks.iter().skip(skipped).enumerate() {
            segments.push(inner + i, *at);
        }
        inner += kept;
    }
    if segments.0.is_empty() {
        segments.push(0, start);
    }
    segments.0
}

/// Segments of a plain or quoted scalar that stands at `start..end`, quotes included.
fn flow(text: &str, outer: &str, start: usize, end: usize, layout: Layout) -> Vec<Segment> {
    let mut segments = Segments::default();
    let mut at = start + usize::from(layout != Layout::Plain);
    let mut inner = 0;
    while let Some(c) = text[inner..].chars().next() {
        let Some(rest) = outer.get(at..end) else { break };
        if layout == Layout::DoubleQuoted && escaped_break(rest) > 0 {
            // `\` at the end of a line joins it with the next; blank lines between still count.
            at += escaped_break(rest);
            let (length, breaks) = blanks(&outer[at..end]);
            for n in &breaks {
                segments.push(inner, at + n);
                inner += usize::from(text[inner..].starts_with('\n'));
            }
            at += length;
            continue;
        }
        let (length, breaks) = blanks(rest);
        if !breaks.is_empty() {
            // A single break is a blank in the text; of several, the first is dropped.
            for n in breaks.iter().skip(usize::from(breaks.len() > 1)) {
                segments.push(inner, at + n);
                inner += usize::from(text[inner..].starts_with([' ', '\n']));
            }
            at += length;
            continue;
        }
        segments.push(inner, at);
        inner += c.len_utf8();
        at += match (layout, rest.as_bytes().first()) {
            (Layout::SingleQuoted, Some(b'\'')) => 2,
            (Layout::DoubleQuoted, Some(b'\\')) => escape_length(rest),
            _ => c.len_utf8(),
        };
    }
    if segments.0.is_empty() {
        segments.push(0, at.min(end));
    }
    segments.0
}

/// Length of the run of blanks and line breaks at the front, and where in it the breaks are.
fn blanks(text: &str) -> (usize, Vec<usize>) {
    let (mut at, mut breaks) = (0, Vec::new());
    while let Some(b) = text.as_bytes().get(at) {
        match (b, break_length(&text[at..])) {
            (_, n) if n > 0 => {
                breaks.push(at);
                at += n;
            }
            (b' ' | b'\t', _) => at += 1,
            _ => break,
        }
    }
    (at, breaks)
}

/// Length of a backslash with the line break and the indentation behind it, 0 if there is none.
fn escaped_break(text: &str) -> usize {
    let Some(rest) = text.strip_prefix('\\') else { return 0 };
    let n = break_length(rest);
    if n == 0 { 0 } else { 1 + n + (rest[n..].len() - rest[n..].trim_start_matches([' ', '\t']).len()) }
}

/// Length of the escape at the front; two escapes of UTF-16 surrogates are one character.
fn escape_length(text: &str) -> usize {
    let hex = |at: usize, digits: usize| text.get(at..at + digits).and_then(|h| u32::from_str_radix(h, 16).ok());
    match text.as_bytes().get(1) {
        Some(b'x') => 4,
        Some(b'u') => {
            let high = hex(2, 4).is_some_and(|n| (0xD800..0xDC00).contains(&n));
            if high && text.get(6..8) == Some("\\u") { 12 } else { 6 }
        }
        Some(b'U') => 10,
        _ => 1 + text[1..].chars().next().map_or(0, char::len_utf8),
    }
}

fn break_length(text: &str) -> usize {
    match text.as_bytes() {
        [b'\r', b'\n', ..] => 2,
        [b'\n' | b'\r', ..] => 1,
        _ => 0,
    }
}

fn line_length(text: &str) -> usize {
    text.find(['\n', '\r']).unwrap_or(text.len())
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |i| i + 1)
}

/// Where the line break that ends right before `line` begins.
fn break_before(text: &str, line: usize) -> usize {
    let at = line.saturating_sub(1);
    if text[..line].ends_with("\r\n") { at.saturating_sub(1) } else { at }
}
