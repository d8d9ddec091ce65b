//! `take`, `limit`

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::Expr as Syntax;

use crate::binder::Binder;
use crate::bound::{Expr, RelationKind};
use crate::expr::Wanted;
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn take(&mut self, count: &Syntax, mut input: Tabular, span: Span) -> Tabular {
        let count = self.row_count(count, &input);
        let columns = input.relation.columns.clone();
        let kind = RelationKind::Take { input: Box::new(input.take_relation()), count };
        let relation = self.relation(kind, columns, span);
        input.with(relation)
    }

    /// A number of rows: a constant `long`.
    pub(super) fn row_count(&mut self, count: &Syntax, input: &Tabular) -> Expr {
        let bound = self.scalar(count, Scope::row(input));
        let bound = self.wants(Wanted::Integer, bound, count.span);
        self.convert(bound, Type::Long)
    }
}
