//! `sort`, `order`, `top`

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::Expr as Syntax;
use muster_syntax::operator::SortKey as SyntaxKey;

use crate::binder::Binder;
use crate::bound::{ExprKind, RelationKind, SortKey};
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn sort(&mut self, keys: &[SyntaxKey], mut input: Tabular, span: Span) -> Tabular {
        let keys: Vec<SortKey> = keys.iter().map(|key| self.sort_key(key, &input)).collect();
        let columns = input.relation.columns.clone();
        let kind = RelationKind::Sort { input: Box::new(self.windowed(input.take_relation())), keys };
        let relation = self.relation(kind, columns, span);
        Tabular { serialized: true, ..input.with(relation) }
    }

    /// `desc` and `nulls last` go without saying; `asc` puts nulls first.
    fn sort_key(&mut self, key: &SyntaxKey, input: &Tabular) -> SortKey {
        let place = key.value.span;
        let mut value = self.scalar(&key.value, Scope::row(input));
        if value.ty == Type::Dynamic && !self.is_unknown(&value) {
            let what = "a sort key of type `dynamic` without an explicit conversion".to_owned();
            value = self.expr(ExprKind::Unsupported { what }, Type::Dynamic, place);
        }
        let descending = !key.ascending.unwrap_or(false);
        SortKey { value, descending, nulls_first: key.nulls_first.unwrap_or(!descending) }
    }

    pub(super) fn top(&mut self, count: &Syntax, by: &[SyntaxKey], input: Tabular, span: Span) -> Tabular {
        let rows = self.row_count(count, &input);
        let mut sorted = self.sort(by, input, span);
        let columns = sorted.relation.columns.clone();
        let kind = RelationKind::Take { input: Box::new(sorted.take_relation()), count: rows };
        let relation = self.relation(kind, columns, span);
        sorted.with(relation)
    }
}
