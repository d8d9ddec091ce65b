//! Suppressions: predicates that a team added on purpose to keep legitimate use quiet.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use globset::{Glob, GlobSet, GlobSetBuilder};
use muster_source::{Diagnostic, Source, Span, nearest};
use muster_yaml::{Fields, Node};

use crate::codes::{DATE, DUPLICATE_SUPPRESSION, EMPTY_PREDICATE, GLOB, NO_SUCH_RULE, NOT_KEBAB, UNACCOUNTED};
use crate::rule::{Rule, kebab_case};

/// The JSON Schema of `suppressions.yaml`, for editors.
pub const SCHEMA: &str = include_str!("../../../docs/schema/suppressions.schema.json");

/// A predicate that takes events from a rule, or rows from its result.
#[derive(Debug, Clone)]
pub struct Suppression {
    /// What outcomes and golden files call it; kebab case, unique in its pack.
    pub id: String,
    /// What people call it; the id if the file does not say.
    pub title: String,
    /// The ids or patterns of rules that it applies to, with their places; empty means all.
    pub rules: Vec<(String, Span)>,
    /// What the predicate is about.
    pub stage: Stage,
    /// The predicate as written, with the pack's field names, as an excerpt of `source`.
    pub when: Source,
    /// Who answers for it.
    pub owner: String,
    /// Why it is there.
    pub reason: String,
    /// The last day on which it is in force.
    pub expires: NaiveDate,
    /// Where `expires` stands.
    pub expires_span: Span,
    /// It is known to match nothing, why, and until when that is accepted.
    pub known_dead: Option<KnownDead>,
    /// Where to point when the trouble is the suppression as a whole: its id.
    pub span: Span,
    /// The file.
    pub source: Source,
    matcher: GlobSet,
}

/// Accepted knowledge: the suppression matches nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDead {
    /// Why it is kept all the same.
    pub reason: String,
    /// The last day on which that is accepted.
    pub expires: NaiveDate,
    /// Where it stands.
    pub span: Span,
}

/// What the predicate of a suppression is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Events, before the rule sees them.
    Event,
    /// Rows of the rule's result.
    Result,
}

impl Suppression {
    /// Whether it applies to the rule with this id.
    #[must_use]
    pub fn applies_to(&self, rule: &str) -> bool {
        self.rules.is_empty() || self.matcher.is_match(rule)
    }
}

/// Reads `suppressions.yaml`; a suppression with an error is reported and left out.
#[must_use]
pub fn read(source: &Source) -> (Vec<Suppression>, Vec<Diagnostic>) {
    let node = match muster_yaml::read(source) {
        Ok(node) => node,
        Err(diagnostics) => return (Vec::new(), diagnostics),
    };
    let mut diagnostics = Vec::new();
    let mut suppressions: Vec<Suppression> = Vec::new();
    if node.is_null() {
        return (suppressions, diagnostics);
    }
    let mut f = Fields::of(&node, source, &mut diagnostics);
    let items = f.require("suppressions").and_then(|_| f.list("suppressions")).unwrap_or_default();
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    for item in items {
        let Some(suppression) = one(item, source, f.diagnostics()) else { continue };
        if let Some(first) = seen.get(&suppression.id) {
            let message = format!("two suppressions are called `{}`", suppression.id);
            f.report(
                Diagnostic::error(DUPLICATE_SUPPRESSION, message, source, suppression.span)
                    .label("again here")
                    .at(source, *first, "first here")
                    .help("give one of them another `id`"),
            );
            continue;
        }
        seen.insert(suppression.id.clone(), suppression.span);
        suppressions.push(suppression);
    }
    f.finish();
    (suppressions, diagnostics)
}

/// Reports the patterns that match none of `rules`.
#[must_use]
pub fn check_rules(suppressions: &[Suppression], rules: &[Rule]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for suppression in suppressions {
        for (pattern, span) in &suppression.rules {
            let Ok(glob) = Glob::new(pattern) else { continue };
            let matcher = glob.compile_matcher();
            if rules.iter().any(|rule| matcher.is_match(&rule.id)) {
                continue;
            }
            let message = format!("no rule of the pack is called `{pattern}`");
            let diagnostic = Diagnostic::error(NO_SUCH_RULE, message, &suppression.source, *span);
            diagnostics.push(match nearest(pattern, rules.iter().map(|r| r.id.as_str())) {
                Some(near) => diagnostic.help(format!("a similar rule is `{near}`")),
                None => diagnostic
                    .help("write the id of a rule, which is the stem of its file, or a pattern such as `pdq-*`"),
            });
        }
    }
    diagnostics
}

fn one(node: &Node, source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Option<Suppression> {
    let before = diagnostics.len();
    let mut f = Fields::of(node, source, diagnostics);
    let id_node = f.require("id");
    let id = id_node.and_then(|_| f.text("id"));
    let title = f.text("title");
    let rules = patterns(&mut f, source);
    let stage = match f.take("stage").and_then(|_| f.one_of("stage", &["event", "result"])) {
        Some("result") => Stage::Result,
        _ => Stage::Event,
    };
    let when = f.require("when").and_then(|n| predicate(n, source, f.diagnostics()));
    let name = id.unwrap_or_default();
    let owner = accounted(&mut f, source, name, "owner", "who answers for it, such as `endpoint-ops`");
    let reason = accounted(&mut f, source, name, "reason", "why it is there");
    let expires =
        accounted(&mut f, source, name, "expires", "the last day on which it is in force, such as `2027-06-30`");
    let expires = expires.and_then(|(text, span)| Some((date(text, span, source, f.diagnostics())?, span)));
    if let (Some(id), Some(node)) = (id, id_node)
        && kebab_case(id) != id
    {
        let message = format!("the id `{id}` is not in kebab case");
        f.report(Diagnostic::error(NOT_KEBAB, message, source, node.span).help(format!("write `{}`", kebab_case(id))));
    }
    let span = id_node.map_or_else(|| f.head(), |n| n.span);
    let known_dead = f.take("known_dead").and_then(|n| known_dead(n, source, name, f.diagnostics()));
    f.finish();
    if diagnostics[before..].iter().any(Diagnostic::is_error) {
        return None;
    }
    let mut builder = GlobSetBuilder::new();
    for (pattern, _) in &rules {
        builder.add(Glob::new(pattern).ok()?);
    }
    let (expires, expires_span) = expires?;
    Some(Suppression {
        id: id?.to_owned(),
        title: title.or(id)?.to_owned(),
        rules,
        stage,
        when: when?,
        owner: owner?.0.to_owned(),
        reason: reason?.0.to_owned(),
        expires,
        expires_span,
        known_dead,
        span,
        source: source.clone(),
        matcher: builder.build().ok()?,
    })
}

fn known_dead(node: &Node, source: &Source, id: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<KnownDead> {
    let mut f = Fields::of(node, source, diagnostics);
    let reason = accounted(&mut f, source, id, "reason", "why it is kept although it matches nothing");
    let expires =
        accounted(&mut f, source, id, "expires", "the last day on which that is accepted, such as `2027-06-30`");
    let expires = expires.and_then(|(text, span)| date(text, span, source, f.diagnostics()));
    f.finish();
    Some(KnownDead { reason: reason?.0.to_owned(), expires: expires?, span: node.span })
}

fn patterns(f: &mut Fields<'_, '_>, source: &Source) -> Vec<(String, Span)> {
    let Some(node) = f.take("rules") else { return Vec::new() };
    let texts = f.texts("rules").unwrap_or_default();
    // An empty list would read as "all rules", which is the opposite of what it says.
    if node.items().is_some_and(<[Node]>::is_empty) {
        let message = "`rules` lists no rule, so the suppression would apply to none";
        f.report(
            Diagnostic::error(NO_SUCH_RULE, message, source, node.span)
                .help("leave `rules` out to mean all rules of the pack"),
        );
    }
    for (text, item) in &texts {
        if let Err(error) = Glob::new(text) {
            let message = format!("`{text}` is not a pattern: {}", error.kind());
            f.report(
                Diagnostic::error(GLOB, message, source, item.span).help("write an id, or a pattern such as `pdq-*`"),
            );
        }
    }
    texts.into_iter().map(|(t, n)| (t.to_owned(), n.span)).collect()
}

fn predicate(node: &Node, source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Option<Source> {
    let message = match node.text() {
        Some(text) if !crate::file::is_empty_query(text) => return Some(node.block_excerpt(source)),
        Some(_) => "the predicate is empty".to_owned(),
        None => format!("the predicate is {}, not text", node.noun()),
    };
    diagnostics.push(
        Diagnostic::error(EMPTY_PREDICATE, message, source, node.span)
            .help("write a KQL predicate such as `FileName =~ \"nagios.exe\"`; in quotes, or as a block after `|`, if it begins with a bracket"),
    );
    None
}

/// The text at a key without which nobody answers for the suppression.
fn accounted<'n>(
    f: &mut Fields<'n, '_>,
    source: &Source,
    id: &str,
    key: &'static str,
    what: &str,
) -> Option<(&'n str, Span)> {
    match f.take(key) {
        Some(node) if !node.is_null() => {
            let text = f.text(key)?;
            if !text.trim().is_empty() {
                return Some((text, node.span));
            }
        }
        _ => {}
    }
    let message = format!("the suppression `{id}` has no `{key}`");
    let at = f.key_span(key).or_else(|| f.key_span("id")).unwrap_or_else(|| f.head());
    f.report(Diagnostic::error(UNACCOUNTED, message, source, at).help(format!("add `{key}:` with {what}")));
    None
}

fn date(text: &str, span: Span, source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Option<NaiveDate> {
    // chrono also reads `2027-6-3`, which sorts and greps badly.
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == 10);
    if date.is_none() {
        let message = format!("`{text}` is not a date");
        diagnostics
            .push(Diagnostic::error(DATE, message, source, span).help("write year-month-day, such as `2027-06-30`"));
    }
    date
}
