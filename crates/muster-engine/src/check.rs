//! What the engine does not do, said before anything runs.

use muster_binder::bound::{Expr, ExprKind, Query, Relation, RelationKind};
use muster_binder::codes::NOT_SUPPORTED;
use muster_source::{Diagnostic, Source, Span};

/// Complains about every part of the query that the engine does not do exactly as Kusto does. A query without a
/// complaint can be run.
#[must_use]
pub fn check(query: &Query, source: &Source) -> Vec<Diagnostic> {
    let mut checker = Checker { source, found: Vec::new() };
    checker.relation(&query.result);
    checker.found
}

struct Checker<'a> {
    source: &'a Source,
    found: Vec<Diagnostic>,
}

impl Checker<'_> {
    fn refuse(&mut self, what: &str, span: Span) {
        let message = format!("{what} is not supported yet");
        let diagnostic = Diagnostic::error(NOT_SUPPORTED, message, self.source, span);
        self.found.push(diagnostic.help("write it with operators and functions that are supported"));
    }

    fn relation(&mut self, relation: &Relation) {
        match &relation.kind {
            RelationKind::Table { .. } | RelationKind::Datatable { .. } | RelationKind::Singleton => {}
            RelationKind::Range { from, to, step } => [from, to, step].into_iter().for_each(|e| self.expr(e)),
            RelationKind::Filter { input, predicate } => {
                self.relation(input);
                self.expr(predicate);
            }
            RelationKind::Project { input, expressions } => {
                self.relation(input);
                expressions.iter().for_each(|e| self.expr(e));
            }
            RelationKind::Aggregate { input, keys, aggregates } => {
                self.relation(input);
                keys.iter().chain(aggregates.iter().flat_map(|a| &a.arguments)).for_each(|e| self.expr(e));
            }
            RelationKind::Sort { input, keys } => {
                self.relation(input);
                keys.iter().for_each(|k| self.expr(&k.value));
            }
            RelationKind::Take { input, count } => {
                self.relation(input);
                self.expr(count);
            }
            RelationKind::Union { inputs, sources } => {
                inputs.iter().for_each(|i| self.relation(i));
                sources.iter().flatten().flatten().for_each(|e| self.expr(e));
            }
            RelationKind::Join { left, right, on, .. } => {
                self.relation(left);
                self.relation(right);
                on.iter().flat_map(|(l, r)| [l, r]).for_each(|e| self.expr(e));
            }
            RelationKind::MvExpand(expand) => {
                self.relation(&expand.input);
                expand.columns.iter().for_each(|c| self.expr(&c.value));
            }
            RelationKind::Parse(parse) => {
                self.relation(&parse.input);
                self.expr(&parse.value);
            }
            RelationKind::MvApply(apply) => {
                self.relation(&apply.input);
                self.refuse("operator 'mv-apply'", relation.span);
            }
            RelationKind::Applied => {}
            RelationKind::MakeSeries(series) => {
                self.relation(&series.input);
                self.refuse("operator 'make-series'", relation.span);
            }
            RelationKind::Platform { function, input, .. } => {
                if let Some(input) = input {
                    self.relation(input);
                }
                self.refuse(&format!("function '{function}'"), relation.span);
            }
            RelationKind::Unsupported { what } => self.refuse(what, relation.span),
        }
    }

    fn expr(&mut self, expression: &Expr) {
        match &expression.kind {
            ExprKind::Literal(_) | ExprKind::Column(_) | ExprKind::Now => {}
            ExprKind::Call { function, arguments, .. } => {
                if muster_functions::scalar(function).is_none() {
                    self.refuse(&format!("function '{function}'"), expression.span);
                }
                arguments.iter().for_each(|a| self.expr(a));
            }
            ExprKind::Conditional { branches, otherwise } => {
                branches.iter().flat_map(|(c, v)| [c, v]).for_each(|e| self.expr(e));
                self.expr(otherwise);
            }
            ExprKind::InList { value, items, .. } => {
                self.expr(value);
                items.iter().for_each(|i| self.expr(i));
            }
            ExprKind::InTable { value, table, .. } => {
                self.expr(value);
                self.relation(table);
            }
            ExprKind::Element { object, index } => {
                self.expr(object);
                self.expr(index);
            }
            ExprKind::ScalarSubquery(table) => self.relation(table),
            ExprKind::Unsupported { what } => self.refuse(what, expression.span),
        }
    }
}
