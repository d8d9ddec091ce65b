//! `ago(timespan)`

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use crate::binder::Binder;
use crate::bound::{Expr, ExprKind};
use crate::codes;
use crate::scope::Scope;

pub(super) fn bind(binder: &mut Binder<'_>, name: &Name, arguments: &[Syntax], span: Span, scope: Scope<'_>) -> Expr {
    let [length] = arguments else {
        let error = binder.fault(codes::ARGUMENT_COUNT, "`ago` takes 1 argument", name.span).help("`ago(1d)`");
        binder.report(error);
        // What stands around it expects a datetime, whatever is wrong in it.
        return binder.expr(ExprKind::Now, Type::Datetime, span);
    };
    let place = length.span;
    let length = binder.scalar(length, scope);
    let length = binder.timespan_argument(length, place);
    let now = binder.expr(ExprKind::Now, Type::Datetime, span);
    binder.operator_call("-", vec![now, length], Type::Datetime, span)
}
