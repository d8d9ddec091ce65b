//! `iff(predicate, ifTrue, ifFalse)`, `iif`

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use crate::binder::Binder;
use crate::bound::{Expr, ExprKind};
use crate::overload::common_branch;
use crate::scope::Scope;
use crate::{binder, codes};

pub(super) fn bind(binder: &mut Binder<'_>, name: &Name, arguments: &[Syntax], span: Span, scope: Scope<'_>) -> Expr {
    if arguments.len() != 3 {
        let message = format!("`{}` takes 3 arguments", name.text);
        let error = binder.fault(codes::ARGUMENT_COUNT, message, name.span).help("`iff(condition, ifTrue, ifFalse)`");
        binder.report(error);
        return binder.broken(span);
    }
    conditional(binder, arguments, span, scope)
}

/// Conditions and values in turn, then the value where no condition is true.
pub(super) fn conditional(binder: &mut Binder<'_>, arguments: &[Syntax], span: Span, scope: Scope<'_>) -> Expr {
    let last = arguments.len().saturating_sub(1);
    let (mut conditions, mut values) = (Vec::new(), Vec::new());
    for (index, argument) in arguments.iter().enumerate() {
        let bound = binder.scalar(argument, scope);
        if index % 2 == 0 && index < last {
            conditions.push(condition(binder, bound, argument.span));
        } else {
            values.push((bound, argument.span));
        }
    }
    let broken = values.iter().any(|(value, _)| matches!(value.kind, ExprKind::Column(binder::BROKEN)));
    if broken {
        return binder.broken(span);
    }
    if values.iter().any(|(value, _)| binder.is_unknown(value)) {
        return binder.undetermined(span);
    }
    let Some(ty) = common_branch(values.iter().map(|(value, _)| value.ty)) else {
        let first = values.first().map_or(Type::Dynamic, |(value, _)| value.ty);
        if let Some((value, place)) = values.iter().find(|(value, _)| value.ty != first) {
            let message = format!("a `{first}` is needed as the other values are, this is a `{}`", value.ty);
            let error = binder.fault(codes::TYPE_EXPECTED, message, *place).help(format!("`to{first}(…)` converts"));
            binder.report(error);
        }
        return binder.broken(span);
    };
    let mut values = values.into_iter().map(|(value, _)| binder.convert(value, ty)).collect::<Vec<_>>();
    let otherwise = values.pop().unwrap_or_else(|| binder.broken(span));
    let kind = ExprKind::Conditional {
        branches: conditions.into_iter().zip(values).collect(),
        otherwise: Box::new(otherwise),
    };
    binder.expr(kind, ty, span)
}

fn condition(binder: &mut Binder<'_>, bound: Expr, span: Span) -> Expr {
    match bound.ty {
        Type::Bool => bound,
        _ if binder.is_unknown(&bound) => binder.nothing_true(span),
        Type::Dynamic => binder.convert(bound, Type::Bool),
        ty => {
            let message = format!("a `bool` is needed as a condition, this is a `{ty}`");
            let error = binder.fault(codes::ARGUMENT_TYPE, message, span).help("compare it with something");
            binder.report(error);
            binder.nothing_true(span)
        }
    }
}
