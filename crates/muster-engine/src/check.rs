//! What the engine does not do, said before anything runs.

use muster_binder::bound::{Expr, ExprKind, Query, Relation, RelationKind, ScanOrigin};
use muster_source::{Diagnostic, Source, Span};

use crate::codes::UNSUPPORTED;

/// Complains about every part of the query that the engine does not do exactly as Kusto does. A query without a
/// complaint can be run.
#[must_use]
pub fn check(query: &Query, source: &Source) -> Vec<Diagnostic> {
    let mut checker = Checker { source, found: Vec::new(), subqueries: 0 };
    checker.relation(&query.result);
    checker.found
}

struct Checker<'a> {
    source: &'a Source,
    found: Vec<Diagnostic>,
    /// Sub-queries that stand around, within the body of `partition` that stands around.
    subqueries: usize,
}

impl Checker<'_> {
    fn refuse(&mut self, what: &str, span: Span) {
        let message = format!("{what} is not supported yet");
        let diagnostic = Diagnostic::error(UNSUPPORTED, message, self.source, span);
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
            RelationKind::Window { input, calls } => {
                self.relation(input);
                for call in calls {
                    if muster_functions::window(&call.function).is_none() {
                        self.refuse(&format!("function '{}'", call.function), call.span);
                    }
                    call.arguments.iter().for_each(|argument| self.expr(argument));
                }
            }
            RelationKind::Scan(scan) => {
                self.relation(&scan.input);
                for column in &scan.made {
                    if let ScanOrigin::Declared(default) = &column.origin {
                        self.expr(default);
                    }
                }
                for step in &scan.steps {
                    self.expr(&step.condition);
                    step.assignments.iter().for_each(|(_, value)| self.expr(value));
                }
            }
            RelationKind::Partition(partition) => {
                self.relation(&partition.input);
                let outer = std::mem::take(&mut self.subqueries);
                self.relation(&partition.body);
                self.subqueries = outer;
            }
            // Sub-queries are answered while the query is planned, when no partition is known yet.
            RelationKind::Partitioned if self.subqueries > 0 => {
                self.refuse("a sub-query on the rows of a partition", relation.span);
            }
            RelationKind::Partitioned => {}
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
            RelationKind::External { .. } => self.refuse("operator 'externaldata'", relation.span),
            RelationKind::Platform { function, input, .. } => {
                if let Some(input) = input {
                    self.relation(input);
                }
                self.refuse(&format!("function '{function}'"), relation.span);
            }
            RelationKind::Unsupported { what } => self.refuse(what, relation.span),
        }
    }

    fn subquery(&mut self, table: &Relation) {
        self.subqueries += 1;
        self.relation(table);
        self.subqueries -= 1;
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
                self.subquery(table);
            }
            ExprKind::Element { object, index } => {
                self.expr(object);
                self.expr(index);
            }
            ExprKind::ScalarSubquery(table) => self.subquery(table),
            ExprKind::Unsupported { what } => self.refuse(what, expression.span),
        }
    }
}
