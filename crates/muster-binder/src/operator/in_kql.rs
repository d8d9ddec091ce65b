//! Plugins that are written in KQL, and run-time failures of those that cannot be exact for all rows.

use std::rc::Rc;

use muster_catalog::{Type, Value};
use muster_source::{Source, Span, has_errors};

use crate::binder::Binder;
use crate::bound::{Column, Expr, ExprKind, Relation, RelationKind};
use crate::naming::UniqueNames;
use crate::scope::{Local, Scope, Tabular};
use crate::statement::Bindable;

/// What a plugin's text knows its arguments as.
pub(super) type Locals = Vec<(&'static str, Local)>;

impl Binder<'_> {
    /// The rows of `input` with these columns alone, under these names.
    pub(super) fn prepared(&mut self, input: Relation, columns: Vec<(String, Expr)>, span: Span) -> Relation {
        let (columns, expressions): (Vec<Column>, Vec<Expr>) =
            columns.into_iter().map(|(name, value)| (self.column_for(name, &value), value)).unzip();
        self.relation(RelationKind::Project { input: Box::new(input), expressions }, columns, span)
    }

    /// `relation` with these names for its columns.
    pub(super) fn renamed(relation: Relation, names: impl IntoIterator<Item = String>) -> Relation {
        let mut relation = relation;
        for (column, name) in relation.columns.iter_mut().zip(names) {
            column.name = name;
        }
        UniqueNames::separate(&mut relation.columns);
        relation
    }

    /// Binds a query of ours on the table `T` and other names.
    pub(super) fn in_kql(
        &mut self,
        plugin: &str,
        text: &str,
        table: Relation,
        locals: &Locals,
        span: Span,
    ) -> Option<Relation> {
        let source = Source::new(plugin, text);
        let parsed = muster_syntax::parse(&source);
        if has_errors(&parsed.diagnostics) {
            return None;
        }
        let table = Local::Tabular(Rc::new(Tabular { serialized: true, ..Tabular::new(table) }));
        let bound = self.inside(source, locals, span, |binder| {
            binder.env.set("T", table);
            binder.statements(&parsed.query.statements)
        });
        match bound.flatten() {
            Some(Bindable::Table(table)) => Some(table.relation),
            Some(Bindable::Scalar(_)) | None => None,
        }
    }

    /// `relation`; the query fails if there is a row for which a condition of ours is true.
    pub(super) fn failing_if(
        &mut self,
        relation: Relation,
        condition: &str,
        message: &str,
        locals: &Locals,
        span: Span,
    ) -> Option<Relation> {
        let source = Source::new("condition", condition);
        let parsed = muster_syntax::parse_expression(&source);
        let table = Tabular { serialized: true, ..Tabular::new(relation) };
        let condition =
            self.inside(source, locals, span, |binder| binder.predicate(&parsed.expression, Scope::row(&table)))?;
        Some(self.failing_where(table.relation, condition, message, span))
    }

    /// The same with a bound condition.
    pub(super) fn failing_where(&mut self, relation: Relation, condition: Expr, message: &str, span: Span) -> Relation {
        let (no, yes) = (self.literal(Value::Bool(false), span), self.literal(Value::Bool(true), span));
        let kind = ExprKind::Conditional { branches: vec![(condition, no)], otherwise: Box::new(yes) };
        let fine = self.expr(kind, Type::Bool, span);
        let message = self.literal(Value::String(message.to_owned()), span);
        let predicate = self.operator_call("assert", vec![fine, message], Type::Bool, span);
        let columns = relation.columns.clone();
        self.relation(RelationKind::Filter { input: Box::new(relation), predicate }, columns, span)
    }

    /// Binds something of ours that knows these names alone; nothing if it does not fit the arguments.
    fn inside<R>(
        &mut self,
        source: Source,
        locals: &Locals,
        span: Span,
        bind: impl FnOnce(&mut Self) -> R,
    ) -> Option<R> {
        let env = std::mem::take(&mut self.env);
        let source = std::mem::replace(&mut self.source, source);
        let (call_site, before) = (self.call_site, self.diagnostics.len());
        self.call_site = call_site.or(Some(span));
        let (keys, aggregates) = (std::mem::take(&mut self.keys), std::mem::take(&mut self.aggregates));
        for (name, local) in locals {
            self.env.set(*name, local.clone());
        }
        let bound = bind(self);
        (self.keys, self.aggregates) = (keys, aggregates);
        self.call_site = call_site;
        self.source = source;
        self.env = env;
        let faults = self.diagnostics.split_off(before.min(self.diagnostics.len()));
        (!has_errors(&faults)).then_some(bound)
    }
}
