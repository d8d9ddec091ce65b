//! Events of the YAML parser → tree.

use std::collections::BTreeMap;

use muster_source::{Diagnostic, Source, Span};
use serde_yaml::granit_parser::{Event, Parser, ScalarStyle, Span as Mark, Tag};

use crate::codes::{ALIAS, DOCUMENTS, DUPLICATE_KEY, KEY, TAG, TOO_MUCH};
use crate::limits::{MAX_BYTES, MAX_DEPTH, MAX_NODES, MAX_TEXT};
use crate::node::{Kind, Layout, Node};
use crate::scan;

/// Reads the one document of `source`; an empty file is [`Kind::Null`].
///
/// # Errors
/// What is wrong with the text: at least one diagnostic, each with a span. Reading stops at the first fault of the
/// grammar; duplicate keys and the like are all reported.
pub fn read(source: &Source) -> Result<Node, Vec<Diagnostic>> {
    let text = source.text();
    if text.len() > MAX_BYTES {
        let message = format!("the file is too long: {} bytes, and {MAX_BYTES} are the limit", text.len());
        return Err(vec![Diagnostic::error(TOO_MUCH, message, source, Span::new(0, 0)).help("split the file")]);
    }
    let mut tree = Tree::new(source);
    let options = serde_yaml::granit_parser::options! {
        emit_comments: false, flow_nesting_limit: 255, block_nesting_limit: 255,
    };
    for event in Parser::new_from_str_with_options(text, options) {
        let step = match event {
            Ok((event, mark)) => tree.take(event, mark),
            Err(error) => Err(Box::new(scan::diagnose(source, &error))),
        };
        if let Err(diagnostic) = step {
            tree.diagnostics.push(*diagnostic);
            break;
        }
    }
    if tree.diagnostics.is_empty() {
        let end = Span::new(text.len(), text.len());
        Ok(tree.root.unwrap_or(Node { span: end, kind: Kind::Null, layout: Layout::Plain }))
    } else {
        Err(tree.diagnostics)
    }
}

/// The fault is boxed: it is large, and steps are many.
type Step = Result<(), Box<Diagnostic>>;

/// A finished node with what it costs to repeat it.
#[derive(Clone)]
struct Built {
    node: Node,
    size: Size,
}

#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    text: usize,
    depth: usize,
}

/// A list or mapping that is still open.
struct Open {
    start: usize,
    anchor: usize,
    size: Size,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Pairs { entries: Vec<(Node, Node)>, key: Option<Node>, seen: BTreeMap<String, Span> },
}

struct Tree<'s> {
    source: &'s Source,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Built>,
    root: Option<Node>,
    spent: Size,
    diagnostics: Vec<Diagnostic>,
}

impl<'s> Tree<'s> {
    fn new(source: &'s Source) -> Self {
        Self {
            source,
            open: Vec::new(),
            anchors: BTreeMap::new(),
            root: None,
            spent: Size::default(),
            diagnostics: Vec::new(),
        }
    }

    fn take(&mut self, event: Event<'_>, mark: Mark) -> Step {
        let span = scan::span(self.source, mark);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let forced = self.tag(tag.as_deref(), mark)?;
                let layout = match style {
                    ScalarStyle::SingleQuoted => Layout::SingleQuoted,
                    ScalarStyle::DoubleQuoted => Layout::DoubleQuoted,
                    ScalarStyle::Literal | ScalarStyle::Folded => Layout::Block,
                    ScalarStyle::Plain => Layout::Plain,
                };
                let plain = layout == Layout::Plain && !forced;
                let kind = if plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL") {
                    Kind::Null
                } else {
                    Kind::Scalar { text: text.into_owned(), plain }
                };
                let size = Size { nodes: 1, text: span.len(), depth: 0 };
                self.afford(size, span)?;
                self.close(Built { node: Node { span, kind, layout }, size }, anchor)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.tag(tag.as_deref(), mark)?;
                self.enter(Span { start: self.dash(span), ..span }, anchor, Content::List(Vec::new()))
            }
            Event::MappingStart(_, anchor, tag) => {
                self.tag(tag.as_deref(), mark)?;
                let content = Content::Pairs { entries: Vec::new(), key: None, seen: BTreeMap::new() };
                self.enter(span, anchor, content)
            }
            Event::SequenceEnd | Event::MappingEnd => self.leave(span),
            Event::Alias(anchor) => match self.anchors.get(&anchor).cloned() {
                Some(built) => {
                    self.afford(built.size, span)?;
                    self.close(built, 0)
                }
                None => Err(Box::new(
                    Diagnostic::error(ALIAS, "an alias stands inside the node that it repeats", self.source, span)
                        .help("repeat a node that ends before the alias"),
                )),
            },
            _ => Ok(()),
        }
    }

    /// Whether a tag makes the scalar text.
    fn tag(&self, tag: Option<&Tag>, mark: Mark) -> Result<bool, Box<Diagnostic>> {
        if tag.is_none() {
            return Ok(false);
        }
        let at = mark.tag_span().map_or_else(|| scan::span(self.source, mark), |m| scan::span(self.source, m));
        match self.source.slice(at) {
            "!!str" | "!" => Ok(true),
            written => Err(Box::new(
                Diagnostic::error(TAG, format!("the tag `{written}` is not known"), self.source, at)
                    .help("leave the tag out"),
            )),
        }
    }

    /// Where a list begins: for a list under a key in the same column the parser has gone past the first dash already.
    fn dash(&self, span: Span) -> u32 {
        let (above, below) = self.source.text().split_at(span.start as usize);
        let here = below.starts_with('[') || (below.starts_with('-') && below[1..].starts_with(char::is_whitespace));
        let line = above.trim_end_matches([' ', '\t']);
        if !here && line.ends_with('-') { Span::new(line.len() - 1, line.len()).start } else { span.start }
    }

    fn enter(&mut self, span: Span, anchor: usize, content: Content) -> Step {
        self.afford(Size { nodes: 1, text: 0, depth: 1 }, span)?;
        self.open.push(Open { start: span.start as usize, anchor, size: Size::default(), content });
        Ok(())
    }

    fn leave(&mut self, span: Span) -> Step {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let (kind, last) = match open.content {
            Content::List(items) => {
                let last = items.last().map(|n| n.span);
                (Kind::Sequence(items), last)
            }
            Content::Pairs { entries, .. } => {
                let last = entries.last().map(|(k, v)| k.span.to(v.span));
                (Kind::Mapping(entries), last)
            }
        };
        // A block collection ends where its last entry ends, not where the parser noticed that.
        let end = if span.is_empty() { last.map_or(open.start, |s| s.end as usize) } else { span.end as usize };
        let node = Node { span: Span::new(open.start, end), kind, layout: Layout::Collection };
        let size = Size { nodes: open.size.nodes + 1, text: open.size.text, depth: open.size.depth + 1 };
        self.close(Built { node, size }, open.anchor)
    }

    /// Puts a finished node into the list or mapping around it.
    fn close(&mut self, built: Built, anchor: usize) -> Step {
        if anchor > 0 {
            // Kept for its aliases: a second copy, and anchors inside of anchors are kept once for each.
            self.afford(Size { depth: 0, ..built.size }, built.node.span)?;
            self.anchors.insert(anchor, built.clone());
        }
        let Built { node, size } = built;
        let Some(open) = self.open.last_mut() else { return self.document(node) };
        open.size.nodes += size.nodes;
        open.size.text += size.text;
        open.size.depth = open.size.depth.max(size.depth);
        match &mut open.content {
            Content::List(items) => items.push(node),
            Content::Pairs { entries, key, seen } => match key.take() {
                Some(k) => entries.push((k, node)),
                None => *key = Some(checked_key(self.source, node, seen, &mut self.diagnostics)?),
            },
        }
        Ok(())
    }

    fn document(&mut self, node: Node) -> Step {
        // A closing `---` opens a document with nothing in it; rule files in the wild have it.
        if self.root.is_none() {
            self.root = Some(node);
        } else if !node.is_null() {
            let message = "the file holds more than one document";
            return Err(Box::new(
                Diagnostic::error(DOCUMENTS, message, self.source, node.span)
                    .label("the second one begins here")
                    .help("remove the `---` above, or make a file of each"),
            ));
        }
        Ok(())
    }

    /// Pays for nodes that come into the open list or mapping, and refuses when there are too many.
    fn afford(&mut self, size: Size, span: Span) -> Step {
        if self.open.len() + size.depth > MAX_DEPTH {
            let message = format!("lists and mappings are nested deeper than {MAX_DEPTH} levels");
            return Err(Box::new(Diagnostic::error(TOO_MUCH, message, self.source, span).help("flatten the document")));
        }
        self.spent.nodes += size.nodes;
        self.spent.text += size.text;
        if self.spent.nodes > MAX_NODES || self.spent.text > MAX_TEXT {
            let message = format!(
                "the document is too large: with its aliases expanded it has more than {MAX_NODES} nodes or {MAX_TEXT} bytes"
            );
            let diagnostic = Diagnostic::error(TOO_MUCH, message, self.source, span);
            return Err(Box::new(diagnostic.help("use fewer aliases, or split the file")));
        }
        Ok(())
    }
}

/// A key as it may be: text, and not there before.
fn checked_key(
    source: &Source,
    node: Node,
    seen: &mut BTreeMap<String, Span>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Node, Box<Diagnostic>> {
    let Some(text) = node.text() else {
        let message = format!("a key is text, not {}", node.noun());
        let diagnostic = Diagnostic::error(KEY, message, source, node.span);
        return Err(Box::new(diagnostic.help("a text that begins with a bracket or a brace stands in quotes")));
    };
    if let Some(first) = seen.get(text) {
        let message = format!("`{text}` stands twice in this mapping");
        diagnostics.push(
            Diagnostic::error(DUPLICATE_KEY, message, source, node.span)
                .label("again here")
                .at(source, *first, "first here")
                .help("remove or rename one of the two"),
        );
    } else {
        seen.insert(text.to_owned(), node.span);
    }
    Ok(node)
}
