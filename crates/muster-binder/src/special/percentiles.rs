//! `percentile(x, 95)`, `percentiles(x, 5, 95)` and those with weights: a column for each percentile.

use muster_catalog::{Function, Type, Value};
use muster_source::Span;
use muster_syntax::{Expr as Syntax, ExprKind as SyntaxKind, Literal, Name};

use crate::binder::Binder;
use crate::bound::{AggregateCall, Column, Expr, ExprKind};
use crate::scope::Scope;

pub(super) fn bind(
    binder: &mut Binder<'_>,
    function: &Function,
    name: &Name,
    arguments: &[Syntax],
    span: Span,
    scope: Scope<'_>,
) -> Vec<(String, Expr)> {
    let weighted = usize::from(name.text.starts_with("percentilew") || name.text.starts_with("percentilesw"));
    let bound = binder.arguments(arguments, scope);
    let mut ty = bound.first().map_or(Type::Real, |value| value.ty);
    ty = match ty {
        Type::Int => Type::Long,
        Type::Decimal => Type::Real,
        ty => ty,
    };
    let Some(settled) = binder.settle(function, name, arguments, bound) else { return Vec::new() };
    let of = arguments.first().and_then(|value| binder.result_name(value)).unwrap_or_default();
    let mut outputs: Vec<Column> = Vec::new();
    for percentile in arguments.iter().skip(1 + weighted) {
        let text = fragment(percentile, settled.arguments.get(1 + weighted + outputs.len()));
        let column = binder.column(format!("percentile_{of}_{text}"), ty);
        outputs.push(column);
    }
    let named = outputs.iter().map(|column| (column.name.clone(), binder.reference(column, span))).collect();
    binder.aggregates.push(AggregateCall {
        function: function.name.clone(),
        overload: settled.overload,
        arguments: settled.arguments,
        outputs,
        span: binder.place(span),
    });
    named
}

/// `percentiles_array(x, 5, 95)`: one column.
pub(super) fn array(
    binder: &mut Binder<'_>,
    function: &Function,
    name: &Name,
    arguments: &[Syntax],
    span: Span,
    scope: Scope<'_>,
) -> Vec<(String, Expr)> {
    let bound = binder.arguments(arguments, scope);
    let Some(settled) = binder.settle(function, name, arguments, bound) else { return Vec::new() };
    let of = arguments.first().and_then(|value| binder.result_name(value)).unwrap_or_default();
    let output = binder.column(format!("percentiles_{of}"), Type::Dynamic);
    let named = vec![(output.name.clone(), binder.reference(&output, span))];
    binder.aggregates.push(AggregateCall {
        function: function.name.clone(),
        overload: settled.overload,
        arguments: settled.arguments,
        outputs: vec![output],
        span: binder.place(span),
    });
    named
}

/// A percentile as a part of a name: `99.9` is `99_9`.
fn fragment(syntax: &Syntax, bound: Option<&Expr>) -> String {
    let text = match (&syntax.kind, bound.map(|bound| &bound.kind)) {
        (SyntaxKind::Literal(Literal::Long(text) | Literal::Real(text)), _) => text.clone(),
        (_, Some(ExprKind::Literal(Value::Long(number)))) => number.to_string(),
        (_, Some(ExprKind::Literal(Value::Real(number)))) => number.to_string(),
        _ => String::new(),
    };
    text.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect()
}
