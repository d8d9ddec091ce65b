//! `where`

use muster_source::Span;
use muster_syntax::Expr as Syntax;

use crate::binder::Binder;
use crate::bound::RelationKind;
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn bind_where(&mut self, predicate: &Syntax, mut input: Tabular, span: Span) -> Tabular {
        let predicate = self.predicate(predicate, Scope::row(&input));
        let columns = input.relation.columns.clone();
        let kind = RelationKind::Filter { input: Box::new(self.windowed(input.take_relation())), predicate };
        let relation = self.relation(kind, columns, span);
        input.with(relation)
    }
}
