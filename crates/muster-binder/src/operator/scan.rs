//! `scan`

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::ParameterKind;
use muster_syntax::operator::Scan as Syntax;

use super::option::{option, word};
use crate::binder::Binder;
use crate::scope::Tabular;

impl Binder<'_> {
    pub(super) fn scan(&mut self, scan: &Syntax, input: Tabular, span: Span) -> Tabular {
        let mut columns = input.relation.columns.clone();
        for declared in &scan.declare {
            let ty = match &declared.kind {
                ParameterKind::Scalar(ty) => Type::from_name(&ty.text).unwrap_or(Type::Dynamic),
                ParameterKind::Table { .. } => Type::Dynamic,
            };
            columns.push(self.column(declared.name.text.clone(), ty));
        }
        let name = option(&scan.options, &["with_match_id"]).and_then(|option| word(&option.value));
        columns.push(self.column(name.unwrap_or_else(|| "match_id".to_owned()), Type::Long));
        let table = self.unsupported("operator `scan`", columns, &input, span);
        Tabular { hidden: input.hidden, open: input.open, ..table }
    }
}
