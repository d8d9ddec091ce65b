//! `bag_pack_columns(column, …)`: a bag of these columns under their names.

use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use crate::binder::Binder;
use crate::bound::Expr;
use crate::codes;
use crate::scope::Scope;

pub(super) fn bind(binder: &mut Binder<'_>, _: &Name, arguments: &[Syntax], span: Span, scope: Scope<'_>) -> Expr {
    let mut entries = Vec::new();
    for argument in arguments {
        let value = binder.scalar(argument, scope);
        match binder.result_name(argument) {
            Some(name) => entries.push((name, value)),
            None => binder.error(codes::COLUMN_EXPECTED, "a column is needed here", argument.span),
        }
    }
    super::pack_all::bag(binder, entries, span)
}
