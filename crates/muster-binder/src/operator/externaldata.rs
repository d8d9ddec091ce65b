//! `externaldata`

use muster_catalog::{Table, Type, Value};
use muster_source::Span;
use muster_syntax::operator::OperatorOption;
use muster_syntax::{ColumnDeclaration, Expr as Syntax};

use super::option::word;
use crate::binder::Binder;
use crate::bound::{ExprKind, External, RelationKind};
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
        if computed {
            let kind = RelationKind::Unsupported { what: "`externaldata` with a computed address".to_owned() };
            return Tabular::new(self.relation(kind, columns, span));
        }
        let declared: Vec<String> = columns.iter().map(|c| format!("{}: {}", c.name, c.ty)).collect();
        let table = Table {
            name: format!("externaldata({})['{}']", declared.join(", "), addresses.join("', '")),
            description: String::new(),
            columns: columns.iter().map(|c| muster_catalog::Column::new(&c.name, c.ty)).collect(),
            open: false,
        };
        let rows = self.table(&table, span);
        if self.externals.iter().all(|known| known.table.name != table.name) {
            self.externals.push(External { table, uris: addresses, options, span });
        }
        Tabular { name: None, ..rows }
    }
}
