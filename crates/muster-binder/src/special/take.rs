//! `arg_max(x, …)`, `arg_min(x, …)`, `take_any(…)`: aggregates that give a column for each argument, `*` for all.

use std::collections::BTreeSet;

use muster_catalog::{Function, Type};
use muster_source::Span;
use muster_syntax::{Expr as Syntax, ExprKind as SyntaxKind, Name};

use crate::binder::Binder;
use crate::bound::{AggregateCall, Column, ColumnId, Expr, ExprKind};
use crate::codes;
use crate::overload;
use crate::scope::Scope;

/// An argument and the name of its result column.
type Given = (String, Expr);

pub(super) fn arg_max(b: &mut Binder<'_>, f: &Function, n: &Name, a: &[Syntax], s: Span, c: Scope<'_>) -> Vec<Given> {
    extreme(b, f, n, a, s, c, "max")
}

pub(super) fn arg_min(b: &mut Binder<'_>, f: &Function, n: &Name, a: &[Syntax], s: Span, c: Scope<'_>) -> Vec<Given> {
    extreme(b, f, n, a, s, c, "min")
}

fn extreme(
    binder: &mut Binder<'_>,
    function: &Function,
    name: &Name,
    arguments: &[Syntax],
    span: Span,
    scope: Scope<'_>,
    word: &str,
) -> Vec<Given> {
    let of = arguments.first().and_then(|value| binder.result_name(value)).unwrap_or_default();
    let given = gather(binder, arguments, scope, true, |index| {
        if index == 0 { format!("{word}_") } else { format!("{word}_{of}_arg{index}") }
    });
    finish(binder, function, name, arguments, given, span)
}

/// The deprecated `argmax` and `argmin`, which put the name of the first column before the others.
pub(super) fn argmax(
    binder: &mut Binder<'_>,
    function: &Function,
    name: &Name,
    arguments: &[Syntax],
    span: Span,
    scope: Scope<'_>,
) -> Vec<Given> {
    let of = arguments.first().and_then(|value| binder.result_name(value)).unwrap_or_default();
    let word = name.text.trim_start_matches("arg").to_owned();
    let mut given = gather(binder, arguments, scope, true, |index| format!("arg{index}"));
    for (index, (column, _)) in given.iter_mut().enumerate() {
        *column = if index == 0 { format!("{word}_{column}") } else { format!("{word}_{of}_{column}") };
    }
    finish(binder, function, name, arguments, given, span)
}

pub(super) fn take_any(
    binder: &mut Binder<'_>,
    function: &Function,
    name: &Name,
    arguments: &[Syntax],
    span: Span,
    scope: Scope<'_>,
) -> Vec<Given> {
    let given = gather(binder, arguments, scope, false, |index| format!("any_arg{index}"));
    finish(binder, function, name, arguments, given, span)
}

/// The deprecated `any`: a single result is called `any_…`.
pub(super) fn any(
    binder: &mut Binder<'_>,
    function: &Function,
    name: &Name,
    arguments: &[Syntax],
    span: Span,
    scope: Scope<'_>,
) -> Vec<Given> {
    let given = gather(binder, arguments, scope, false, |index| format!("arg{index}"));
    let mut named = finish(binder, function, name, arguments, given, span);
    // The deprecated name keeps its prefix before every column.
    let single = matches!(arguments, [only] if !matches!(only.kind, SyntaxKind::Star));
    for (index, (column, _)) in named.iter_mut().enumerate() {
        if single && index == 0 {
            *column = String::new();
        } else {
            *column = format!("any_{column}");
        }
    }
    named
}

fn gather(
    binder: &mut Binder<'_>,
    arguments: &[Syntax],
    scope: Scope<'_>,
    first_always: bool,
    unnamed: impl Fn(usize) -> String,
) -> Vec<Given> {
    let star = arguments.iter().any(|argument| matches!(argument.kind, SyntaxKind::Star));
    let keys: BTreeSet<ColumnId> = binder.keys.iter().copied().collect();
    let mut seen = BTreeSet::new();
    let mut given = Vec::new();
    for (index, argument) in arguments.iter().enumerate() {
        if matches!(argument.kind, SyntaxKind::Star) {
            let columns: Vec<Column> = scope.row.map(|row| row.visible().cloned().collect()).unwrap_or_default();
            for column in columns {
                if !keys.contains(&column.id) && seen.insert(column.id) {
                    given.push((column.name.clone(), binder.reference(&column, argument.span)));
                }
            }
            continue;
        }
        let value = binder.scalar(argument, scope);
        if let ExprKind::Column(id) = value.kind {
            let again = star && !(first_always && index == 0) && (seen.contains(&id) || keys.contains(&id));
            seen.insert(id);
            if again {
                continue;
            }
        }
        let name = binder.result_name(argument).filter(|name| !name.is_empty()).unwrap_or_else(|| unnamed(index));
        given.push((name, value));
    }
    given
}

fn finish(
    binder: &mut Binder<'_>,
    function: &Function,
    name: &Name,
    syntax: &[Syntax],
    given: Vec<Given>,
    span: Span,
) -> Vec<Given> {
    if given.is_empty() {
        if syntax.is_empty() {
            binder.error(codes::ARGUMENT_COUNT_RANGE, format!("`{}` takes at least 1 argument", name.text), name.span);
        }
        return Vec::new();
    }
    let types: Vec<Type> = given.iter().map(|(_, value)| value.ty).collect();
    let first_unknown = given.first().is_some_and(|(_, value)| binder.is_unknown(value));
    let choice = overload::choose(&function.overloads, &types);
    if choice.is_none() && !first_unknown {
        let place = syntax.first().map_or(span, |argument| argument.span);
        if let overload::Misfit::Type { parameter, argument } = overload::misfit(&function.overloads, &types) {
            binder.wrong_argument(&parameter, types.get(argument).copied().unwrap_or(Type::Dynamic), place);
        } else {
            binder.error(codes::NO_OVERLOAD, format!("`{}` does not take these arguments", name.text), name.span);
        }
    }
    let mut outputs = Vec::with_capacity(given.len());
    let mut results = Vec::with_capacity(given.len());
    let mut arguments = Vec::with_capacity(given.len());
    for (column, value) in given {
        let output = binder.column_for(column.clone(), &value);
        results.push((column, binder.reference(&output, span)));
        outputs.push(output);
        arguments.push(value);
    }
    binder.aggregates.push(AggregateCall {
        function: function.name.clone(),
        overload: choice.map_or(0, |choice| choice.index),
        arguments,
        outputs,
        span: binder.place(span),
    });
    results
}
