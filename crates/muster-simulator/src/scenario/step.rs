//! Steps: `run:` and `use:`, their children, and the behaviors that they unfold into.

use std::sync::Arc;

use muster_catalog::TICKS_PER_SECOND;
use muster_source::{Code, Diagnostic, Severity, Source, Span, nearest};
use muster_yaml::{Fields, Node};

use crate::codes::{DUPLICATE, LIMIT, NESTING, PARAMETER, SHAPE, UNKNOWN_BEHAVIOR, UNKNOWN_STEP};
use crate::library::Library;
use crate::library::behavior::Behavior;
use crate::quantity::{self, MILLISECOND};
use crate::scenario::limits::{MAX_DEPTH, MAX_REPEAT, MAX_STEPS};
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

/// How often something is done, and how far apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Repetition {
    pub(crate) repeat: u32,
    pub(crate) gap: i64,
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
    fn word(&mut self, node: &Node, fields: &mut Fields<'_, '_>, place: &Place<'_>) -> Option<String> {
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
        match template.fixed() {
            Some(text) => Some(text.to_owned()),
            None => {
                let message = "only parameters can stand here";
                fields.report(
                    Diagnostic::error(crate::codes::PLACEHOLDER, message, place.source, node.span)
                        .help("write the word itself"),
                );
                None
            }
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
        let text = run.text();
        if text.is_some_and(|t| t.contains('\\')) {
            let path = Template::read(run, place.source, place.parameters, fields.diagnostics())?;
            return Some(Program::Unknown { path });
        }
        let name = self.word(run, fields, place);
        let Some(name) = name else {
            // A name that is not known yet still is a program, so that the rest of the step is checked.
            return (self.lenient && text.is_some()).then(|| Program::Unknown { path: Template::literal("x") });
        };
        if name.contains('\\') {
            return Some(Program::Unknown { path: Template::literal(name) });
        }
        let image = self.library.image(&name, run, place.source, fields.diagnostics())?;
        Some(Program::Known { image, path: None, version: None })
    }

    fn parent(&mut self, node: &Node, fields: &mut Fields<'_, '_>, path: &str, place: &Place<'_>) -> Option<Parent> {
        let text = self.word(node, fields, place)?;
        match Parent::of(&text) {
            Parent::Step(id) => match self.resolve(&id, path) {
                Some(path) => Some(Parent::Step(path)),
                None => {
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
            },
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

    fn behavior(
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
        let parameters = self.arguments(behavior, &address, with, used, fields, place);
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
        &mut self,
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

    fn report(&mut self, code: Code, message: &str, source: &Source, span: Span, help: &str) {
        self.diagnostics.push(Diagnostic::bare(code, Severity::Error, message).at(source, span, "").help(help));
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

/// Reads `repeat` and `every`.
pub(crate) fn repetition(fields: &mut Fields<'_, '_>, source: &Source) -> Repetition {
    let mut repeat = None;
    if let Some(node) = fields.take("repeat") {
        match fields.integer("repeat") {
            Some(n) if (1..=i64::from(MAX_REPEAT)).contains(&n) => repeat = u32::try_from(n).ok(),
            Some(n) => fields.report(
                Diagnostic::error(LIMIT, format!("a step cannot be repeated {n} times"), source, node.span)
                    .help(format!("write a number from 1 to {MAX_REPEAT}")),
            ),
            None => {}
        }
    }
    let mut gap = TICKS_PER_SECOND;
    if let Some(node) = fields.take("every") {
        let text = node.text().unwrap_or_default();
        let (every, total) = text.split_once(" for ").map_or((text, None), |(e, t)| (e, Some(t)));
        let read = (quantity::duration_of(every), total.map(quantity::duration_of));
        match read {
            (Some(every), None) if every > 0 => gap = every,
            (Some(every), Some(Some(total))) if every > 0 && repeat.is_none() => {
                gap = every;
                let n = (total / every).max(1);
                if n > i64::from(MAX_REPEAT) {
                    let message = format!("a step cannot be repeated {n} times");
                    let help = format!("at most {MAX_REPEAT} repetitions: write a longer interval or a shorter time");
                    fields.report(Diagnostic::error(LIMIT, message, source, node.span).help(help));
                } else {
                    repeat = u32::try_from(n).ok();
                }
            }
            (Some(every), Some(Some(_))) if every > 0 => fields.report(
                Diagnostic::error(SHAPE, "`repeat` and `every: … for …` both say how often", source, node.span)
                    .help("leave one of them out"),
            ),
            _ => fields.report(
                Diagnostic::error(
                    crate::codes::DURATION,
                    format!("{} is not an interval", quantity::shown(node)),
                    source,
                    node.span,
                )
                .help("write `5m`, or `5m for 2h`"),
            ),
        }
    }
    Repetition { repeat: repeat.unwrap_or(1), gap }
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
