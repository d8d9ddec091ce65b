//! `parse-kv`

use muster_source::Span;
use muster_syntax::{ColumnDeclaration, Expr as Syntax};

use crate::binder::Binder;
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn parse_kv(
        &mut self,
        value: &Syntax,
        keys: &[ColumnDeclaration],
        input: Tabular,
        span: Span,
    ) -> Tabular {
        self.scalar(value, Scope::row(&input));
        let mut columns = input.relation.columns.clone();
        columns.extend(self.declared_columns(keys));
        let table = self.unsupported("operator `parse-kv`", columns, &input, span);
        Tabular { hidden: input.hidden, open: input.open, ..table }
    }
}
