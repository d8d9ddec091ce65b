//! `ingestion_time()`
//!
//! A simulated event is ingested the moment it happens, so this is the time of the event.

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use crate::binder::Binder;
use crate::bound::Expr;
use crate::codes;
use crate::scope::Scope;

pub(super) fn bind(binder: &mut Binder<'_>, name: &Name, arguments: &[Syntax], span: Span, scope: Scope<'_>) -> Expr {
    if !arguments.is_empty() {
        binder.error(codes::ARGUMENT_COUNT, "`ingestion_time` takes no arguments", name.span);
        return binder.broken(span);
    }
    let time = scope.row.and_then(|row| {
        ["TimeGenerated", "Timestamp"].into_iter().find_map(|name| row.find(name)).filter(|c| c.ty == Type::Datetime)
    });
    match time {
        Some(column) => {
            // Not the column itself: the result column is not called like it.
            let column = binder.reference(column, span);
            let zero = binder.literal(muster_catalog::Value::Timespan(muster_catalog::Timespan(0)), span);
            binder.operator_call("+", vec![column, zero], Type::Datetime, span)
        }
        None => binder.unsupported_expr("`ingestion_time` of rows without a time", Type::Datetime, span),
    }
}
