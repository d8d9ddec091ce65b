//! `column_names_of(table)`: an array of the names of the table's columns.

use muster_catalog::Value;
use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use crate::binder::Binder;
use crate::bound::Expr;
use crate::codes;
use crate::scope::Scope;

pub(super) fn bind(binder: &mut Binder<'_>, name: &Name, arguments: &[Syntax], span: Span, _: Scope<'_>) -> Expr {
    let [argument] = arguments else {
        binder.error(codes::ARGUMENT_COUNT, "`column_names_of` takes 1 argument", name.span);
        return binder.broken(span);
    };
    let table = binder.tabular(argument);
    if table.broken {
        return binder.broken(span);
    }
    if table.open.is_some() {
        return binder.unsupported_expr(
            "`column_names_of` of a table whose columns only the data decides",
            muster_catalog::Type::Dynamic,
            span,
        );
    }
    let names = table.visible().map(|column| column.name.as_str()).collect();
    binder.literal(Value::Dynamic(names), span)
}
