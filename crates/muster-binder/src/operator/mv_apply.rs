//! `mv-apply`

use muster_source::Span;
use muster_syntax::ExprKind as SyntaxKind;
use muster_syntax::operator::MvApply as Syntax;

use super::mv_expand::Expansion;
use crate::binder::Binder;
use crate::bound::{Column, MvApply, RelationKind};
use crate::naming::UniqueNames;
use crate::scope::Tabular;

impl Binder<'_> {
    pub(super) fn mv_apply(&mut self, apply: &Syntax, mut input: Tabular, span: Span) -> Tabular {
        let Expansion { expanded, item_index, limit, columns: applied, replaced } =
            self.expansion(&apply.options, &apply.columns, apply.limit.as_ref(), &input);
        let leaf = self.relation(RelationKind::Applied, applied.clone(), apply.body.span);
        // The elements have the order of their array.
        let leaf = Tabular { serialized: true, ..input.with(leaf) };
        let body = self.subquery(&apply.body, leaf);
        let broken = input.broken || body.broken;
        let body = self.shown(body);
        // What the body gives under the name of an input column takes its place.
        let mut columns: Vec<Column> =
            input.relation.columns.iter().filter(|column| !replaced.contains(&column.id)).cloned().collect();
        let mut names = UniqueNames::default();
        for column in &columns {
            names.reserve(&column.name);
        }
        for column in &body.columns {
            match columns.iter_mut().find(|known| known.name == column.name) {
                Some(slot) => *slot = column.clone(),
                None => columns.push(column.clone()),
            }
        }
        let relation = MvApply { input: input.take_relation(), columns: expanded, item_index, limit, applied, body };
        let relation = self.relation(RelationKind::MvApply(Box::new(relation)), columns, span);
        Tabular { broken, ..input.with(relation) }
    }

    /// Applies the operators of a subquery, whose source is left out, to `input`.
    pub(super) fn subquery(&mut self, body: &muster_syntax::Expr, input: Tabular) -> Tabular {
        match &body.kind {
            SyntaxKind::Parenthesized(inner) => self.subquery(inner, input),
            SyntaxKind::Pipe { source, operators } => {
                let mut table =
                    if matches!(source.kind, SyntaxKind::Missing) { input } else { self.subquery(source, input) };
                for operator in operators {
                    table = self
                        .deeper(operator.span, |binder| binder.operator(operator, Some(table)))
                        .unwrap_or_else(|| self.broken_table(operator.span));
                }
                table
            }
            SyntaxKind::Head(operator) => self
                .deeper(operator.span, |binder| binder.operator(operator, Some(input)))
                .unwrap_or_else(|| self.broken_table(operator.span)),
            SyntaxKind::Missing => input,
            _ => self.tabular(body),
        }
    }
}
