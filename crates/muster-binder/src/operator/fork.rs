//! `fork`

use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use crate::binder::Binder;
use crate::scope::Tabular;

impl Binder<'_> {
    /// Gives several tables; the columns are those of the first.
    pub(super) fn fork(&mut self, branches: &[(Option<Name>, Syntax)], input: Tabular, span: Span) -> Tabular {
        let mut first = None;
        for (_, branch) in branches {
            let table = self.subquery(branch, input.clone());
            let shown = self.shown(table);
            first.get_or_insert(shown.columns);
        }
        self.unsupported("operator `fork`", first.unwrap_or_default(), &input, span)
    }
}
