//! `count()`, and the undocumented `count(predicate)`.

use muster_catalog::{Function, Type};
use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use crate::binder::Binder;
use crate::bound::{AggregateCall, Expr};
use crate::codes;
use crate::scope::Scope;

pub(super) fn count(
    binder: &mut Binder<'_>,
    function: &Function,
    name: &Name,
    arguments: &[Syntax],
    span: Span,
    scope: Scope<'_>,
) -> Vec<(String, Expr)> {
    let mut bound = Vec::new();
    match arguments {
        [] => {}
        [predicate] => {
            let place = predicate.span;
            let predicate = binder.scalar(predicate, scope);
            if predicate.ty != Type::Bool && !binder.is_unknown(&predicate) {
                let message = format!(
                    "`count` counts rows; a `bool` is needed to count those where it is true, this is a `{}`",
                    predicate.ty
                );
                let error = binder.fault(codes::ARGUMENT_TYPE, message, place);
                binder.report(
                    error.help(
                        "`count()` counts rows, `dcount(x)` different values, `countif(…)` rows with a condition",
                    ),
                );
            }
            bound.push(predicate);
        }
        _ => {
            binder.error(codes::ARGUMENT_COUNT_RANGE, "`count` takes from 0 to 1 arguments", name.span);
            return Vec::new();
        }
    }
    let output = binder.column(name.text.clone(), Type::Long);
    let expr = binder.reference(&output, span);
    let call = AggregateCall {
        function: function.name.clone(),
        overload: bound.len().min(function.overloads.len().saturating_sub(1)),
        arguments: bound,
        outputs: vec![output],
        span: binder.place(span),
    };
    binder.aggregates.push(call);
    vec![(String::new(), expr)]
}
