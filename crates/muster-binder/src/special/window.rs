//! Window functions: `prev`, `row_number`, … A call is taken out of its expression, and computed on all rows before the
//! operator that it stands in; what stays is the column of its results.

use muster_catalog::{Kind, Type, Value};
use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use crate::binder::Binder;
use crate::bound::{Expr, ExprKind, WindowCall};
use crate::expr::is_constant;
use crate::overload::common_type;
use crate::scope::Scope;

/// Microsoft's published binder lets such rows pass, the service does not.
pub(crate) const UNORDERED: &str = "on rows without an order (a `sort` or a `serialize` before it)";

pub(super) fn bind(binder: &mut Binder<'_>, name: &Name, arguments: &[Syntax], span: Span, scope: Scope<'_>) -> Expr {
    let text = name.text.as_str();
    let Some(function) = binder.catalog.function(text, Kind::Scalar) else {
        binder.unknown_function(name, scope);
        return binder.broken(span);
    };
    let states = binder.scan.as_ref().map_or(0, |scan| scan.reads);
    let bound = binder.arguments(arguments, Scope { aggregating: false, ..scope });
    let Some(mut settled) = binder.settle(function, name, arguments, bound) else { return binder.broken(span) };
    if settled.unknown {
        return binder.undetermined(span);
    }
    let ty = settled.ty;
    let here = binder.scan.as_ref().map_or(0, |scan| scan.reads) == states && !scope.aggregating;
    let Some(row) = scope.row.filter(|_| here) else {
        return binder.unsupported_expr(&format!("function `{text}` in this place"), ty, span);
    };
    if !row.serialized && !row.broken {
        let what = format!("function `{text}` {UNORDERED}");
        return binder.unsupported_expr(&what, ty, span);
    }
    if let Some(what) = refused(binder, text, &mut settled.arguments) {
        return binder.unsupported_expr(&what, ty, span);
    }
    let output = binder.column(text, ty);
    let result = binder.reference(&output, span);
    binder.windows.push(WindowCall {
        function: function.name.clone(),
        overload: settled.overload,
        arguments: settled.arguments,
        output,
        span: binder.place(span),
    });
    result
}

/// What of the arguments is not documented, or not exact. A default is brought to the type of the column.
fn refused(binder: &mut Binder<'_>, text: &str, arguments: &mut [Expr]) -> Option<String> {
    let varies = |argument: Option<&Expr>| argument.is_some_and(|argument| !is_constant(argument));
    match text {
        "prev" | "next" => {
            if varies(arguments.get(1)) {
                return Some(format!("`{text}` with an offset that varies"));
            }
            let ty = arguments.first().map_or(Type::Dynamic, |column| column.ty);
            let default = arguments.get_mut(2)?;
            let given = default.ty;
            if matches!(&default.kind, ExprKind::Literal(Value::Null(_))) {
                *default = Expr { kind: ExprKind::Literal(Value::null(ty)), ty, span: default.span };
            } else if given != ty {
                let numbers = given.is_number() && ty.is_number();
                if !numbers || (common_type([given, ty].into_iter()) != Some(ty) && ty != Type::Int) {
                    return Some(format!("a `{given}` as the default of a `{ty}` in `{text}`"));
                }
                *default = binder.convert(default.clone(), ty);
            }
            None
        }
        "row_number" => varies(arguments.first()).then(|| "`row_number` with a start that varies".to_owned()),
        "row_rank_dense" | "row_rank_min" => {
            arguments.first().is_some_and(|term| term.ty == Type::Dynamic).then(|| format!("`{text}` of a `dynamic`"))
        }
        _ => None,
    }
}
