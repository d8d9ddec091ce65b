//! `getschema`

use muster_catalog::{Type, Value};
use muster_source::Span;

use crate::binder::Binder;
use crate::bound::RelationKind;
use crate::scope::Tabular;

impl Binder<'_> {
    pub(super) fn getschema(&mut self, input: Tabular, span: Span) -> Tabular {
        let names = [
            ("ColumnName", Type::String),
            ("ColumnOrdinal", Type::Long),
            ("DataType", Type::String),
            ("ColumnType", Type::String),
        ];
        let columns = names.map(|(name, ty)| self.column(name, ty)).to_vec();
        let open = input.open.is_some() || input.visible().any(|column| self.unknown.contains(&column.id));
        if open {
            return self.unsupported(
                "the schema of a table whose columns only the data decides",
                columns,
                &input,
                span,
            );
        }
        let rows = input
            .visible()
            .zip(0..)
            .map(|(column, ordinal)| {
                vec![
                    Value::String(column.name.clone()),
                    Value::Long(ordinal),
                    Value::String(column.ty.clr_name().to_owned()),
                    Value::String(column.ty.name().to_owned()),
                ]
            })
            .collect();
        let relation = self.relation(RelationKind::Datatable { rows }, columns, span);
        Tabular { serialized: true, ..input.closed(relation) }
    }
}
