//! `count()`, and the undocumented `count(predicate)` and `count(value)`.
//!
//! Microsoft's published binder refuses a value that is no `bool`; its engine takes it and counts all rows.

use muster_catalog::{Function, Type};
use muster_source::{Diagnostic, Span};
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
                let message = format!("`count` counts rows, whatever this `{}` is", predicate.ty);
                let warning = Diagnostic::warning(codes::COUNT_OF_VALUE, message, &binder.source, place).help(
                    "`count()` counts rows, `dcount(x)` different values, `countif(isnotnull(x))` those that are there",
                );
                binder.report(warning);
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
