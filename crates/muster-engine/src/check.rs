//! What the engine does not do, said before anything runs.

use muster_binder::bound::{
    Column, ColumnId, Expr, ExprKind, MakeSeries, MatchTest, Query, Relation, RelationKind, ScanOrigin,
};
use muster_binder::codes::NOT_SUPPORTED;
use muster_catalog::{Type, Value};
use muster_source::{Diagnostic, Source, Span};
use muster_values::Column as Values;

use crate::constants::{self, Known};
use crate::operator::{parse, parse_kv};

/// Complains about every part of the query that the engine does not do exactly as Kusto does. A query without a
/// complaint can be run.
#[must_use]
pub fn check(query: &Query, source: &Source) -> Vec<Diagnostic> {
    let mut checker = Checker { source, found: Vec::new(), applied: None, subqueries: 0 };
    checker.relation(&query.result);
    checker.found
}

struct Checker<'a> {
    source: &'a Source,
    found: Vec<Diagnostic>,
    /// In the body of `mv-apply`: the columns of its rows.
    applied: Option<Vec<ColumnId>>,
    /// Sub-queries that stand around, within the body of `partition` that stands around.
    subqueries: usize,
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
            RelationKind::Matching(matching) => {
                self.relation(&matching.left);
                self.relation(&matching.right);
                match &matching.test {
                    MatchTest::Network { address, network, on, .. } => {
                        [address, network].into_iter().for_each(|e| self.expr(e));
                        on.iter().flat_map(|(l, r)| [l, r]).for_each(|e| self.expr(e));
                    }
                    MatchTest::Predicate(predicate) => self.expr(predicate),
                }
            }
            RelationKind::MvExpand(expand) => {
                self.relation(&expand.input);
                expand.columns.iter().for_each(|c| self.expr(&c.value));
            }
            RelationKind::Parse(parse) => {
                self.relation(&parse.input);
                self.expr(&parse.value);
                self.found.extend(constants::pattern(parse::fault(parse), self.source, relation.span));
            }
            RelationKind::ParseKv(parse) => {
                self.relation(&parse.input);
                self.expr(&parse.value);
                let fault = parse_kv::fault(parse).map(|(message, pattern)| (message, Some(pattern)));
                self.found.extend(constants::pattern(fault, self.source, relation.span));
            }
            RelationKind::MvApply(apply) => {
                self.relation(&apply.input);
                apply.columns.iter().for_each(|c| self.expr(&c.value));
                let outer = self.applied.replace(ids(&apply.applied));
                self.relation(&apply.body);
                self.applied = outer;
            }
            // A sub-query runs before there are rows to apply anything to, and a second use (`as`) has other columns.
            RelationKind::Applied => {
                if self.applied.as_ref() != Some(&ids(&relation.columns)) {
                    self.refuse("a second use of the rows of `mv-apply`", relation.span);
                }
            }
            RelationKind::MakeSeries(series) => self.make_series(series, relation.span),
            RelationKind::TopNested(nested) => {
                self.relation(&nested.input);
                for level in &nested.levels {
                    level.count.iter().chain([&level.of, &level.by]).for_each(|e| self.expr(e));
                    level.aggregates.iter().flat_map(|call| &call.arguments).for_each(|e| self.expr(e));
                }
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

    fn make_series(&mut self, series: &MakeSeries, span: Span) {
        self.relation(&series.input);
        series.keys.iter().chain([&series.axis, &series.step]).for_each(|e| self.expr(e));
        series.from.iter().chain(&series.to).for_each(|e| self.expr(e));
        series.aggregates.iter().flat_map(|call| &call.arguments).for_each(|e| self.expr(e));
        for (value, default) in &series.values {
            self.expr(value);
            self.expr(default);
            if !value.ty.is_number() {
                self.refuse(&format!("a series of values of type `{}`", value.ty), value.span);
            }
        }
        let axis = series.axis.ty;
        let width = if axis == Type::Datetime { Type::Timespan } else { axis };
        if matches!(axis, Type::Datetime | Type::Timespan | Type::Int | Type::Long | Type::Real) {
            if series.step.ty != width {
                self.refuse(&format!("a step of type `{}` along a `{axis}`", series.step.ty), series.step.span);
            }
            for bound in series.from.iter().chain(&series.to).filter(|b| b.ty != axis) {
                self.refuse(&format!("a bound of type `{}` along a `{axis}`", bound.ty), bound.span);
            }
            // Where bins of fractions begin depends on how Kusto rounds.
            for number in series.from.iter().chain(&series.to).chain([&series.step]) {
                if matches!(number.kind, ExprKind::Literal(Value::Real(r)) if r.fract() != 0.0) {
                    self.refuse("`make-series` with a bound or a step that is not whole", number.span);
                }
            }
        } else {
            self.refuse(&format!("`make-series` along a `{axis}`"), series.axis.span);
        }
        if series.non_empty && !series.keys.is_empty() {
            self.refuse("`make-series kind=nonempty` with `by`", span);
        }
        if series.non_empty && (series.from.is_none() || series.to.is_none()) {
            self.refuse("`make-series kind=nonempty` without `from` and `to`", span);
        }
    }

    /// A table in an expression, which knows nothing of the row.
    fn sub_query(&mut self, table: &Relation) {
        let outer = self.applied.take();
        self.subqueries += 1;
        self.relation(table);
        self.subqueries -= 1;
        self.applied = outer;
    }

    fn expr(&mut self, expression: &Expr) {
        self.value(expression);
    }

    /// Checks an expression, and says when its value is known.
    fn value(&mut self, expression: &Expr) -> Known {
        match &expression.kind {
            ExprKind::Literal(value) => Known::Now(Values::from_value(value)),
            ExprKind::Column(_) => Known::ByRow,
            ExprKind::Now => Known::Later,
            ExprKind::Call { function, arguments, .. } => {
                let values: Vec<Known> = arguments.iter().map(|a| self.value(a)).collect();
                let Some(entry) = muster_functions::scalar(function) else {
                    self.refuse(&format!("function '{function}'"), expression.span);
                    return Known::Later;
                };
                constants::call(entry, arguments, &values, expression, self.source).unwrap_or_else(|complaint| {
                    self.found.push(*complaint);
                    Known::Later
                })
            }
            ExprKind::Conditional { branches, otherwise } => {
                let parts = branches.iter().flat_map(|(c, v)| [c, v]).chain([otherwise.as_ref()]);
                parts.fold(Known::Later, |known, part| known.and(&self.value(part)))
            }
            ExprKind::InList { value, items, .. } => {
                items.iter().fold(Known::Later.and(&self.value(value)), |known, item| known.and(&self.value(item)))
            }
            ExprKind::InTable { value, table, .. } => {
                let known = Known::Later.and(&self.value(value));
                self.sub_query(table);
                known
            }
            ExprKind::Element { object, index } => Known::Later.and(&self.value(object)).and(&self.value(index)),
            ExprKind::ScalarSubquery(table) => {
                self.sub_query(table);
                Known::Later
            }
            ExprKind::Unsupported { what } => {
                self.refuse(what, expression.span);
                Known::Later
            }
        }
    }
}

fn ids(columns: &[Column]) -> Vec<ColumnId> {
    columns.iter().map(|c| c.id).collect()
}
