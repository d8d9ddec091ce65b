//! The key `expect:`: what a person says must happen. Kept as data; the runner judges.

use chrono::NaiveDate;
use muster_source::{Diagnostic, Source, Span, nearest};
use muster_yaml::{Fields, Node};

use crate::codes::{EXPECT, UNKNOWN_STEP};
use crate::quantity::shown;

/// Something with the place where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// What is written.
    pub value: T,
    /// Where, in the scenario's source.
    pub span: Span,
}

/// What is expected of one rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// The id of a rule, or `*` for all rules that have no entry of their own.
    pub rule: Placed<String>,
    /// What must happen.
    pub intent: Intent,
    /// The value of the entry.
    pub span: Span,
}

/// What must happen when a rule runs on the scenario.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// No row, raised or detected.
    Silent,
    /// Certain steps are seen, and nothing else.
    Outcome(Outcome),
    /// The case is not run.
    Skip(Waiver),
}

/// Which steps a rule must see, and what becomes of them. A step stands for itself and all steps below it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    /// Steps that must be in the evidence of detected rows.
    pub detect: Vec<Placed<String>>,
    /// Steps whose rows must be suppressed, and by which suppressions.
    pub suppress: Vec<Suppressed>,
    /// Steps whose events must be taken from rows that are still detected, and by which suppressions.
    pub narrow: Vec<Suppressed>,
    /// What is known to be wrong, until a date.
    pub known_gap: Option<KnownGap>,
}

/// A step and the suppressions that take it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    /// The step.
    pub step: Placed<String>,
    /// The ids of the suppressions, at least one.
    pub by: Vec<Placed<String>>,
}

/// A contradiction between intent and outcome that somebody knows of.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownGap {
    /// Malicious steps that the rule does not see.
    pub missed: Vec<Placed<String>>,
    /// Malicious steps that suppressions take, and which.
    pub suppressed: Vec<Suppressed>,
    /// Benign steps that are detected.
    pub false_positive: Vec<Placed<String>>,
    /// Why, and until when.
    pub waiver: Waiver,
}

/// Why something is tolerated, and until when.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiver {
    /// The reason, never empty.
    pub reason: Placed<String>,
    /// The last day on which it holds.
    pub expires: Placed<NaiveDate>,
    /// The waiver.
    pub span: Span,
}

/// Reads `expect:`. `steps` are the paths of all steps of the scenario.
pub(crate) fn read(
    node: &Node,
    source: &Source,
    steps: &[String],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Expectation> {
    let Some(entries) = node.entries() else {
        if !node.is_null() {
            Fields::of(node, source, diagnostics).finish();
        }
        return Vec::new();
    };
    let mut reader = Reader { source, steps, diagnostics };
    let mut all = Vec::new();
    for (key, value) in entries {
        let Some(rule) = key.text() else { continue };
        if let Some(intent) = reader.intent(value) {
            let rule = Placed { value: rule.to_owned(), span: key.span };
            all.push(Expectation { rule, intent, span: value.span });
        }
    }
    all
}

struct Reader<'a> {
    source: &'a Source,
    steps: &'a [String],
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn intent(&mut self, node: &Node) -> Option<Intent> {
        if let Some(text) = node.text() {
            if text == "silent" {
                return Some(Intent::Silent);
            }
            let diagnostic =
                Diagnostic::error(EXPECT, format!("`{text}` is not an expectation"), self.source, node.span);
            self.diagnostics.push(diagnostic.help("write `silent`, or a mapping such as `{detect: [step]}`"));
            return None;
        }
        let source = self.source;
        let mut fields = Fields::of(node, source, self.diagnostics);
        let (detect, suppress, narrow) = (fields.take("detect"), fields.take("suppress"), fields.take("narrow"));
        let (gap, skip) = (fields.take("known_gap"), fields.take("skip"));
        fields.finish();
        node.entries()?;
        if let Some(skip) = skip {
            if detect.or(suppress).or(narrow).or(gap).is_some() {
                let message = "a case that is skipped has no other expectation";
                self.diagnostics
                    .push(Diagnostic::error(EXPECT, message, source, skip.span).help("remove one or the other"));
            }
            let mut fields = Fields::of(skip, source, self.diagnostics);
            let waiver = waiver(&mut fields, skip, source);
            fields.finish();
            return waiver.map(Intent::Skip);
        }
        let outcome = Outcome {
            detect: detect.map(|n| self.step_list(n)).unwrap_or_default(),
            suppress: suppress.map(|n| self.suppressed(n)).unwrap_or_default(),
            narrow: narrow.map(|n| self.suppressed(n)).unwrap_or_default(),
            known_gap: gap.and_then(|n| self.known_gap(n)),
        };
        if gap.is_none() && outcome.detect.is_empty() && outcome.suppress.is_empty() && outcome.narrow.is_empty() {
            let message = "an expectation without a step says nothing";
            self.diagnostics.push(
                Diagnostic::error(EXPECT, message, source, node.span)
                    .help("name a step under `detect:`, or write `silent`"),
            );
        }
        Some(Intent::Outcome(outcome))
    }

    fn known_gap(&mut self, node: &Node) -> Option<KnownGap> {
        let source = self.source;
        let mut fields = Fields::of(node, source, self.diagnostics);
        let (missed, suppressed) = (fields.take("missed"), fields.take("suppressed"));
        let false_positive = fields.take("false_positive");
        let waiver = waiver(&mut fields, node, source);
        fields.finish();
        let gap = KnownGap {
            missed: missed.map(|n| self.step_list(n)).unwrap_or_default(),
            suppressed: suppressed.map(|n| self.suppressed(n)).unwrap_or_default(),
            false_positive: false_positive.map(|n| self.step_list(n)).unwrap_or_default(),
            waiver: waiver?,
        };
        if gap.missed.is_empty() && gap.suppressed.is_empty() && gap.false_positive.is_empty() {
            let message = "a known gap names what is missing";
            self.diagnostics.push(
                Diagnostic::error(EXPECT, message, source, node.span)
                    .help("add `missed: [step]`, `suppressed: {step: suppression}` or `false_positive: [step]`"),
            );
        }
        Some(gap)
    }

    fn step_list(&mut self, node: &Node) -> Vec<Placed<String>> {
        let Some(items) = node.items() else {
            self.wrong(node, "a list of steps", "write the ids of steps, such as `[agent]`");
            return Vec::new();
        };
        items.iter().filter_map(|item| self.step(item)).collect()
    }

    fn suppressed(&mut self, node: &Node) -> Vec<Suppressed> {
        let Some(entries) = node.entries() else {
            self.wrong(node, "a mapping from steps to suppressions", "write `{step: suppression}`");
            return Vec::new();
        };
        let mut all = Vec::new();
        for (key, value) in entries {
            let Some(step) = self.step(key) else { continue };
            let ids = value.items().unwrap_or(std::slice::from_ref(value));
            let by: Vec<Placed<String>> =
                ids.iter().filter_map(|id| Some(Placed { value: id.text()?.to_owned(), span: id.span })).collect();
            if by.is_empty() || by.len() != ids.len() {
                self.wrong(value, "the id of a suppression", "write an id, or a list of ids");
                continue;
            }
            all.push(Suppressed { step, by });
        }
        all
    }

    fn step(&mut self, node: &Node) -> Option<Placed<String>> {
        let Some(text) = node.text() else {
            self.wrong(node, "the id of a step", "write an id of the story");
            return None;
        };
        if !self.steps.iter().any(|s| is_or_is_below(s, text)) {
            let diagnostic = Diagnostic::error(UNKNOWN_STEP, format!("unknown step `{text}`"), self.source, node.span);
            self.diagnostics.push(match nearest(text, self.steps.iter().map(String::as_str)) {
                Some(near) => diagnostic.help(format!("a similar step is `{near}`")),
                None => diagnostic.help("name the `id` of a step of the story"),
            });
            return None;
        }
        Some(Placed { value: text.to_owned(), span: node.span })
    }

    fn wrong(&mut self, node: &Node, wanted: &str, help: &str) {
        let message = format!("{} is not {wanted}", shown(node));
        self.diagnostics.push(Diagnostic::error(EXPECT, message, self.source, node.span).help(help));
    }
}

/// Whether the path `step` is `id` or stands below it.
pub(crate) fn is_or_is_below(step: &str, id: &str) -> bool {
    step.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn waiver(fields: &mut Fields<'_, '_>, node: &Node, source: &Source) -> Option<Waiver> {
    let reason = fields
        .require("reason")
        .and_then(|n| Some(Placed { value: fields.text("reason")?.trim().to_owned(), span: n.span }));
    let expires = fields.require("expires").and_then(|n| {
        let text = fields.text("expires")?;
        match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            Ok(date) if text.len() == 10 => Some(Placed { value: date, span: n.span }),
            _ => {
                let message = format!("`{text}` is not a date");
                fields.report(
                    Diagnostic::error(EXPECT, message, source, n.span)
                        .help("write year, month and day, such as `2027-06-30`"),
                );
                None
            }
        }
    });
    if let Some(reason) = reason.as_ref().filter(|r| r.value.is_empty()) {
        fields.report(
            Diagnostic::error(EXPECT, "the reason is empty", source, reason.span).help("say why it is tolerated"),
        );
        return None;
    }
    Some(Waiver { reason: reason?, expires: expires?, span: node.span })
}
