//! A text with a name, an index of its lines, and, for an excerpt, the way back into the file that it was cut from.

use std::ops::Range;
use std::sync::Arc;

/// A half-open range of byte offsets in one source, `start <= end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte, 0-based.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from `start` to `end`; an end before the start gives the empty span at `start`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Self { start, end: end.max(start) }
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span as a range of `usize`, for slicing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span covers no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// A stretch of an excerpt that stands unchanged in the file around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Byte offset in the excerpt.
    pub inner: usize,
    /// Byte offset of the same character in the outer source.
    pub outer: usize,
}

/// A place as people count it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Name of the file that the place is in.
    pub file: String,
    /// Line, 1-based.
    pub line: usize,
    /// Column in characters, 1-based.
    pub column: usize,
}

#[derive(Debug)]
struct Origin {
    outer: Source,
    segments: Vec<Segment>,
}

#[derive(Debug)]
struct Inner {
    name: String,
    text: String,
    line_starts: Vec<usize>,
    origin: Option<Origin>,
}

/// A named text. Cloning is cheap: clones share the text.
#[derive(Debug, Clone)]
pub struct Source(Arc<Inner>);

impl Source {
    /// A source called `name` (a path as the user wrote it, or `<stdin>`).
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::build(name.into(), text.into(), None)
    }

    /// A text that was taken out of this source, such as the query of a YAML rule.
    ///
    /// `segments` are sorted by `inner`; each says where a stretch of the excerpt stands in this source. They need not
    /// cover everything: a place between two segments maps relative to the one before it.
    #[must_use]
    pub fn excerpt(&self, text: impl Into<String>, segments: Vec<Segment>) -> Self {
        Self::build(self.name().to_owned(), text.into(), Some(Origin { outer: self.clone(), segments }))
    }

    fn build(name: String, text: String, origin: Option<Origin>) -> Self {
        let mut line_starts = vec![0];
        line_starts.extend(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1));
        Self(Arc::new(Inner { name, text, line_starts, origin }))
    }

    /// Whether both are clones of one source.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The name that diagnostics print.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The text of `span`, or `""` if it is not a range of whole characters of this source.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.0.text.get(span.range()).unwrap_or("")
    }

    /// The outermost source and the span there: for an excerpt the place in the file that it was cut from.
    #[must_use]
    pub fn resolve(&self, span: Span) -> (Source, Span) {
        let Some(origin) = &self.0.origin else { return (self.clone(), span) };
        let map = |offset: usize| {
            let at = origin.segments.partition_point(|s| s.inner <= offset);
            match at.checked_sub(1).and_then(|i| origin.segments.get(i)) {
                Some(s) => s.outer + (offset - s.inner),
                None => origin.segments.first().map_or(0, |s| s.outer),
            }
            .min(origin.outer.text().len())
        };
        // The end is mapped through the last byte, so that a span up to a line's end does not leak into the next line.
        let start = map(span.start as usize);
        let end = if span.is_empty() { start } else { map(span.end as usize - 1) + 1 };
        origin.outer.resolve(Span::new(start, end))
    }

    /// File, line and column of the start of `span`, in the outermost source.
    #[must_use]
    pub fn locate(&self, span: Span) -> Location {
        let (source, span) = self.resolve(span);
        let offset = (span.start as usize).min(source.text().len());
        let line = source.0.line_starts.partition_point(|s| *s <= offset).max(1);
        let start = source.0.line_starts.get(line - 1).copied().unwrap_or(0);
        let column = source.text().get(start..offset).map_or(offset - start, |t| t.chars().count()) + 1;
        Location { file: source.name().to_owned(), line, column }
    }

    /// Byte offset of the start of a line, 1-based, if the text has that line.
    #[must_use]
    pub fn line_start(&self, line: usize) -> Option<usize> {
        line.checked_sub(1).and_then(|i| self.0.line_starts.get(i).copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let source = Source::new("q.kql", "// « naïve »\n  T | where");
        let at = source.text().find("T |").expect("T is there");
        let place = source.locate(Span::new(at, at + 1));
        assert_eq!((place.line, place.column), (2, 3));
    }

    #[test]
    fn an_excerpt_points_into_the_file_around_it() {
        let outer = Source::new("rule.yaml", "query: |\n    T\n    | wher x\n");
        let inner =
            outer.excerpt("T\n| wher x\n", vec![Segment { inner: 0, outer: 13 }, Segment { inner: 2, outer: 19 }]);
        let at = inner.text().find("wher").expect("word is there");
        let place = inner.locate(Span::new(at, at + 4));
        assert_eq!((place.file.as_str(), place.line, place.column), ("rule.yaml", 3, 7));
        assert_eq!(inner.resolve(Span::new(at, at + 4)).0.slice(inner.resolve(Span::new(at, at + 4)).1), "wher");
    }
}
