//! `lookup`

use muster_source::Span;
use muster_syntax::Expr as Syntax;
use muster_syntax::operator::OperatorOption;

use crate::binder::Binder;
use crate::bound::{Column, JoinKind, RelationKind};
use crate::naming::UniqueNames;
use crate::scope::Tabular;

impl Binder<'_> {
    /// A join that keeps left rows without a match, and shows no right key.
    pub(super) fn lookup(
        &mut self,
        options: &[OperatorOption],
        right: &Syntax,
        on: &[Syntax],
        mut input: Tabular,
        span: Span,
    ) -> Tabular {
        let kind = match self.option_word(options, &["kind"], &["leftouter", "inner"]).as_deref() {
            Some("inner") => JoinKind::Inner,
            _ => JoinKind::LeftOuter,
        };
        let right = self.tabular(right);
        let keys = self.join_keys(on, &input, &right);
        let mut columns: Vec<Column> = input.relation.columns.clone();
        columns.extend(right.visible().filter(|column| !keys.right.contains(&column.id)).cloned());
        UniqueNames::separate(&mut columns);
        self.charge(columns.len(), span);
        let depth = input.depth.max(right.depth);
        let broken = input.broken || right.broken;
        let open = input.open.clone().or_else(|| right.open.clone());
        let relation = match keys.refused {
            Some(what) => self.relation(RelationKind::Unsupported { what }, columns, span),
            None => {
                let right = self.shown(right);
                let joined: Vec<Column> = input.relation.columns.iter().chain(&right.columns).cloned().collect();
                let left = Box::new(input.take_relation());
                let kind = RelationKind::Join { kind, left, right: Box::new(right), on: keys.on };
                let joined = self.relation(kind, joined, span);
                let expressions = columns.iter().map(|column| self.reference(column, span)).collect();
                self.relation(RelationKind::Project { input: Box::new(joined), expressions }, columns, span)
            }
        };
        Tabular { open, broken, depth, serialized: false, ..input.with(relation) }
    }
}
