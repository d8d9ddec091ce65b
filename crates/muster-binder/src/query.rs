//! The entry: a query, or a predicate over a table.

use std::collections::BTreeMap;

use muster_catalog::{Catalog, Type};
use muster_source::{Diagnostic, Source, Span, has_errors};
use muster_syntax::{self as syntax, Name};

use crate::binder::Binder;
use crate::bound::{self, Expr, ExprKind, MatchTest, Relation, RelationKind, ScanOrigin};
use crate::codes;
use crate::scope::{Scope, Tabular};
use crate::statement::Bindable;

/// How often a query is bound again because an open table turned out to have more columns.
const MAX_ROUNDS: usize = 100;

/// What binding gives.
#[derive(Debug, Clone)]
pub struct Bound {
    /// The bound query; `None` exactly if there is an error.
    pub query: Option<bound::Query>,
    /// What is wrong, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// A column of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultColumn {
    /// Name.
    pub name: String,
    /// Type; `None` where only the data decides.
    pub ty: Option<Type>,
}

/// Binds a query.
#[must_use]
pub fn bind(query: &syntax::Query, source: &Source, catalog: &Catalog) -> Bound {
    bind_with(query, source, catalog, &BTreeMap::new())
}

/// Binds a query of whose plugins the data has decided something: see [`bound::Query::pending`].
#[must_use]
pub fn bind_with(
    query: &syntax::Query,
    source: &Source,
    catalog: &Catalog,
    slots: &BTreeMap<bound::Place, Vec<bound::Slot>>,
) -> Bound {
    rounds(source, catalog, slots, query.span, |binder| match binder.statements(&query.statements) {
        Some(Bindable::Table(table)) => Some(table),
        Some(Bindable::Scalar(value)) => {
            let (ty, span) = (value.ty, query.statements.last().map_or(query.span, statement_span));
            if !binder.is_unknown(&value) {
                let error = binder
                    .fault(codes::TABLE_EXPECTED, format!("a query gives a table, this is a `{ty}`"), span)
                    .help(match source.slice(span) {
                        // What stands between the marks is a text to KQL.
                        text if text.starts_with("```") => "leave the lines of backquotes around the query out",
                        _ => "`print …` makes a table of a value",
                    });
                binder.report(error);
            }
            None
        }
        None => {
            let end = source.text().trim_end().len();
            if !has_errors(&binder.diagnostics) {
                let error = binder.fault(codes::NO_RESULT, "the query has no result", Span::new(end, end));
                binder.report(error.help("after the `let`s stands the expression that gives the result"));
            }
            None
        }
    })
}

fn statement_span(statement: &syntax::Statement) -> Span {
    match statement {
        syntax::Statement::Expression(expr) => expr.span,
        syntax::Statement::Let(binding) => binding.span,
        syntax::Statement::Set(option) => option.span,
        syntax::Statement::Pattern(pattern) => pattern.span,
        syntax::Statement::QueryParameters(_, span)
        | syntax::Statement::Restrict(_, span)
        | syntax::Statement::Alias(_, _, span) => *span,
    }
}

/// Binds `table | where predicate`, as for a suppression.
#[must_use]
pub fn bind_filter(predicate: &syntax::Expr, source: &Source, table: &str, catalog: &Catalog) -> Bound {
    rounds(source, catalog, &BTreeMap::new(), predicate.span, |binder| {
        let name = Name { text: table.to_owned(), span: predicate.span, quoted: true };
        let input = binder.catalog_table(&name);
        let predicate = binder.predicate(predicate, Scope::row(&input));
        let span = predicate.span;
        let columns = input.relation.columns.clone();
        let (hidden, open) = (input.hidden, input.open);
        let kind = RelationKind::Filter { input: Box::new(input.relation), predicate };
        Some(Tabular { hidden, open, ..Tabular::new(binder.relation(kind, columns, span)) })
    })
}

/// The columns of a query's result, in order.
#[must_use]
pub fn result_schema(query: &bound::Query) -> Vec<ResultColumn> {
    let columns = query.result.columns.iter();
    columns
        .map(|column| ResultColumn {
            name: column.name.clone(),
            ty: Some(column.ty).filter(|_| !query.undetermined.contains(&column.id)),
        })
        .collect()
}

fn rounds(
    source: &Source,
    catalog: &Catalog,
    slots: &BTreeMap<bound::Place, Vec<bound::Slot>>,
    span: Span,
    bind: impl Fn(&mut Binder<'_>) -> Option<Tabular>,
) -> Bound {
    let (mut inferred, mut typed) = (BTreeMap::new(), BTreeMap::new());
    for round in 1.. {
        let mut binder = Binder::new(catalog, source);
        binder.inferred = std::mem::take(&mut inferred);
        binder.typed = std::mem::take(&mut typed);
        binder.slots.clone_from(slots);
        let table = bind(&mut binder);
        if binder.again && round < MAX_ROUNDS {
            (inferred, typed) = (binder.inferred, binder.typed);
            continue;
        }
        if binder.again {
            binder.error(codes::TOO_LARGE, "the columns of the open tables cannot be settled", span);
        }
        return finish(binder, table);
    }
    Bound { query: None, diagnostics: Vec::new() }
}

fn finish(mut binder: Binder<'_>, table: Option<Tabular>) -> Bound {
    let query = table.map(|table| {
        let open = table.open.is_some();
        let result = binder.shown(table);
        let mut facts = Facts::default();
        let pending = std::mem::take(&mut binder.pending);
        stacker::maybe_grow(1 << 20, 16 << 20, || {
            facts.relation(&result);
            pending.iter().for_each(|pending| facts.relation(&pending.input));
        });
        let externals = std::mem::take(&mut binder.externals);
        let undetermined = result.columns.iter().map(|c| c.id).filter(|id| binder.unknown.contains(id)).collect();
        bound::Query {
            reads_clock: facts.clock,
            tables: facts.tables.into_iter().filter(|t| externals.iter().all(|e| e.table.name != *t)).collect(),
            columns: facts.columns,
            externals,
            pending,
            open,
            undetermined,
            result,
        }
    });
    let mut diagnostics = std::mem::take(&mut binder.diagnostics);
    diagnostics.sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.span));
    diagnostics.dedup_by(|a, b| {
        let place = |d: &Diagnostic| d.labels.first().map(|l| (l.span, l.source.name().to_owned()));
        a.code == b.code && a.message == b.message && place(a) == place(b)
    });
    let query = query.filter(|_| !has_errors(&diagnostics));
    Bound { query, diagnostics }
}

/// What a tree reads.
#[derive(Debug, Default)]
struct Facts {
    clock: bool,
    tables: std::collections::BTreeSet<String>,
    columns: BTreeMap<String, BTreeMap<String, muster_catalog::Type>>,
}

impl Facts {
    fn relation(&mut self, relation: &Relation) {
        match &relation.kind {
            RelationKind::Table { name, sources } => {
                self.tables.insert(name.clone());
                let seen = sources.iter().cloned().zip(relation.columns.iter().map(|c| c.ty));
                self.columns.entry(name.clone()).or_default().extend(seen);
            }
            RelationKind::Datatable { .. }
            | RelationKind::Singleton
            | RelationKind::Applied
            | RelationKind::Partitioned
            | RelationKind::Unsupported { .. } => {}
            RelationKind::Range { from, to, step } => self.exprs([from, to, step]),
            RelationKind::Filter { input, predicate } => {
                self.relation(input);
                self.expr(predicate);
            }
            RelationKind::Project { input, expressions } => {
                self.relation(input);
                self.exprs(expressions);
            }
            RelationKind::Aggregate { input, keys, aggregates } => {
                self.relation(input);
                self.exprs(keys);
                self.exprs(aggregates.iter().flat_map(|call| &call.arguments));
            }
            RelationKind::Sort { input, keys } => {
                self.relation(input);
                self.exprs(keys.iter().map(|key| &key.value));
            }
            RelationKind::Window { input, calls } => {
                self.relation(input);
                self.exprs(calls.iter().flat_map(|call| &call.arguments));
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
                    self.exprs(step.assignments.iter().map(|(_, value)| value));
                }
            }
            RelationKind::Partition(partition) => {
                self.relation(&partition.input);
                self.relation(&partition.body);
            }
            RelationKind::Take { input, count } => {
                self.relation(input);
                self.expr(count);
            }
            RelationKind::Union { inputs, sources } => {
                for input in inputs {
                    self.relation(input);
                }
                self.exprs(sources.iter().flatten().flatten());
            }
            RelationKind::Join { left, right, on, .. } => {
                self.relation(left);
                self.relation(right);
                self.exprs(on.iter().flat_map(|(left, right)| [left, right]));
            }
            RelationKind::Matching(matching) => {
                self.relation(&matching.left);
                self.relation(&matching.right);
                match &matching.test {
                    MatchTest::Network { address, network, on, .. } => {
                        self.exprs([address, network]);
                        self.exprs(on.iter().flat_map(|(left, right)| [left, right]));
                    }
                    MatchTest::Predicate(predicate) => self.expr(predicate),
                }
            }
            RelationKind::MvExpand(expand) => {
                self.relation(&expand.input);
                self.exprs(expand.columns.iter().map(|column| &column.value));
            }
            RelationKind::MvApply(apply) => {
                self.relation(&apply.input);
                self.exprs(apply.columns.iter().map(|column| &column.value));
                self.relation(&apply.body);
            }
            RelationKind::Parse(parse) => {
                self.relation(&parse.input);
                self.expr(&parse.value);
            }
            RelationKind::ParseKv(parse) => {
                self.relation(&parse.input);
                self.expr(&parse.value);
            }
            RelationKind::TopNested(nested) => {
                self.relation(&nested.input);
                for level in &nested.levels {
                    self.exprs(level.count.iter().chain([&level.of, &level.by]));
                    self.exprs(level.aggregates.iter().flat_map(|call| &call.arguments));
                }
            }
            RelationKind::MakeSeries(series) => {
                self.relation(&series.input);
                self.exprs(&series.keys);
                self.exprs(series.aggregates.iter().flat_map(|call| &call.arguments));
                self.exprs(series.values.iter().flat_map(|(value, default)| [value, default]));
                self.exprs(
                    [Some(&series.axis), series.from.as_ref(), series.to.as_ref(), Some(&series.step)]
                        .into_iter()
                        .flatten(),
                );
            }
            RelationKind::Platform { input, arguments, .. } => {
                if let Some(input) = input {
                    self.relation(input);
                }
                self.exprs(arguments);
            }
        }
    }

    fn exprs<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Literal(_) | ExprKind::Column(_) | ExprKind::Unsupported { .. } => {}
            ExprKind::Now => self.clock = true,
            ExprKind::Call { arguments, .. } => self.exprs(arguments),
            ExprKind::Conditional { branches, otherwise } => {
                self.exprs(branches.iter().flat_map(|(condition, value)| [condition, value]));
                self.expr(otherwise);
            }
            ExprKind::InList { value, items, .. } => {
                self.expr(value);
                self.exprs(items);
            }
            ExprKind::InTable { value, table, .. } => {
                self.expr(value);
                self.relation(table);
            }
            ExprKind::Element { object, index } => self.exprs([&**object, &**index]),
            ExprKind::ScalarSubquery(table) => self.relation(table),
        }
    }
}
