//! `reduce`

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::Expr as Syntax;
use muster_syntax::operator::OperatorOption;

use super::option::{option, word};
use crate::binder::Binder;
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn reduce(&mut self, by: &Syntax, options: &[OperatorOption], input: Tabular, span: Span) -> Tabular {
        let value = self.scalar(by, Scope::row(&input));
        self.exactly(value, Type::String, by.span);
        let source = option(options, &["kind"]).and_then(|option| word(&option.value)).is_some_and(|w| w == "source");
        let mut columns = if source { input.relation.columns.clone() } else { Vec::new() };
        columns.push(self.column("Pattern", Type::String));
        if !source {
            columns.push(self.column("Count", Type::Long));
            columns.push(self.column("Representative", Type::String));
        }
        self.unsupported("operator `reduce`", columns, &input, span)
    }
}
