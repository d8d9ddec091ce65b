//! `toscalar(expression)`

use muster_source::Span;
use muster_syntax::{Expr as Syntax, ExprKind as SyntaxKind, Name};

use crate::binder::Binder;
use crate::bound::{Expr, ExprKind};
use crate::codes;
use crate::scope::Scope;

pub(super) fn bind(binder: &mut Binder<'_>, name: &Name, arguments: &[Syntax], span: Span, scope: Scope<'_>) -> Expr {
    let [argument] = arguments else {
        binder.error(codes::ARGUMENT_COUNT, "`toscalar` takes 1 argument", name.span);
        return binder.broken(span);
    };
    // In a query of its own in `partition`, `toscalar` asks for the value of the partition, not of the row.
    if let SyntaxKind::Name(column) = &argument.kind
        && let Some((_, value)) = binder.partition_value.as_ref().filter(|(known, _)| *known == column.text)
    {
        return value.clone();
    }
    if !binder.is_tabular(argument, scope) {
        return binder.scalar(argument, scope);
    }
    let table = binder.tabular(argument);
    let broken = table.broken;
    let shown = binder.shown(table);
    let Some(first) = shown.columns.first() else {
        if !broken {
            binder.error(codes::TABLE_EXPECTED, "the table has no columns", argument.span);
        }
        return binder.broken(span);
    };
    let ty = first.ty;
    binder.expr(ExprKind::ScalarSubquery(Box::new(shown)), ty, span)
}
