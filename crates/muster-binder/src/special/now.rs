//! `now([offset])`

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use crate::binder::Binder;
use crate::bound::{Expr, ExprKind};
use crate::codes;
use crate::scope::Scope;

pub(super) fn bind(binder: &mut Binder<'_>, name: &Name, arguments: &[Syntax], span: Span, scope: Scope<'_>) -> Expr {
    let now = binder.expr(ExprKind::Now, Type::Datetime, span);
    match arguments {
        [] => now,
        [offset] => {
            let place = offset.span;
            let offset = binder.scalar(offset, scope);
            let offset = binder.timespan_argument(offset, place);
            binder.operator_call("+", vec![now, offset], Type::Datetime, span)
        }
        _ => {
            binder.error(codes::ARGUMENT_COUNT_RANGE, "`now` takes from 0 to 1 arguments", name.span);
            binder.broken(span)
        }
    }
}

impl Binder<'_> {
    /// Complains unless `expr` is a `timespan`.
    pub(super) fn timespan_argument(&mut self, expr: Expr, span: Span) -> Expr {
        if expr.ty == Type::Timespan || self.is_unknown(&expr) {
            return expr;
        }
        if expr.ty == Type::Dynamic {
            return self.convert(expr, Type::Timespan);
        }
        let error = self
            .fault(codes::ARGUMENT_TYPE, format!("a `timespan` is needed here, this is a `{}`", expr.ty), span)
            .help("lengths of time are written `7d`, `12h`, `30m`");
        self.report(error);
        self.broken(span)
    }
}
