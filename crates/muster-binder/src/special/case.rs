//! `case(predicate, then, [predicate, then, …] else)`

use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use crate::binder::Binder;
use crate::bound::Expr;
use crate::codes;
use crate::scope::Scope;

pub(super) fn bind(binder: &mut Binder<'_>, name: &Name, arguments: &[Syntax], span: Span, scope: Scope<'_>) -> Expr {
    if arguments.len() < 3 || arguments.len().is_multiple_of(2) {
        let error = binder
            .fault(
                codes::ARGUMENT_COUNT_RANGE,
                "`case` takes pairs of a condition and a value, then a last value",
                name.span,
            )
            .help("`case(condition, value, …, otherwise)`");
        binder.report(error);
        return binder.broken(span);
    }
    super::iff::conditional(binder, arguments, span, scope)
}
