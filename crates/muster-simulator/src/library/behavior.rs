//! Behaviors: named pieces of story with parameters.

use std::sync::Arc;

use muster_source::{Diagnostic, Source, Span};
use muster_yaml::{Fields, Node};

use crate::codes::{DUPLICATE, SHAPE};
use crate::template::{Parameters, Template};
use crate::vocabulary;

/// A parameter of a behavior.
#[derive(Debug, Clone)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    /// What it is where nothing is given; a parameter without it must be given.
    pub(crate) default: Option<Template>,
}

/// A piece of story that scenarios use by its address. Its steps are read anew at each use, with the parameters filled
/// in, so that a complaint points at the use as well as into the behavior.
#[derive(Debug, Clone)]
pub(crate) struct Behavior {
    pub(crate) source: Source,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) technique: Option<Arc<str>>,
    /// The step that `then:` of a use hangs under; the first one if nothing is said.
    pub(crate) body: Option<(String, Span)>,
    pub(crate) steps: Vec<Node>,
}

/// Reads what stands around the steps of a behavior.
pub(crate) fn read(node: &Node, source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Option<Behavior> {
    let mut fields = Fields::of(node, source, diagnostics);
    fields.require("title");
    fields.text("title");
    fields.text("certainty");
    fields.text("note");
    let technique = vocabulary::technique(&mut fields, source);
    let mut parameters: Vec<Parameter> = Vec::new();
    for (key, value) in fields.mapping("parameters").unwrap_or_default() {
        let Some(name) = key.text() else { continue };
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
            fields.report(
                Diagnostic::error(SHAPE, format!("`{name}` is not a name of a parameter"), source, key.span)
                    .help("write lower-case letters, digits and `_`"),
            );
            continue;
        }
        if parameters.iter().any(|p| p.name == name) {
            fields.report(
                Diagnostic::error(DUPLICATE, format!("the parameter `{name}` is there already"), source, key.span)
                    .help("give it another name"),
            );
            continue;
        }
        let mut inner = Fields::of(value, source, fields.diagnostics());
        inner.text("note");
        let default = inner
            .take("default")
            .and_then(|node| Template::read(node, source, &Parameters::new(), inner.diagnostics()));
        inner.finish();
        parameters.push(Parameter { name: name.to_owned(), default });
    }
    let body = fields.take("body").and_then(|node| Some((fields.text("body")?.to_owned(), node.span)));
    let steps = fields.require("steps").and_then(|_| fields.list("steps")).map(<[Node]>::to_vec);
    if steps.as_ref().is_some_and(Vec::is_empty) {
        let at = fields.key_span("steps").unwrap_or(node.span);
        fields.report(Diagnostic::error(SHAPE, "a behavior has at least one step", source, at).help("write a step"));
    }
    fields.finish();
    Some(Behavior { source: source.clone(), parameters, technique, body, steps: steps? })
}
