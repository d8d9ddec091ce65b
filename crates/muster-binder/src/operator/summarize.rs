//! `summarize`

use muster_catalog::{Kind, Type};
use muster_source::Span;
use muster_syntax::{Expr as Syntax, ExprKind as SyntaxKind};

use crate::binder::Binder;
use crate::bound::{AggregateCall, Column, Expr, ExprKind, Relation, RelationKind};
use crate::codes;
use crate::naming::{Projection, Style};
use crate::scope::{Local, Scope, Tabular};
use crate::special;

impl Binder<'_> {
    pub(super) fn summarize(
        &mut self,
        aggregates: &[Syntax],
        by: &[Syntax],
        mut input: Tabular,
        span: Span,
    ) -> Tabular {
        let mut projection = Projection::default();
        projection.avoid(&input.relation);
        for key in by {
            self.projected(&mut projection, key, &input, Style::Project);
        }
        let (mut key_columns, mut keys) = (Vec::new(), Vec::new());
        let mut output = Projection::default();
        output.avoid(&input.relation);
        let outer_keys = std::mem::take(&mut self.keys);
        for (name, key) in projection.into_items() {
            if let ExprKind::Column(id) = key.kind {
                self.keys.push(id);
                output.skip(id);
            }
            let column = self.column_for(name.clone(), &key);
            let reference = self.reference(&column, key.span);
            output.add(&name, reference, &name, false);
            let key = self.groupable(key);
            key_columns.push(column);
            keys.push(key);
        }
        let outer = std::mem::take(&mut self.aggregates);
        for entry in aggregates {
            self.aggregate_entry(&mut output, entry, &input);
        }
        let calls = std::mem::replace(&mut self.aggregates, outer);
        self.keys = outer_keys;
        let rows = self.windowed(input.take_relation());
        let relation = self.grouped(rows, key_columns, keys, calls, output, span);
        input.closed(relation)
    }

    /// Kusto groups by no `dynamic`, although its binder lets one pass.
    pub(super) fn groupable(&self, key: Expr) -> Expr {
        if key.ty != Type::Dynamic || self.is_unknown(&key) {
            return key;
        }
        let what = "a key of type `dynamic` without an explicit conversion".to_owned();
        Expr { kind: ExprKind::Unsupported { what }, ..key }
    }

    /// Adds the columns of one entry of the list of aggregates.
    pub(super) fn aggregate_entry(&mut self, output: &mut Projection, entry: &Syntax, input: &Tabular) {
        let scope = Scope { aggregating: true, ..Scope::row(input) };
        let (names, value) = match &entry.kind {
            SyntaxKind::Named { names, value } => (names.as_slice(), &**value),
            _ => (&[][..], entry),
        };
        let several = match &value.kind {
            SyntaxKind::Call { name, arguments } if special::aggregate_form(&name.text).is_some() => {
                let local = matches!(self.env.get(&name.text), Some(Local::Function(_)));
                self.catalog
                    .function(&name.text, Kind::Aggregate)
                    .filter(|_| !local)
                    .map(|function| self.aggregate(function, name, arguments, value.span, scope))
            }
            _ => None,
        };
        match several {
            Some(results) if results.len() != 1 || results.first().is_some_and(|(name, _)| !name.is_empty()) => {
                let count = results.len();
                for (index, (name, expr)) in results.into_iter().enumerate() {
                    match names.get(index) {
                        Some(name) => output.declare(self, &name.text, expr, name.span, true),
                        None => output.add(&name, expr, &name, false),
                    }
                }
                if let Some(extra) = names.get(count).filter(|_| count > 0) {
                    self.error(codes::NO_VALUE_FOR_NAME, format!("`{}` has no value", extra.text), extra.span);
                }
            }
            Some(results) => {
                let expr = results.into_iter().next().map_or_else(|| self.broken(value.span), |(_, expr)| expr);
                self.named_aggregate(output, entry, expr);
            }
            None => {
                let expr = self.scalar(value, scope);
                self.named_aggregate(output, entry, expr);
            }
        }
    }

    fn named_aggregate(&mut self, output: &mut Projection, entry: &Syntax, expr: Expr) {
        if let SyntaxKind::Named { names, .. } = &entry.kind {
            match names.as_slice() {
                [name] => output.declare(self, &name.text, expr, name.span, false),
                [first, ..] => {
                    let span = names.iter().fold(first.span, |span, name| span.to(name.span));
                    self.error(codes::NO_VALUES, "the expression has a single value for several names", span);
                }
                [] => {}
            }
            return;
        }
        match self.result_name(entry) {
            Some(name) => output.add(&name, expr, &name, false),
            None => output.add_unnamed(expr),
        }
    }

    /// Groups, and computes on the results where an entry is more than one aggregate.
    pub(super) fn grouped(
        &mut self,
        input: Relation,
        key_columns: Vec<Column>,
        keys: Vec<Expr>,
        mut calls: Vec<AggregateCall>,
        output: Projection,
        span: Span,
    ) -> Relation {
        let items: Vec<(String, Expr)> = output.into_items().collect();
        let made: Vec<Column> =
            key_columns.into_iter().chain(calls.iter().flat_map(|call| call.outputs.clone())).collect();
        let as_made = items.len() == made.len()
            && items.iter().zip(&made).all(|((_, expr), column)| expr.kind == ExprKind::Column(column.id));
        if as_made {
            let columns: Vec<Column> = made
                .into_iter()
                .zip(&items)
                .map(|(column, (name, _))| Column { name: name.clone(), ..column })
                .collect();
            let mut named = columns.iter().skip(keys.len());
            for output in calls.iter_mut().flat_map(|call| &mut call.outputs) {
                if let Some(column) = named.next() {
                    output.name.clone_from(&column.name);
                }
            }
            let kind = RelationKind::Aggregate { input: Box::new(input), keys, aggregates: calls };
            return self.relation(kind, columns, span);
        }
        let kind = RelationKind::Aggregate { input: Box::new(input), keys, aggregates: calls };
        let grouped = self.relation(kind, made, span);
        let mut projection = Projection::default();
        for (name, expr) in items {
            projection.add(&name, expr, &name, false);
        }
        projection.finish(self, grouped, span)
    }
}
