//! `pack_all([ignore_null_empty])`: a bag of all columns.

use muster_catalog::{Kind, Type, Value};
use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use crate::binder::Binder;
use crate::bound::{Column, Expr, ExprKind};
use crate::codes;
use crate::overload;
use crate::scope::Scope;

pub(super) fn bind(binder: &mut Binder<'_>, name: &Name, arguments: &[Syntax], span: Span, scope: Scope<'_>) -> Expr {
    let ignores_empty = match arguments {
        [] => false,
        [flag] => match binder.scalar(flag, scope).kind {
            ExprKind::Literal(Value::Bool(flag)) => flag,
            _ => {
                binder.error(codes::LITERAL_EXPECTED, "`true` or `false` is needed here", flag.span);
                return binder.broken(span);
            }
        },
        _ => {
            binder.error(codes::ARGUMENT_COUNT_RANGE, "`pack_all` takes from 0 to 1 arguments", name.span);
            return binder.broken(span);
        }
    };
    let columns: Vec<Column> = scope.row.map(|row| row.visible().cloned().collect()).unwrap_or_default();
    let values = columns.iter().map(|column| (column.name.clone(), binder.reference(column, span))).collect();
    let flag = binder.literal(Value::Bool(ignores_empty), span);
    call(binder, "pack_all", vec![flag], values, span)
}

/// `bag_pack(name, value, …)`
pub(super) fn bag(binder: &mut Binder<'_>, entries: Vec<(String, Expr)>, span: Span) -> Expr {
    call(binder, "bag_pack", Vec::new(), entries, span)
}

fn call(
    binder: &mut Binder<'_>,
    name: &str,
    mut arguments: Vec<Expr>,
    entries: Vec<(String, Expr)>,
    span: Span,
) -> Expr {
    for (name, value) in entries {
        arguments.push(binder.literal(Value::String(name), span));
        arguments.push(value);
    }
    let types: Vec<Type> = arguments.iter().map(|argument| argument.ty).collect();
    let function = binder.catalog.function(name, Kind::Scalar);
    match function.and_then(|function| overload::choose(&function.overloads, &types)) {
        Some(choice) => {
            let kind = ExprKind::Call { function: name.to_owned(), overload: choice.index, arguments };
            binder.expr(kind, Type::Dynamic, span)
        }
        None => binder.unsupported_expr("a bag of columns", Type::Dynamic, span),
    }
}
