//! The one place where diagnostics become text for people.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::{Diagnostic, Note, Severity, Source, Span};

/// Whether the rendering carries terminal colors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// No escape sequences.
    Plain,
    /// ANSI colors.
    Colored,
}

/// Renders one diagnostic in rustc's look, without a line break at the end.
#[must_use]
pub fn render(diagnostic: &Diagnostic, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colored => Renderer::styled(),
    };
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    // Labels are shown in the outermost file; those of one file share a snippet.
    let places: Vec<(Source, Span, &str)> = diagnostic
        .labels
        .iter()
        .map(|l| {
            let (source, span) = l.source.resolve(l.span);
            (source.clone(), on_characters(&source, span), l.text.as_str())
        })
        .collect();
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.0);
    let mut group = Group::with_title(title);
    let mut done: Vec<&Source> = Vec::new();
    for (source, _, _) in &places {
        if done.iter().any(|d| d.is_same(source)) {
            continue;
        }
        done.push(source);
        let mut snippet = Snippet::source(source.text()).path(source.name()).fold(true);
        for (i, (other, span, text)) in places.iter().enumerate() {
            if other.is_same(source) {
                let kind = if i == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
                let annotation = kind.span(span.range());
                snippet = snippet.annotation(if text.is_empty() { annotation } else { annotation.label(*text) });
            }
        }
        group = group.element(snippet);
    }
    for note in &diagnostic.notes {
        group = group.element(match note {
            Note::Help(text) => Level::HELP.message(text.as_str()),
            Note::Note(text) => Level::NOTE.message(text.as_str()),
        });
    }
    renderer.render(&[group])
}

/// The span cut to the text and widened to whole characters: the renderer slices the text with it.
fn on_characters(source: &Source, span: Span) -> Span {
    let text = source.text();
    let mut start = (span.start as usize).min(text.len());
    let mut end = (span.end as usize).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    Span::new(start, end.max(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    #[test]
    fn a_diagnostic_looks_like_rustc() {
        let source = Source::new("q.kql", "T | wher x");
        let d = Diagnostic::error(Code("KS176"), "unknown operator `wher`", &source, Span::new(4, 8))
            .help("a similar operator is `where`");
        let text = render(&d, Style::Plain);
        assert!(text.contains("error[KS176]: unknown operator `wher`"), "{text}");
        assert!(text.contains("--> q.kql:1:5"), "{text}");
        assert!(text.contains("help: a similar operator is `where`"), "{text}");
    }
}
