//! Steps: `run:` and `use:`, their children, and the behaviors that they unfold into.

use std::sync::Arc;

use muster_catalog::TICKS_PER_SECOND;
use muster_source::{Code, Diagnostic, Severity, Source, Span, nearest};
use muster_yaml::{Fields, Node};

use crate::codes::{DUPLICATE, LIMIT, NESTING, SHAPE, UNKNOWN_STEP};
use crate::library::Library;
use crate::quantity::{self, MILLISECOND};
use crate::scenario::limits::{MAX_DEPTH, MAX_STEPS};
use crate::scenario::repetition::{Repetition, repetition};
use crate::scenario::settings::{self, Setting};
use crate::template::{Parameters, Template};
use crate::truth::Verdict;
use crate::vocabulary::{self, Account, Integrity, Parent};

/// Longest delay of a child whose time is not given, in ticks.
const USUAL_DELAY: i64 = 2 * TICKS_PER_SECOND;

/// A process that the story starts, with those that it starts in turn.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// Ids from the top of the story, joined by `/`.
    pub(crate) path: Arc<str>,
    pub(crate) source: Source,
    pub(crate) span: Span,
    pub(crate) verdict: Verdict,
    pub(crate) technique: Option<Arc<str>>,
    pub(crate) program: Program,
    pub(crate) command: Option<Template>,
    /// `None`: the step around it, or at the top the usual parent of the image.
    pub(crate) parent: Option<Parent>,
    pub(crate) account: Option<Account>,
    pub(crate) integrity: Option<Integrity>,
    /// Delay after the sibling before it, or after the step around it: least and most.
    pub(crate) delay: (i64, i64),
    pub(crate) life: Option<(i64, i64)>,
    pub(crate) repeat: u32,
    pub(crate) gap: i64,
    pub(crate) set: Vec<Setting>,
    pub(crate) children: Vec<Step>,
    /// For a step of a behavior: where the scenario uses the behavior.
    pub(crate) used: Option<(Source, Span)>,
}

impl Step {
    /// A complaint about the step, at its place in the scenario.
    pub(crate) fn complaint(&self, code: Code, message: String) -> Diagnostic {
        match &self.used {
            Some((source, span)) => Diagnostic::error(code, message, source, *span).at(
                &self.source,
                self.span,
                "by this step of the behavior",
            ),
            None => Diagnostic::error(code, message, &self.source, self.span),
        }
    }
}

/// The file that a process is made from.
#[derive(Debug, Clone)]
pub(crate) enum Program {
    /// An image of the catalog, perhaps at another path or of another version.
    Known { image: usize, path: Option<Template>, version: Option<String> },
    /// A file that no catalog has: no version information, no signature.
    Unknown { path: Template },
}

/// Reads steps of one scenario, or checks those of one behavior.
pub(crate) struct StepReader<'a> {
    pub(crate) library: &'a Library,
    /// Accounts that the fleet names.
    pub(crate) named: &'a [String],
    /// Paths of the steps read so far.
    pub(crate) seen: Vec<Arc<str>>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Texts that depend on parameters cannot be judged: a behavior is read without a use.
    pub(crate) lenient: bool,
}

/// Where a step stands.
#[derive(Clone)]
pub(crate) struct Place<'a> {
    pub(crate) source: &'a Source,
    pub(crate) parameters: &'a Parameters,
    pub(crate) verdict: Option<Verdict>,
    pub(crate) technique: Option<Arc<str>>,
    pub(crate) depth: usize,
    /// The outermost use of a behavior around it.
    pub(crate) used: Option<(&'a Source, Span)>,
}

impl StepReader<'_> {
    /// Reads the items of a `then:` or of a behavior; `base` is the path of the step around them.
    pub(crate) fn steps(&mut self, items: &[Node], base: &str, place: &Place<'_>) -> Vec<Step> {
        let mut steps = Vec::new();
        for (i, item) in items.iter().enumerate() {
            if place.depth > MAX_DEPTH {
                let message = format!("steps are nested deeper than {MAX_DEPTH}");
                self.report(NESTING, &message, place.source, item.span, "flatten the story");
                break;
            }
            if self.seen.len() > MAX_STEPS {
                let message = format!("there are more than {MAX_STEPS} steps");
                self.report(LIMIT, &message, place.source, item.span, "split the scenario");
                break;
            }
            let mut diagnostics = std::mem::take(&mut self.diagnostics);
            let mut fields = Fields::of(item, place.source, &mut diagnostics);
            let id = id(&mut fields, place.source).unwrap_or_else(|| (i + 1).to_string());
            let path: Arc<str> = if base.is_empty() { id.into() } else { format!("{base}/{id}").into() };
            let within = fields.take("within").and_then(|n| {
                let most = quantity::duration(n, place.source, fields.diagnostics())?;
                Some((50 * MILLISECOND, most.max(50 * MILLISECOND)))
            });
            let after = fields.take("after").and_then(|n| {
                let text = n.text().and_then(|t| quantity::duration_of(t.strip_prefix('+').unwrap_or(t)));
                if text.is_none() {
                    let message = format!("{} is not a delay", quantity::shown(n));
                    fields.report(Diagnostic::error(crate::codes::DURATION, message, place.source, n.span).help(
                        "a nested step follows the one above it: write `+30s`; only steps at the top name another step",
                    ));
                }
                text.map(|d| (d, d))
            });
            let unfolded = self.action(item, &mut fields, &path, None, place);
            fields.finish();
            self.diagnostics.splice(0..0, diagnostics);
            let delay = after.or(within).unwrap_or((50 * MILLISECOND, USUAL_DELAY));
            let mut unfolded = unfolded;
            if let Some(first) = unfolded.first_mut() {
                first.delay = delay;
            }
            steps.extend(unfolded);
        }
        steps
    }

    /// Reads what a step does: `run:` gives one step, `use:` those of the behavior.
    ///
    /// `top` is the repetition that stands at the top of the story, where it applies to the whole item.
    pub(crate) fn action(
        &mut self,
        node: &Node,
        fields: &mut Fields<'_, '_>,
        path: &Arc<str>,
        top: Option<Repetition>,
        place: &Place<'_>,
    ) -> Vec<Step> {
        fields.text("title");
        fields.text("note");
        if self.seen.iter().any(|s| s == path) {
            let at = fields.take("id").map_or(node.span, |n| n.span);
            fields.report(
                Diagnostic::error(DUPLICATE, format!("the step `{path}` is there already"), place.source, at)
                    .help("give one of the two another `id`"),
            );
        }
        self.seen.push(path.clone());
        let verdict = verdict(fields).or(place.verdict);
        if verdict.is_none() {
            fields.report(
                Diagnostic::error(
                    SHAPE,
                    format!("nobody says whether the step `{path}` is malicious"),
                    place.source,
                    fields.head(),
                )
                .help("add `verdict: malicious` or `verdict: benign`, here or at the top of the file"),
            );
        }
        let stated = vocabulary::technique(fields, place.source);
        let then = fields.list("then").unwrap_or_default();
        let used = fields.take("use");
        if let Some(used) = used {
            for key in ["run", "command"] {
                if let Some(at) = fields.key_span(key) {
                    let message = format!("`{key}` does not go with `use`");
                    fields.take(key);
                    fields.report(Diagnostic::error(SHAPE, message, place.source, at).help("make two steps of it"));
                }
            }
            let technique = stated.or_else(|| place.technique.clone());
            let parent = fields.take("parent").and_then(|n| self.parent(n, fields, path, place));
            let account = self.account(fields, place);
            let inner = Place { verdict, technique, depth: place.depth + 1, ..place.clone() };
            let mut steps = self.behavior(used, fields, path, then, &inner);
            for step in &mut steps {
                step.parent = step.parent.take().or_else(|| parent.clone());
                step.account = step.account.take().or_else(|| account.clone());
            }
            return steps;
        }
        let Some(run) = fields.require("run") else { return Vec::new() };
        let program = self.program(run, fields, place);
        let command = fields
            .take("command")
            .and_then(|n| Template::read(n, place.source, place.parameters, fields.diagnostics()));
        let parent = fields.take("parent").and_then(|n| self.parent(n, fields, path, place));
        let account = self.account(fields, place);
        let integrity = Integrity::take(fields);
        let life = fields.take("life").and_then(|n| quantity::range(n, place.source, fields.diagnostics()));
        let repetition = match top {
            Some(_) => Repetition { repeat: 1, gap: 0 },
            None => repetition(fields, place.source),
        };
        let set = fields
            .take("set")
            .map(|n| settings::read(n, place.source, place.parameters, fields.diagnostics()))
            .unwrap_or_default();
        let inner = Place { verdict, technique: None, depth: place.depth + 1, ..place.clone() };
        let children = self.steps(then, path, &inner);
        let (Some(program), Some(verdict)) = (program, verdict) else { return Vec::new() };
        vec![Step {
            path: path.clone(),
            source: place.source.clone(),
            span: node.span,
            verdict,
            technique: stated.or_else(|| place.technique.clone()),
            program,
            command,
            parent,
            account,
            integrity,
            delay: (0, 0),
            life,
            repeat: repetition.repeat,
            gap: repetition.gap,
            set,
            children,
            used: place.used.map(|(source, span)| (source.clone(), span)),
        }]
    }

    /// The text of a key whose value may be a parameter; `None` where it cannot be known yet.
    pub(crate) fn word(&mut self, node: &Node, fields: &mut Fields<'_, '_>, place: &Place<'_>) -> Option<String> {
        let Some(text) = node.text() else {
            let message = format!("a word belongs here, not {}", node.noun());
            fields.report(Diagnostic::error(SHAPE, message, place.source, node.span).help("write one word"));
            return None;
        };
        if !text.contains('{') {
            return Some(text.to_owned());
        }
        let template = Template::read(node, place.source, place.parameters, fields.diagnostics())?;
        if self.lenient {
            return None;
        }
        if let Some(text) = template.fixed() {
            Some(text.to_owned())
        } else {
            let message = "only parameters can stand here";
            fields.report(
                Diagnostic::error(crate::codes::PLACEHOLDER, message, place.source, node.span)
                    .help("write the word itself"),
            );
            None
        }
    }

    fn account(&mut self, fields: &mut Fields<'_, '_>, place: &Place<'_>) -> Option<Account> {
        let node = fields.take("as")?;
        let text = self.word(node, fields, place)?;
        Account::read(&text, node, place.source, self.named, fields.diagnostics())
    }

    fn program(&mut self, run: &Node, fields: &mut Fields<'_, '_>, place: &Place<'_>) -> Option<Program> {
        if run.entries().is_some() {
            let mut inner = Fields::of(run, place.source, fields.diagnostics());
            let path =
                inner.take("path").and_then(|n| Template::read(n, place.source, place.parameters, inner.diagnostics()));
            let version = inner.text("version").map(str::to_owned);
            let image = inner.require("image");
            let image = image.and_then(|n| {
                let name = self.word(n, &mut inner, place)?;
                self.library.image(&name, n, place.source, inner.diagnostics())
            });
            inner.finish();
            return image.map(|image| Program::Known { image, path, version });
        }
        if run.text().is_some_and(|t| t.contains(['\\', '{'])) {
            let path = Template::read(run, place.source, place.parameters, fields.diagnostics())?;
            // A parameter may be a name or a path; without a use nobody knows, and the rest is checked all the same.
            if self.lenient || path.shape().contains('\\') {
                return Some(Program::Unknown { path });
            }
        }
        let name = self.word(run, fields, place)?;
        let image = self.library.image(&name, run, place.source, fields.diagnostics())?;
        Some(Program::Known { image, path: None, version: None })
    }

    fn parent(&mut self, node: &Node, fields: &mut Fields<'_, '_>, path: &str, place: &Place<'_>) -> Option<Parent> {
        let text = self.word(node, fields, place)?;
        match Parent::of(&text) {
            Parent::Step(id) => {
                if let Some(path) = self.resolve(&id, path) {
                    Some(Parent::Step(path))
                } else {
                    let diagnostic =
                        Diagnostic::error(UNKNOWN_STEP, format!("unknown parent `{id}`"), place.source, node.span);
                    fields.report(match nearest(&id, self.seen.iter().map(AsRef::as_ref).filter(|s| *s != path)) {
                        Some(near) => diagnostic.help(format!("a similar step above this one is `{near}`")),
                        None => {
                            diagnostic.help("name an image such as `explorer.exe`, or the id of a step above this one")
                        }
                    });
                    None
                }
            }
            image @ Parent::Image { .. } => {
                self.check_parent(&image, &text, node, fields, place);
                Some(image)
            }
        }
    }

    /// A parent must be an image of the catalog, or run by a step above.
    fn check_parent(&self, parent: &Parent, text: &str, node: &Node, fields: &mut Fields<'_, '_>, place: &Place<'_>) {
        let Parent::Image { name, words } = parent else { return };
        let Some(image) = self.library.image_index.get(name) else {
            // The file of a step by path; whether it lives is seen when the story unfolds.
            return;
        };
        let of_image = Parent::Image { name: name.clone(), words: String::new() };
        if !words.is_empty() && self.library.root_of(&of_image).is_some() && self.library.root_of(parent).is_none() {
            let known: Vec<String> = self
                .library
                .roots_of(&of_image)
                .filter_map(|i| self.library.roots[i].command.fixed().map(|c| format!("`{c}`")))
                .collect();
            let message = format!("no `{}` has `{words}` in its command line", self.library.images[*image].name);
            fields.report(
                Diagnostic::error(crate::codes::PARENT, message, place.source, node.span)
                    .label(format!("from `{text}`"))
                    .help(format!("there are {}", known.join(", "))),
            );
        }
    }

    /// The path of the step that `id` means at `path`: the innermost of those that can be meant.
    pub(crate) fn resolve(&self, id: &str, path: &str) -> Option<Arc<str>> {
        let mut base = path;
        loop {
            base = base.rfind('/').map_or("", |at| &base[..at]);
            let wanted = if base.is_empty() { id.to_owned() } else { format!("{base}/{id}") };
            if let Some(found) = self.seen.iter().find(|s| ***s == *wanted && ***s != *path) {
                return Some(found.clone());
            }
            if base.is_empty() {
                return None;
            }
        }
    }

    pub(crate) fn report(&mut self, code: Code, message: &str, source: &Source, span: Span, help: &str) {
        self.diagnostics.push(Diagnostic::bare(code, Severity::Error, message).at(source, span, "").help(help));
    }
}

/// Reads `id`.
pub(crate) fn id(fields: &mut Fields<'_, '_>, source: &Source) -> Option<String> {
    let node = fields.take("id")?;
    let text = fields.text("id")?;
    let good = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if good && !text.is_empty() && text.len() <= 64 {
        return Some(text.to_owned());
    }
    fields.report(
        Diagnostic::error(SHAPE, format!("{} is not an id", quantity::shown(node)), source, node.span)
            .help("write letters, digits, `-` and `_`, at most 64"),
    );
    None
}

/// Reads `verdict`.
pub(crate) fn verdict(fields: &mut Fields<'_, '_>) -> Option<Verdict> {
    Some(match fields.one_of("verdict", &["malicious", "benign"])? {
        "malicious" => Verdict::Malicious,
        _ => Verdict::Benign,
    })
}
