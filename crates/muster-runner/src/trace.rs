//! Where a rule loses the events of a step: after which operator none of them is left.
//!
//! Each part of the rule's plan is run by itself, with evidence and without suppressions. This is asked for steps that a
//! case fails for, so that a suite that passes pays nothing.

use muster_binder::bound::{Expr, ExprKind, Query, Relation, RelationKind};
use muster_report::{Place, Remark};
use muster_source::{Source, Span};

use crate::stage::{Masks, Stage};
use crate::truth::within;

/// Characters of an operator's text that are quoted.
const QUOTED: usize = 80;

/// Says where `step` is lost by a rule that raises no row of it. `source` is the rule's text.
pub(crate) fn lost(stage: &Stage<'_>, query: &Query, source: &Source, step: &str) -> Vec<Remark> {
    let trace = Trace { stage, query, source, step };
    let mut remarks = Vec::new();
    trace.follow(&query.result, &mut remarks);
    if remarks.is_empty() {
        remarks.push(Remark { text: "nothing that the rule reads has an event of it".to_owned(), place: None });
    }
    remarks
}

struct Trace<'a> {
    stage: &'a Stage<'a>,
    query: &'a Query,
    source: &'a Source,
    step: &'a str,
}

impl Trace<'_> {
    /// How many events of the step are in the evidence of a part of the plan; none if it cannot be run by itself.
    fn events(&self, relation: &Relation) -> Option<usize> {
        let query = Query { result: relation.clone(), ..self.query.clone() };
        let rows = self.stage.run(&query, &Masks::new(), self.source).ok()?;
        let mut events: Vec<_> = rows
            .evidence()
            .flatten()
            .filter(|event| {
                let truth = self.stage.truths.get(*event);
                truth.and_then(|t| t.step.as_deref()).is_some_and(|s| within(s, self.step))
            })
            .collect();
        events.sort_unstable();
        events.dedup();
        Some(events.len())
    }

    /// Goes down from a part that has none of the step's events to the parts that lose them.
    fn follow(&self, relation: &Relation, remarks: &mut Vec<Remark>) {
        let inputs = relation.inputs();
        if let (RelationKind::Table { name, .. }, []) = (&relation.kind, inputs.as_slice()) {
            remarks.push(self.remark(format!("it has no event in the table `{name}`"), relation.span));
            return;
        }
        for input in inputs {
            match self.events(input) {
                None => {}
                Some(0) => self.follow(input, remarks),
                Some(count) => {
                    let span = self.clause(relation, input);
                    let events = if count == 1 { "its event is".to_owned() } else { format!("its {count} events are") };
                    let text = self.quoted(span);
                    remarks.push(self.remark(format!("{events} lost by `{text}`"), span));
                }
            }
        }
    }

    /// The part of an operator that takes the events: of a filter, the first term that none of them satisfies.
    fn clause(&self, relation: &Relation, input: &Relation) -> Span {
        let RelationKind::Filter { predicate, .. } = &relation.kind else { return relation.span };
        let mut terms = Vec::new();
        conjuncts(predicate, &mut terms);
        if terms.len() < 2 {
            return relation.span;
        }
        let alone = |term: &&&Expr| {
            let kind = RelationKind::Filter { input: Box::new(input.clone()), predicate: (**term).clone() };
            let filter = Relation { kind, columns: relation.columns.clone(), span: relation.span };
            self.events(&filter) == Some(0)
        };
        terms.iter().find(alone).map_or(relation.span, |term| term.span)
    }

    fn quoted(&self, span: Span) -> String {
        let text = self.source.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
        match text.char_indices().nth(QUOTED) {
            Some((end, _)) => format!("{}…", text[..end].trim_end()),
            None => text,
        }
    }

    fn remark(&self, text: String, span: Span) -> Remark {
        Remark { text, place: Some(Place::of(self.source, span)) }
    }
}

/// The terms of a conjunction, in order.
fn conjuncts<'e>(expression: &'e Expr, terms: &mut Vec<&'e Expr>) {
    let mut waiting = vec![expression];
    while let Some(expression) = waiting.pop() {
        match &expression.kind {
            ExprKind::Call { function, arguments, .. } if function == "and" => waiting.extend(arguments.iter().rev()),
            _ => terms.push(expression),
        }
    }
}
