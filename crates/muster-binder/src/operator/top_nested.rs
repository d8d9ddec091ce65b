//! `top-nested`

use muster_source::Span;
use muster_syntax::ExprKind as SyntaxKind;
use muster_syntax::operator::TopNestedClause;

use crate::binder::Binder;
use crate::naming::UniqueNames;
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn top_nested(&mut self, clauses: &[TopNestedClause], input: Tabular, span: Span) -> Tabular {
        let mut names = UniqueNames::default();
        let mut columns = Vec::new();
        for clause in clauses {
            if let Some(count) = &clause.count {
                self.row_count(count, &input);
            }
            let of = self.scalar(&clause.of, Scope::row(&input));
            let name = self.result_name(&clause.of).unwrap_or_default();
            let outer = std::mem::take(&mut self.aggregates);
            let by = self.scalar(&clause.by, Scope { aggregating: true, ..Scope::row(&input) });
            self.aggregates = outer;
            let declared = match &clause.by.kind {
                SyntaxKind::Named { names, .. } => names.first().map(|name| name.text.clone()),
                _ => None,
            };
            let aggregated = declared.unwrap_or_else(|| format!("aggregated_{name}"));
            let name = names.take(&name, &name);
            columns.push(self.column_for(name, &of));
            let aggregated = names.take(&aggregated, &aggregated);
            columns.push(self.column_for(aggregated, &by));
        }
        self.unsupported("operator `top-nested`", columns, &input, span)
    }
}
