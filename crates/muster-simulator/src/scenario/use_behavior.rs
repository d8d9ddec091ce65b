//! `use:`: a behavior unfolds into steps.

use std::sync::Arc;

use muster_source::{Diagnostic, nearest};
use muster_yaml::{Fields, Node};

use crate::codes::{NESTING, PARAMETER, UNKNOWN_BEHAVIOR, UNKNOWN_STEP};
use crate::library::Library;
use crate::library::behavior::Behavior;
use crate::scenario::limits::MAX_DEPTH;
use crate::scenario::step::{Place, Step, StepReader};
use crate::template::{Parameters, Template};
use crate::truth::Verdict;

impl StepReader<'_> {
    /// The steps of the behavior that `used` names, with the children of the use below its body.
    pub(crate) fn behavior(
        &mut self,
        used: &Node,
        fields: &mut Fields<'_, '_>,
        path: &Arc<str>,
        then: &[Node],
        place: &Place<'_>,
    ) -> Vec<Step> {
        let with = fields.take("with");
        let Some(address) = self.word(used, fields, place) else { return Vec::new() };
        let Some(behavior) = self.library.behaviors.get(&address) else {
            let diagnostic =
                Diagnostic::error(UNKNOWN_BEHAVIOR, format!("unknown behavior `{address}`"), place.source, used.span);
            fields.report(match nearest(&address, self.library.behavior_names()) {
                Some(near) => diagnostic.help(format!("a similar behavior is `{near}`")),
                None => diagnostic.help("name a file under `behaviors/`, without its extension"),
            });
            return Vec::new();
        };
        if place.depth > MAX_DEPTH {
            let message = format!("behaviors are nested deeper than {MAX_DEPTH}");
            fields.report(Diagnostic::error(NESTING, message, place.source, used.span).help("does it use itself?"));
            return Vec::new();
        }
        let parameters = Self::arguments(behavior, &address, with, used, fields, place);
        let technique = place.technique.clone().or_else(|| behavior.technique.clone());
        let inner = Place {
            source: &behavior.source,
            parameters: &parameters,
            verdict: place.verdict,
            technique,
            depth: place.depth + 1,
            used: place.used.or(Some((place.source, used.span))),
        };
        let before = self.diagnostics.len();
        let mut steps = self.steps(&behavior.steps, path, &inner);
        for diagnostic in self.diagnostics.iter_mut().skip(before) {
            diagnostic.labels.push(muster_source::Label {
                source: place.source.clone(),
                span: used.span,
                text: "used here".to_owned(),
            });
        }
        let children = self.steps(then, path, &Place { technique: None, depth: place.depth + 1, ..place.clone() });
        let body = match &behavior.body {
            Some((id, _)) => find(&mut steps, id),
            None => steps.first_mut(),
        };
        match body {
            Some(body) => body.children.extend(children),
            None if children.is_empty() => {}
            None => {
                let message = format!("the behavior `{address}` has no step to hang others under");
                fields.report(Diagnostic::error(NESTING, message, place.source, used.span).help("put them beside it"));
            }
        }
        steps
    }

    fn arguments(
        behavior: &Behavior,
        address: &str,
        with: Option<&Node>,
        used: &Node,
        fields: &mut Fields<'_, '_>,
        place: &Place<'_>,
    ) -> Parameters {
        let mut given = Parameters::new();
        let mut wrong: Vec<Diagnostic> = Vec::new();
        if let Some(with) = with {
            let Some(entries) = with.entries() else {
                Fields::of(with, place.source, fields.diagnostics()).finish();
                return given;
            };
            for (key, value) in entries {
                let Some(name) = key.text() else { continue };
                if !behavior.parameters.iter().any(|p| p.name == name) {
                    let message = format!("the behavior `{address}` has no parameter `{name}`");
                    let diagnostic = Diagnostic::error(PARAMETER, message, place.source, key.span);
                    let known = behavior.parameters.iter().map(|p| p.name.as_str());
                    wrong.push(match nearest(name, known.clone()) {
                        Some(near) => diagnostic.help(format!("a similar parameter is `{near}`")),
                        None if behavior.parameters.is_empty() => diagnostic.help("it has none; remove this one"),
                        None => diagnostic.help(format!("it has `{}`", known.collect::<Vec<_>>().join("`, `"))),
                    });
                    continue;
                }
                match Template::read(value, place.source, place.parameters, &mut wrong) {
                    Some(template) => {
                        given.insert(name.to_owned(), template);
                    }
                    None if value.text().is_none() => wrong.push(
                        Diagnostic::error(
                            PARAMETER,
                            format!("`{name}` takes a text, not {}", value.noun()),
                            place.source,
                            value.span,
                        )
                        .help("write a word or a text in quotes"),
                    ),
                    None => {}
                }
            }
        }
        for parameter in &behavior.parameters {
            if given.contains_key(&parameter.name) {
                continue;
            }
            if let Some(default) = &parameter.default {
                given.insert(parameter.name.clone(), default.clone());
            } else {
                let name = &parameter.name;
                if !wrong.iter().any(Diagnostic::is_error) {
                    let message = format!("the behavior `{address}` needs the parameter `{name}`");
                    wrong.push(
                        Diagnostic::error(PARAMETER, message, place.source, used.span)
                            .help(format!("add `with: {{{name}: …}}`")),
                    );
                }
                // The steps are read all the same, and must not be blamed for it.
                given.insert(name.clone(), Template::literal("x"));
            }
        }
        for diagnostic in wrong {
            fields.report(diagnostic);
        }
        given
    }
}

/// Reads the steps of a behavior as far as they can be judged without a use.
pub(crate) fn check_behavior(address: &str, library: &Library, diagnostics: &mut Vec<Diagnostic>) {
    let Some(behavior) = library.behaviors.get(address) else { return };
    let parameters: Parameters = behavior
        .parameters
        .iter()
        .map(|p| (p.name.clone(), p.default.clone().unwrap_or_else(|| Template::literal("x"))))
        .collect();
    let mut reader = StepReader { library, named: &[], seen: Vec::new(), diagnostics: Vec::new(), lenient: true };
    let place = Place {
        source: &behavior.source,
        parameters: &parameters,
        verdict: Some(Verdict::Benign),
        technique: None,
        depth: 0,
        used: None,
    };
    let mut steps = reader.steps(&behavior.steps, "", &place);
    if let Some((body, span)) = &behavior.body
        && find(&mut steps, body).is_none()
    {
        let message = format!("`body` names no step of this behavior: `{body}`");
        reader.report(UNKNOWN_STEP, &message, &behavior.source, *span, "name the `id` of one of its steps");
    }
    diagnostics.append(&mut reader.diagnostics);
}

/// The first step with this id, at any depth.
fn find<'s>(steps: &'s mut [Step], id: &str) -> Option<&'s mut Step> {
    for step in steps {
        if step.path.rsplit('/').next() == Some(id) {
            return Some(step);
        }
        if let Some(found) = find(&mut step.children, id) {
            return Some(found);
        }
    }
    None
}
