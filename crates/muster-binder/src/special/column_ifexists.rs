//! `column_ifexists('name', default)`

use muster_catalog::Value;
use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use crate::binder::Binder;
use crate::bound::{Expr, ExprKind};
use crate::codes;
use crate::scope::Scope;

pub(super) fn bind(binder: &mut Binder<'_>, name: &Name, arguments: &[Syntax], span: Span, scope: Scope<'_>) -> Expr {
    let [column, default] = arguments else {
        binder.error(codes::ARGUMENT_COUNT, format!("`{}` takes 2 arguments", name.text), name.span);
        return binder.broken(span);
    };
    let place = column.span;
    let column = binder.scalar(column, scope);
    let default = binder.scalar(default, scope);
    let ExprKind::Literal(Value::String(wanted)) = &column.kind else {
        if !binder.is_unknown(&column) && !binder.declaring {
            let error = binder.fault(codes::LITERAL_EXPECTED, "the name of a column is needed as a literal", place);
            binder.report(error.help("`column_ifexists('Name', '')`"));
        }
        return binder.broken(span);
    };
    let Some(row) = scope.row else { return default };
    match row.find(wanted).cloned() {
        Some(column) => binder.reference(&column, span),
        None if row.broken => binder.broken(span),
        None if row.open.is_some() => {
            let what = format!("column `{wanted}`, which only the data may have,");
            binder.unsupported_expr(&what, default.ty, span)
        }
        None => default,
    }
}
