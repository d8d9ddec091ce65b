//! `sample`, `sample-distinct`: what they give is chance.

use muster_source::Span;
use muster_syntax::Expr as Syntax;

use crate::binder::Binder;
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn sample(&mut self, count: &Syntax, input: Tabular, span: Span) -> Tabular {
        self.row_count(count, &input);
        self.unsupported_like("operator `sample`, whose result is chance,", &input, span)
    }

    pub(super) fn sample_distinct(&mut self, count: &Syntax, of: &Syntax, input: Tabular, span: Span) -> Tabular {
        self.row_count(count, &input);
        let value = self.scalar(of, Scope::row(&input));
        let name = self.result_name(of).unwrap_or_else(|| "Column1".to_owned());
        let column = self.column_for(name, &value);
        self.unsupported("operator `sample-distinct`, whose result is chance,", vec![column], &input, span)
    }
}
