//! `toscalar(expression)`

use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use crate::binder::Binder;
use crate::bound::{Expr, ExprKind};
use crate::codes;
use crate::scope::Scope;

pub(super) fn bind(binder: &mut Binder<'_>, name: &Name, arguments: &[Syntax], span: Span, scope: Scope<'_>) -> Expr {
    let [argument] = arguments else {
        binder.error(codes::ARGUMENT_COUNT, "`toscalar` takes 1 argument", name.span);
        return binder.broken(span);
    };
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
