//! `externaldata`

use muster_catalog::{Type, Value};
use muster_source::Span;
use muster_syntax::operator::OperatorOption;
use muster_syntax::{ColumnDeclaration, Expr as Syntax};

use super::option::word;
use crate::binder::Binder;
use crate::bound::{ExprKind, RelationKind};
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn externaldata(
        &mut self,
        columns: &[ColumnDeclaration],
        uris: &[Syntax],
        options: &[OperatorOption],
        span: Span,
    ) -> Tabular {
        let columns = self.declared_columns(columns);
        let mut addresses = Vec::new();
        let mut computed = false;
        for uri in uris {
            let bound = self.scalar(uri, Scope::default());
            let bound = self.exactly(bound, Type::String, uri.span);
            match bound.kind {
                ExprKind::Literal(Value::String(text)) => addresses.push(text),
                _ => computed = true,
            }
        }
        let options = options
            .iter()
            .filter_map(|option| {
                let value = match &option.value.kind {
                    muster_syntax::ExprKind::Literal(literal) => crate::literal::value(literal),
                    _ => word(&option.value).map(Value::String),
                };
                Some((option.name.text.clone(), value?))
            })
            .collect();
        let kind = if computed {
            RelationKind::Unsupported { what: "`externaldata` with a computed address".to_owned() }
        } else {
            RelationKind::External { uris: addresses, options }
        };
        Tabular::new(self.relation(kind, columns, span))
    }
}
