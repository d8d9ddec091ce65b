//! `top-nested`

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::ExprKind as SyntaxKind;
use muster_syntax::operator::TopNestedClause;

use crate::binder::Binder;
use crate::bound::{Expr, ExprKind, RelationKind, TopLevel, TopNested};
use crate::naming::UniqueNames;
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn top_nested(&mut self, clauses: &[TopNestedClause], mut input: Tabular, span: Span) -> Tabular {
        let mut names = UniqueNames::default();
        let (mut columns, mut levels) = (Vec::new(), Vec::new());
        for clause in clauses {
            let count = clause.count.as_ref().map(|count| self.row_count(count, &input));
            let of = self.scalar(&clause.of, Scope::row(&input));
            let name = self.result_name(&clause.of).unwrap_or_default();
            let outer = std::mem::take(&mut self.aggregates);
            let by = self.scalar(&clause.by, Scope { aggregating: true, ..Scope::row(&input) });
            let aggregates = std::mem::replace(&mut self.aggregates, outer);
            let declared = match &clause.by.kind {
                SyntaxKind::Named { names, .. } => names.first().map(|name| name.text.clone()),
                _ => None,
            };
            let aggregated = declared.unwrap_or_else(|| format!("aggregated_{name}"));
            let name = names.take(&name, &name);
            columns.push(self.column_for(name, &of));
            let aggregated = names.take(&aggregated, &aggregated);
            columns.push(self.column_for(aggregated, &by));
            let of = self.groupable(of);
            let by = if by.ty == Type::Dynamic && !self.is_unknown(&by) {
                Expr { kind: ExprKind::Unsupported { what: "a rank of type `dynamic`".to_owned() }, ..by }
            } else {
                by
            };
            levels.push(TopLevel { count, of, aggregates, by, ascending: clause.ascending.unwrap_or(false) });
        }
        if clauses.iter().any(|clause| clause.others.is_some()) {
            return self.unsupported("`top-nested` with `others`", columns, &input, span);
        }
        let nested = TopNested { input: input.take_relation(), levels };
        let relation = self.relation(RelationKind::TopNested(Box::new(nested)), columns, span);
        input.closed(relation)
    }
}
