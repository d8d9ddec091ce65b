//! `facet`

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::Expr as Syntax;

use crate::binder::Binder;
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    /// Gives several tables; the columns are those of the first.
    pub(super) fn facet(&mut self, columns: &[Syntax], with: Option<&Syntax>, input: Tabular, span: Span) -> Tabular {
        let mut first = None;
        for column in columns {
            let value = self.scalar(column, Scope::row(&input));
            let name = self.result_name(column).unwrap_or_default();
            let count = self.column(format!("count_{name}"), Type::Long);
            let table = vec![self.column_for(name, &value), count];
            first.get_or_insert(table);
        }
        let columns = match with {
            Some(with) => {
                let table = self.subquery(with, input.clone());
                self.shown(table).columns
            }
            None => first.unwrap_or_default(),
        };
        self.unsupported("operator `facet`", columns, &input, span)
    }
}
